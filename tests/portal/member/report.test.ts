import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { acceptAnswer, openAnswers } from '../../../src/app/portal/answers.ts';
import { reportInput } from '../../../src/app/report/input.ts';
import { memberId } from '../../../src/model/ids.ts';
import { asOnePeriod } from '../../../src/report/figures/one-period.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import {
  addShare,
  type Editor,
  editorOf,
  moveNode,
  putFile,
  removeNode,
  removeShare,
} from '../../helpers/edit-world.ts';
import { openPortal, type PortalStage } from '../../helpers/portal.ts';
import { type Visitor, visitor } from '../../helpers/visitor.ts';

const YEAR = 365 * 86_400_000;
const MB = 1024 ** 2;
const TIMEOUT = 60_000;

let stage: PortalStage;
let editor: Editor;
let member: string;
let visit: Visitor;

const role = (name: string) => stage.truth.roles[name] ?? '';
/** A person with one old file, one link that anybody may change, and one open link. */
async function furnish() {
  const old = stage.clock() - 3 * YEAR;
  for (const path of ['/film ancien.mov', '/autre film.mov'])
    putFile(editor, member, path, { size: 300 * MB, modifiedAt: old, uploadedAt: old });
  putFile(editor, member, '/Devis/a.odt', { size: 1_000 });
  putFile(editor, member, '/Partagé/b.odt', { size: 1_000 });
  const link = { type: 3, createdAt: old, token: 'abcdefghijklmno', recipient: null };
  addShare(editor, member, '/Devis', { ...link, id: '900001', permissions: 17 });
  addShare(editor, member, '/Partagé', { ...link, id: '900002', token: 'bcdefghijklmnop', permissions: 15 });
}
const shareOf = (id: string) => stage.world.shares.find((share) => share.id === id);

beforeAll(async () => {
  stage = await openPortal();
  editor = editorOf(stage.world, { now: stage.clock });
  member = role('newcomer');
  await furnish();
  await stage.audit();
}, TIMEOUT);
afterAll(() => stage.close());
beforeEach(async () => {
  visit = visitor();
  stage.setNow(stage.clock() + 1_000);
});
const byMail = async () => visit.open(await stage.link(member, 'report'));

describe('my report', () => {
  it('shows by a link what the mail showed, and by a sign-in the same', async () => {
    const page = await byMail();
    expect(page.status).toBe(200);
    expect(page.text).toContain('film ancien.mov');
    expect(page.text).toContain('Dossier « Devis »');
    const cookie = await stage.signedIn(member);
    const signedIn = await (await fetch(`${stage.url}/me`, { headers: { cookie } })).text();
    for (const name of ['film ancien.mov', 'Dossier « Devis »'])
      expect(signedIn.replaceAll(/\s/g, ' ')).toContain(name);
  });

  it('is in the words of each language', async () => {
    const user = stage.world.users.find(({ id }) => id === member);
    expect(user).toBeDefined();
    const row = await stage.store.members.get(memberId(member));
    for (const language of ['en', 'de', 'es', 'it', 'nl', 'pt', 'fr'] as const) {
      if (row !== null) await stage.store.members.save([{ ...row, language }]);
      const page = await byMail();
      expect([language, page.status, page.html.includes(`<html lang="${language}">`)]).toEqual([
        language,
        200,
        true,
      ]);
    }
  });

  it('says that there is none before the first run knows the person', async () => {
    const cookie = await stage.signedIn('nobody-known');
    const answer = await fetch(`${stage.url}/me`, { headers: { cookie } });
    expect([answer.status, await answer.text()]).toEqual([
      200,
      expect.stringContaining('pas encore de bilan'),
    ]);
  });
});

describe('« C’est fait »', () => {
  it('is true for a link that was closed, and goes on to the next thing', async () => {
    await byMail();
    removeShare(editor, '900001');
    const page = await visit.submit('C’est fait', {}, 'Dossier « Devis »');
    expect(page.text).toContain('C’est fermé, merci !');
    expect(page.html).toContain('<title>C’est fermé, merci');
    expect(page.text).toContain('Le suivant');
    const report = await visit.follow('Revenir à mon rapport');
    expect(report.text).not.toContain('Dossier « Devis »');
  });

  it('is not yet true for a file that is still there, nor for one that was moved', async () => {
    await byMail();
    expect((await visit.submit('C’est fait', {}, 'autre film.mov')).text).toContain(
      'Pas encore : le fichier est toujours là.',
    );
    moveNode(editor, member, '/autre film.mov', '/Devis/autre film.mov');
    stage.setNow(stage.clock() + 31_000);
    expect((await visit.submit('Vérifier de nouveau')).text).toContain('il est ailleurs dans votre espace');
    removeNode(editor, member, '/Devis/autre film.mov');
    // The same answer for half a minute.
    expect((await visit.submit('Vérifier de nouveau')).text).toContain('il est ailleurs dans votre espace');
    stage.setNow(stage.clock() + 31_000);
    const done = await visit.submit('Vérifier de nouveau');
    expect(done.text).toContain('C’est fait, merci !');
    expect(done.text).toContain('cela libère 300 Mo');
  });

  it('says what is left of a link that is better protected', async () => {
    await byMail();
    const share = shareOf('900002');
    if (share !== undefined) share.passwordHash = '3|$argon2id$x';
    const page = await visit.submit('C’est fait', {}, 'Dossier « Partagé »');
    expect(page.text).toMatch(/C’est mieux/);
    if (share !== undefined) share.passwordHash = null;
  });
});

describe('« Une erreur ? »', () => {
  it('goes to the referent, and names the file only where that is ticked', async () => {
    await byMail();
    await visit.follow('Une erreur ?', 'film ancien.mov');
    const sent = await visit.submit('Envoyer', { text: 'Ce film n’est pas à moi.' });
    expect(sent.text).toContain('Votre message est parti.');
    const [message] = await stage.store.portal.messages.list();
    expect(message).toMatchObject({ member, path: null, text: 'Ce film n’est pas à moi.' });
    const notices = await stage.store.portal.notices.list(memberId(member));
    expect(notices.map(({ kind }) => kind)).toContain('message-to-referent');
  });
});

describe('« Toujours utile »', () => {
  it('asks again for what lacks, and loses nothing of it', async () => {
    await byMail();
    await visit.follow('Toujours utile', 'film ancien.mov');
    const page = await visit.submit('Enregistrer ma réponse', { reason: 'x' });
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('3 à 200 signes')]);
    expect(page.html).toContain('>x</textarea>');
    const late = await visit.submit('Enregistrer ma réponse', { reason: 'Archives', until: '2030-01-01' });
    expect(late.status).toBe(422);
  });

  it('counts at once, and can be taken back', async () => {
    await byMail();
    await visit.follow('Toujours utile', 'film ancien.mov');
    const page = await visit.submit('Enregistrer ma réponse', { reason: 'Archives du collectif' });
    expect(page.text).toContain('C’est noté.');
    const report = await visit.follow('Revenir à mon rapport');
    expect(report.text).toContain('film ancien.mov : toujours utile, jusqu’au 23 mai 2027.');
    expect(report.text).not.toContain('film ancien.mov Libère 300 Mo');
    await stage.audit();
    const [run] = await stage.store.runs.list();
    const result = run === undefined ? null : await stage.store.runs.result(run.id);
    const found = result?.findings.filter(({ subject }) => subject.path === '/film ancien.mov') ?? [];
    expect(found.map(({ state, answer }) => [state, answer])).toEqual(
      found.map(() => ['excepted', { state: 'in-force', until: '2027-05-23' }]),
    );
    expect(found).not.toEqual([]);
    const input = await reportInput(stage.store, stage.config, stage.running.portal.words);
    const answers = mailFor(asOnePeriod(input), member)?.view.answers;
    expect(answers?.lines.map(({ plain }) => plain.replaceAll(/\s/g, ' '))).toEqual([
      'film ancien.mov : toujours utile, jusqu’au 23 mai 2027.',
    ]);
    await byMail();
    const undone = await visit.submit('Retirer cette réponse', {}, 'Vos réponses');
    expect(undone.text).not.toContain('Vos réponses');
    const cookie = await stage.signedIn(member);
    const signedIn = await (await fetch(`${stage.url}/me`, { headers: { cookie } })).text();
    expect(signedIn).toContain('film ancien.mov');
  });

  it('waits for an admin where anybody could change what is open', async () => {
    await byMail();
    await visit.follow('Toujours utile', 'Dossier « Partagé »');
    const page = await visit.submit('Enregistrer ma réponse', {
      ...{ reason: 'Rédaction à plusieurs', register: 'yes', licence: 'CC BY' },
    });
    expect(page.text).toContain('attend le oui de l’équipe Nextcloud');
    const { timezone } = stage.config.organisation;
    const [answer] = await openAnswers(stage.store, stage.clock(), timezone);
    expect(answer).toMatchObject({ member, licence: 'CC BY', isProposed: true, decision: 'waiting' });
    const [entry] = await stage.store.register.list();
    expect(entry).toMatchObject({ origin: 'proposed', state: 'proposed', owner: member, licence: 'CC BY' });
    expect((await byMail()).text).toContain('Votre réponse attend le oui');
    if (answer !== undefined) await acceptAnswer(stage.store, answer.id, memberId('admin'), stage.clock());
    expect((await byMail()).text).not.toContain('Passer');
    expect(visit.page().text).toContain('Acceptée le');
    // Rights are added: the answer counts no more, and the register is left to the admins.
    const share = shareOf('900002');
    if (share !== undefined) share.permissions = 31;
    await stage.audit();
    expect((await byMail()).text).toContain('le lien permet plus qu’avant');
  });
});

it('opens nobody else’s things', async () => {
  await byMail();
  const [href = ''] = /\/things\/[\w-]+\/keep/.exec(visit.page().html) ?? [];
  const cookie = await stage.signedIn(role('photographer'));
  const answer = await fetch(`${stage.url}/me${href}`, { headers: { cookie } });
  expect([href !== '', answer.status]).toEqual([true, 404]);
});
