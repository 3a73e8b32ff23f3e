import { describe, expect, it } from 'vitest';
import { reasonText } from '../../../src/report/text/reasons.ts';

describe('a reason in the reader’s language', () => {
  it.each([
    ['No access was granted yet.', 'Aucun accès n’a encore été accordé.'],
    [
      'Not judged (No access was granted yet): carl; Judged in part (Some folders could not be read): bob.',
      'Non jugé (Aucun accès n’a encore été accordé) : carl; Jugé en partie (Certains dossiers n’ont pas pu être lus) : bob.',
    ],
    [
      'PROPFIND /remote.php/dav/files/carl/ answered 401: the login was refused; import a new app password.',
      'Le serveur a répondu 401 : la connexion a été refusée ; importez un nouveau mot de passe d’application.',
    ],
    [
      'SEARCH /remote.php/dav/ broke off (ECONNRESET).',
      'La connexion avec le serveur a été coupée (ECONNRESET).',
    ],
    [
      'PROPFIND /remote.php/dav/files/carl/ answered 302: the server points elsewhere; correct server.url.',
      'Le serveur a répondu 302 : le serveur renvoie ailleurs ; corrigez server.url.',
    ],
    [
      'Not sent: 3 logins were refused, and more would make the server lock this machine out; run "menage credentials check" and import new app passwords.',
      'Rien n’a été envoyé : 3 connexions ont été refusées, et d’autres feraient bloquer cette machine par le serveur ; lancez « menage credentials check » et importez de nouveaux mots de passe d’application.',
    ],
    [
      'What the server lists in 2 folders holds 503 bytes fewer and 2 bytes more than its own sums say.',
      'Par rapport aux sommes que donne le serveur lui-même, la liste de 2 dossiers contient 503 octets de moins et 2 octets de plus.',
    ],
    [
      'Not readable in the server’s answer: file “/Privé/a b.pdf” (oc:size), folder “/Ça” (oc:fileid, oc:size).',
      'Illisible dans la réponse du serveur : “…” (oc:size), “…” (oc:fileid, oc:size).',
    ],
  ])('says %j in French', (reason, french) => {
    expect(reasonText(reason, 'fr').replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(french);
  });

  it.each([
    'The server’s account list came empty.',
    'The server’s account list came without 3 of its accounts.',
    'A page of the server’s account list came empty.',
    'The server’s account list is cut: The server lists more accounts than server.limits.accounts.',
    'Of the server’s accounts 4 could not be looked at.',
    'Groups lost all their members at once: 2.',
    'The server’s account list does not show it, and it was not asked for by name.',
    'The server’s account list does not show it, and gave no clear answer when asked by name.',
    'The server gave nothing of this account but its id.',
    'The server lists this account without its groups.',
    'The server told nothing of this account.',
    'Whether they still have an account is unknown: zoe.',
    'The shares could not be read: The server’s list came without 6 of 6 earlier shares, and the server still has one of them.',
    'The shares could not be read: The server’s list came without 6 of 6 earlier shares, and did not say that they are gone.',
    'The shares could not be read: GET /ocs/v2.php/apps/x answered with more rows than server.limits.rows.',
    'GET /ocs/v2.php/apps/x answered with too much, more than server.limits.document.',
    'GET /ocs/v2.php/apps/x answered with broken JSON.',
    'GET /ocs/v2.php/apps/x answered with no JSON: is this a Nextcloud?',
    'The list of shares was too long: only those that this member made were read, not those by others.',
    'Earlier runs read it, and now neither the list of group folders nor anybody’s tree shows it: the app may be switched off.',
    'Not judged (what it opens lies in a group folder that no tree shows now): share 1 of anna.',
    'Not judged (what it opens is not in the member’s own tree, but in a mount or group folder that was not read): share 1 of anna.',
    'The sizes in the trash bin add up to more than can be counted.',
    'The server showed nothing of a folder.',
    'The server gave the same rows twice in one page.',
    'A page of 100 rows came with 3.',
    'The answer speaks of another tree than the one asked for.',
    'The answer has text before its XML: "x"; where PHP writes warnings into answers, set display_errors to Off there.',
    'The server waits for its upgrade; run "occ upgrade" there, or open it in a browser.'.replace(
      'The',
      'the',
    ),
  ])('leaves no English in %j', (reason) => {
    const french = reasonText(reason, 'fr').replaceAll(/« [^»]* »|server\.limits\.\w+|OCS/g, '');
    expect(french).not.toMatch(
      /\b(the|server|of|and|was|were|not|is|came|gave|list|lists|more|than|its|it|what|which|answer|account|shares?|tree|folders?)\b/i,
    );
  });

  it('keeps its English, without the path of a request', () => {
    expect(reasonText('GET /ocs/v2.php/cloud/users/carl answered 404.', 'en')).toBe(
      'The server answered 404.',
    );
  });
});
