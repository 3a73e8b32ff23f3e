import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import { type ParsedMail, simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml, stringify } from 'yaml';
import { z } from 'zod';
import { checkOptions } from '../../src/app/open.ts';
import { reportInput } from '../../src/app/report/input.ts';
import { ownMessages } from '../../src/app/report/locales.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Language } from '../../src/model/member.ts';
import { chatMessage } from '../../src/report/export/chat.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { pageView } from '../../src/report/page/view.ts';
import { caseFile } from '../helpers/case-file.ts';
import { menage } from '../helpers/cli.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { smallWorld } from '../helpers/world.ts';

const OwnShares = z.object({
  ocs: z.object({ meta: z.unknown(), data: z.array(z.looseObject({ id: z.string() })) }),
});
const { ocs } = OwnShares.parse(JSON.parse(caseFile('file-request/shares-anna.json')));
const [request] = ocs.data;
const VIEW_ONLY = '[{"scope":"permissions","key":"download","value":false}]';
const plain = { ...request, permissions: 1, attributes: null };
/** 1 and 2 requests, 3 a drop by link, 4 view only, 5 of a kind never seen, 6 a row that nobody can read. */
const list = JSON.stringify({
  ocs: {
    ...ocs,
    data: [
      ...ocs.data,
      {
        ...plain,
        id: '4',
        share_type: 3,
        share_with: null,
        path: '/Vu',
        file_source: 1010,
        attributes: VIEW_ONLY,
      },
      { ...plain, id: '5', share_type: 77, share_with: 'x', path: '/Neuf', file_source: 1011 },
      { ...plain, id: '6', share_type: 3, path: 7 },
    ],
  },
});
const beasList = list.replaceAll('"anna"', '"bea"').replaceAll(/"id":"(\d)"/g, '"id":"1$1"');

/** Each member's own list becomes that of the case; whose it is stands in the answer. */
function rewrite({ path }: { readonly path: string }, body: string): string | null {
  if (!/\/files_sharing\/api\/v1\/shares\?/.test(path) || path.includes('shared_with_me=true')) return null;
  return body.includes('"uid_owner":"bea"') ? beasList : list;
}

const files = { '/Dépôt/': 0, '/Dépôt 2/': 0, '/Dépôt 3/': 0, '/Vu/a.txt': 5, '/Neuf/b.txt': 5 };
const world = smallWorld({
  members: { anna: { files }, bea: { files, language: 'en' } },
  shares: [
    { fileOwner: 'anna', path: '/Dépôt' },
    { fileOwner: 'bea', path: '/Dépôt' },
  ],
});

describe('file requests, a view-only link, an unknown kind of share, an unreadable row', () => {
  let mails: readonly ParsedMail[];
  let input: ReportInput;
  let told: string;
  let csv: readonly Readonly<Record<string, string>>[];

  beforeAll(async () => {
    await withSmallWorkspace(world, { rewrite }, async (workspace) => {
      const file = join(workspace.folder, 'menage.yaml');
      const checks = { 'external-domain': { domains: ['example.org'] } };
      writeFileSync(file, stringify({ ...parseYaml(readFileSync(file, 'utf8')), checks }));
      ({ told } = await workspace.auditAndSend());
      mails = await Promise.all(workspace.mails.received.map(({ raw }) => simpleParser(raw)));
      const { code } = await menage(['report', '--format', 'csv', '--csv-dialect', 'comma', '--out', 'csv'], {
        cwd: workspace.folder,
      });
      expect(code).toBe(0);
      csv = parseCsv(readFileSync(join(workspace.folder, 'csv', 'shares.csv')), { bom: true, columns: true });
      const config = loadConfig(file, checkOptions());
      input = await workspace.withStore((store) => reportInput(store, config, ownMessages));
    });
  }, 60_000);
  afterAll(() => expect(mails).toHaveLength(3));

  it('tell the member what strangers can do, in the member’s language', () => {
    const [fr = '', en = ''] = mails.map(({ text = '' }) => text.replaceAll(/\s+/g, ' '));
    expect(fr.match(/Des personnes inconnues peuvent déposer des fichiers/g)).toHaveLength(1);
    expect(fr).toMatch(/à 3 partages.* peuvent déposer .*« Dépôt ».*« Dépôt 2 ».*« Dépôt 3 »/);
    expect(fr).toMatch(/« Vu ».{0,80}Toute personne qui a le lien peut l’ouvrir/);
    expect(fr).toContain('Neuf Genre de partage inconnu');
    expect(fr).not.toMatch(/message peut être transféré/);
    expect(en.match(/Unknown people can put files here/g)).toHaveLength(1);
    expect(en).toMatch(/“Vu”.{0,80}Anyone who has the link can open it/);
    expect(en).toContain('Neuf Unknown kind of share');
    expect(en).not.toMatch(/message can be passed on|passed on/);
  });

  it('stand in the page by their kind, in both languages', () => {
    const kinds = (language: Language) =>
      pageView(input, language).items.rows.flatMap(({ owner, path, type, rights, recipient }) =>
        owner === 'anna' ? [[path, type, rights, recipient]] : [],
      );
    const to = 'a[@]ailleurs[.]example, b[@]example[.]org';
    expect(kinds('fr')).toEqual([
      ['/Dépôt', 'Dépôt demandé', 'Dépôt seul', ''],
      ['/Dépôt 2', 'Dépôt demandé', 'Dépôt seul', to],
      ['/Dépôt 3', 'Lien public', 'Dépôt seul', ''],
      ['/Vu', 'Lien public', 'Lecture', ''],
      ['/Neuf', 'Genre de partage inconnu', 'Lecture', 'x'],
    ]);
    expect(kinds('en').map(([, type]) => type)).toEqual([
      'File request',
      'File request',
      'Public link',
      'Public link',
      'Unknown kind of share',
    ]);
    // What nobody knows is no share with a person.
    const chips = pageView(input, 'fr').items.chips.map(({ id, number }) => [id, number]);
    expect(Object.fromEntries(chips)).toMatchObject({ nopw: 8 });
    expect(chips.map(([id]) => id)).not.toContain('person');
  });

  it('stand in the CSV file with what makes them so', () => {
    const own = csv.filter(({ owner }) => owner === 'anna');
    expect(own.map((row) => [row['share'], row['file_request'], row['view_only'], row['unknown']])).toEqual([
      ['1', 'true', 'false', ''],
      ['2', 'true', 'false', ''],
      ['3', 'false', 'false', ''],
      ['4', 'false', 'true', ''],
      ['5', 'false', 'false', 'type 77'],
    ]);
    const checksOf = new Map(own.map(({ share, checks }) => [share, checks]));
    expect(checksOf.get('1')).not.toContain('external-domain');
    expect(checksOf.get('2')).toContain('external-domain');
    expect([...checksOf.values()].join(' ')).not.toContain('mail-share-without-password');
  });

  it('count in the message to the chat', () => {
    const says = { fr: '8 liens sans mot de passe', en: '8 links without a password' };
    for (const language of ['fr', 'en'] as const) {
      const organisation = { ...input.organisation, language };
      const message = chatMessage({ ...input, organisation }, { nameMembers: false, link: null });
      expect(message).toContain(says[language]);
    }
  });

  it('are named on standard error where they cannot be read', () => {
    expect(told).toContain('share “6 of anna” (path), share “16 of bea” (path)');
  });
});
