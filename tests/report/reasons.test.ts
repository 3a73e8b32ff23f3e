import { describe, expect, it } from 'vitest';
import { reasonText } from '../../src/report/reasons.ts';

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

  it('keeps its English, without the path of a request', () => {
    expect(reasonText('GET /ocs/v2.php/cloud/users/carl answered 404.', 'en')).toBe(
      'The server answered 404.',
    );
  });
});
