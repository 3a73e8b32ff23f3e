import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access } from '../../src/cli/access.ts';
import { EXIT } from '../../src/model/errors.ts';
import { ACCESS_FORMATS, type AccessFormat } from '../../src/report/export/access/answer.ts';
import { AccessDocument } from '../../src/report/export/access/json.ts';
import { earlierRun, laterRun, storeRuns } from '../app/reach/scene.ts';
import { type Office, openOffice } from '../helpers/office.ts';
import { member, NASTY_NAMES, share } from '../report/helpers.ts';

let office: Office;

beforeAll(async () => {
  office = await openOffice([]);
  await storeRuns(office.folder, [earlierRun, laterRun]);
});
afterAll(() => office.leave());

type Options = Partial<Parameters<typeof access>[2]>;

/** What the command prints. */
async function printed(who: string | undefined, options: Options = {}, LANG = 'en_GB'): Promise<string> {
  office.said.length = 0;
  const context = {
    ...office.context,
    environment: { LANG },
    file: (text: string) => office.said.push(text),
  };
  expect(await access(context, who, { format: 'text', ...options })).toBe(EXIT.done);
  return office.said.join('\n');
}

describe('menage access in words', () => {
  it('says what a person reaches, by which way, since and until when, and last what is not known', async () => {
    expect(await printed('anna')).toBe(`\
Anna Petit (anna) · run 3 of 24 November 2026
2 things of others: 1 to change, 1 to read

Bruno Leroy (bruno)
  /Budget/  Reading
      share by name · since 14 September 2025 · until 31 December 2026

Bureau (group folder)
  /  Changing, may share on
      group folder, by the group CAPE

Known from all 6 members.
- There are accounts that the audit leaves out: what they share is not known.
- Who is in 1 circle is not known from outside.`);
  });

  it('says the same in French', async () => {
    expect(await printed('partner.example', {}, 'fr_FR')).toBe(`\
partner.example (Domaine) · audit 3 du 24 novembre 2026
1 élément d’autrui : 1 en lecture

Bruno Leroy (bruno)
  /Budget/2026/  Lecture
      partage par mail · Expert@partner.example · depuis le 14 septembre 2025 · sans date de fin

Connu des 6 membres : tous ont été lus.
- Il y a des comptes que l’audit laisse de côté ; on ne sait pas ce qu’ils partagent.
- On ne sait pas de l’extérieur qui est dans 1 cercle.`);
  });

  it('says who reaches a thing, the widest first', async () => {
    expect(await printed(undefined, { path: 'anna:/Photos/été.jpg' })).toBe(`\
Anna Petit (anna): /Photos/été.jpg · run 3 of 24 November 2026
2 people and 1 group reach it beside the owner: 2 to change, 1 to read

  photo (Group)  Changing, may share on
      share to the group, on the folder /Photos · since 14 September 2025
  Anna Petit (anna)  owner
  Chloé (chloe)  Changing, may share on
      share to the group photo, on the folder /Photos · since 14 September 2025
  Anyone who has the link  Reading
      public link · “Programme” · since 14 September 2025 · without an end date

Known from all 6 members.
- 3 more accounts are in photo: the audit leaves them out.`);
  });

  it('does not let whoever has a link share on', async () => {
    expect(await printed(undefined, { anyone: true })).not.toContain('may share on');
  });

  it('asks what is meant where nothing is named', async () => {
    await expect(access(office.context, ' ', { format: 'text' })).rejects.toThrow('Ask about one of');
  });

  it('marks what came, went and changed since an earlier run', async () => {
    const text = await printed(undefined, { path: 'anna:/Photos', since: '2' });
    expect(text).toContain('Since run 2 of 24 October 2026: nothing new, nothing gone, 2 changed');
    expect(text).toContain('~ Chloé (chloe)  Changing, may share on (before: Reading)');
    expect(await printed('anna', { since: '2' })).toMatch(/\+ \/Budget\/ .*\n.*\n- \/Ancien\//);
  });

  it('names a disabled account, and a thing that nobody else reaches', async () => {
    expect(await printed('zoe')).toContain('The account is disabled: it would have this again once enabled.');
    expect(await printed(undefined, { path: 'anna:/Seul' })).toContain('Nobody else reaches it.');
    expect(await printed('photo')).toContain('Nothing of others, as far as is known.');
  });
});

describe('menage access for programs', () => {
  it('is JSON of a documented schema', async () => {
    const document = AccessDocument.parse(JSON.parse(await printed('anna', { format: 'json', since: '2' })));
    expect(document.question).toEqual({ subject: { kind: 'person', id: 'anna' }, place: null });
    expect(document.since?.id).toBe(2);
    expect(document.rows[0]).toMatchObject({
      change: 'added',
      ...{ owner: 'bruno', space: null, path: '/Budget', isFolder: true, rights: 'read' },
      ways: [{ kind: 'share', id: '3', type: 'user', group: null, above: null, hasPassword: false }],
      until: '2026-12-31',
    });
    expect(document.known).toMatchObject({ read: 6, of: 6, notComparable: [] });
    const [gap] = document.known.gaps;
    expect(gap?.reason.key).toBe('access.left-out');
  });

  it('is CSV whose last rows say what may be missing', async () => {
    const text = await printed('partner.example', { format: 'csv', csvDialect: 'comma' });
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(rows[0]).toMatchObject({
      subject_kind: 'domain',
      owner: 'bruno',
      path: '/Budget/2026',
      rights: 'read',
    });
    expect(rows[0]).toMatchObject({ ways: 'mail:Expert@partner.example', is_folder: 'true', unknown: '' });
    expect(rows.slice(1).map(({ unknown }) => unknown)).toEqual([
      'There are accounts that the audit leaves out: what they share is not known.',
      'Who is in 1 circle is not known from outside.',
    ]);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it('is a page that loads nothing and runs no script', async () => {
    const html = await printed('anna', { format: 'html', since: '2' }, 'fr_FR');
    expect(html).toContain('content="default-src &#x27;none&#x27;; style-src &#x27;sha256-');
    expect(html).toContain('<h2>Bruno Leroy (bruno)</h2>');
    expect(html).toContain(
      '<th scope="row"><span class="mark">+</span> /Budget/</th><td>Lecture</td><td><p>partage à son nom',
    );
    expect(html).not.toMatch(/<script|https?:|\son\w+=/);
  });

  it('is written into a file for its owner alone', async () => {
    const out = join(office.folder, 'partner.csv');
    expect(await printed('partner.example', { format: 'csv', out })).toBe('');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    expect(readFileSync(out, 'utf8')).toContain('/Budget/2026');
  });
});

it('names from outside write no markup and drive no terminal in any format', async () => {
  const hostile = await openOffice([]);
  const toCircles = NASTY_NAMES.map((name, at) =>
    share(`1${at}`, 'anna', '/Photos', { type: 'circle', recipient: name, label: name, sharedBy: `m${at}` }),
  );
  const toBruno = NASTY_NAMES.map((name, at) =>
    share(`2${at}`, `m${at}`, `/${name.replaceAll('/', '')}`, { type: 'user', recipient: 'bruno' }),
  );
  const nasty = NASTY_NAMES.map((name, at) => member(`m${at}`, { name, groups: [name] }));
  const members = [member('anna'), member('bruno'), ...nasty];
  await storeRuns(hostile.folder, [{ ...laterRun, members, shares: [...toCircles, ...toBruno], spaces: [] }]);
  const texts = new Map<AccessFormat, string>();
  for (const format of ACCESS_FORMATS) {
    const said: string[] = [];
    const out = (text: string) => void said.push(text);
    const context = { ...hostile.context, environment: { LANG: 'en' }, out, document: out, file: out };
    await access(context, 'bruno', { format });
    await access(context, undefined, { format, path: 'anna:/Photos' });
    texts.set(format, said.join(''));
  }
  expect(texts.get('text')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u2028]/);
  expect(texts.get('csv')).not.toMatch(/[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e\u2028]/);
  expect(texts.get('csv')).not.toMatch(/(^|;)"?[=+@]/m);
  expect(texts.get('html')).not.toMatch(/<script|<img|<svg|https?:\/|[\u0000-\u0009\u001b\u202e\u2028]/);
  hostile.leave();
});

it('lists whom it may be asked about, of one kind or all', async () => {
  expect((await printed(undefined, { list: 'group' })).split('\n')).toEqual(['CAPE', 'photo']);
  expect((await printed(undefined, { list: 'domain' })).split('\n')).toEqual([
    'partner.example',
    'cloud.partner.example',
  ]);
  expect((await printed(undefined, { list: 'all' })).split('\n')).toEqual(
    expect.arrayContaining(['anna', 'expert@partner.example', 'Voisins']),
  );
});

it.each<[string, string | undefined, Options]>([
  ['nothing', undefined, {}],
  ['somebody and a list', 'anna', { list: 'all' }],
  ['two things', 'anna', { anyone: true }],
])('menage access about %s says how it is asked', async (_, who, options) => {
  await expect(printed(who, options)).rejects.toThrow('Ask about one of: a person, group, address or domain');
});
