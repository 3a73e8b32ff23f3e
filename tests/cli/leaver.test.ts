import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withStore } from '../../src/app/open.ts';
import { reportInput } from '../../src/app/report/input.ts';
import { ownMessages } from '../../src/app/report/locales.ts';
import { configOf } from '../../src/cli/config.ts';
import { leaver } from '../../src/cli/leaver.ts';
import { entryId, memberId, tokenHash } from '../../src/model/ids.ts';
import { newEntry } from '../../src/model/register/entry.ts';
import type { RunResult } from '../../src/model/result.ts';
import { pageView } from '../../src/report/page/view.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { type Office, openOffice } from '../helpers/office.ts';
import { finding } from '../report/helpers.ts';
import { DEPARTED, GOING, runAround, sharesOf } from '../report/leaver/scenes.ts';
import { share } from '../store/helpers.ts';

const MAX = memberId(DEPARTED.id);
const HASH = tokenHash('k1.album');
const SEPTEMBER = Date.UTC(2026, 8, 23, 3, 12);
const NOVEMBER = Date.UTC(2026, 10, 23, 3, 12);

const left = finding(
  'departed-with-data',
  MAX,
  { kind: 'member', id: MAX, path: null },
  { audience: 'admin', severity: 'high', actual: { usedBytes: 1, shares: 7, links: 3, isRead: false } },
);

async function storeRun(store: Store, at: number, result: RunResult): Promise<void> {
  const id = await store.runs.start(at);
  const startedAt = new Date(at).toISOString();
  await store.runs.finish(id, { ...result, run: { ...result.run, id, startedAt } }, []);
}

describe('menage leaver', () => {
  let office: Office;
  beforeAll(async () => {
    office = await openOffice([]);
    const store = await openStore(join(office.folder, 'menage.db'));
    const before = { ...GOING, id: MAX, name: DEPARTED.name, groups: [...DEPARTED.groups] };
    await storeRun(store, SEPTEMBER, runAround(before, sharesOf(MAX, 30)));
    await storeRun(store, NOVEMBER, { ...runAround(DEPARTED, []), findings: [left] });
    const album = share('34', { owner: MAX, sharedBy: MAX, type: 'link', recipient: null, tokenHash: HASH });
    await store.snapshots.saveBeside(MAX, { shares: [album] });
    await store.register.add(
      newEntry({
        ...{ id: entryId('1'), origin: 'csv', purpose: 'Album de l’atelier', createdAt: SEPTEMBER },
        tokenHash: HASH,
      }),
    );
    await store.members.save([
      {
        ...{ id: MAX, name: DEPARTED.name, mail: 'max@coop.example', language: 'de', antenna: null },
        ...{ lastLogin: null, groups: null, lastRequestAt: null },
      },
    ]);
    await store.close();
  });
  afterAll(() => office.leave());

  async function sheet(options: Partial<Parameters<typeof leaver>[2]> = {}, uid: string = MAX) {
    office.said.length = 0;
    expect(await leaver(office.context, uid, { format: 'text', ...options })).toBe(0);
    return (office.said[0] ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
  }

  it('rests on the last run that read a disabled account, and says which', async () => {
    const text = await sheet();
    expect(text).toContain('tels que lus le 23 septembre 2026 (audit n° 2) ; ils ont pu changer depuis');
    expect(text).toContain('1 204 fichiers d’après l’audit du 23 septembre 2026 (n° 2)');
    expect(text).toContain('- /Devis\n    Qui s’en sert : groupe Tours (Modification) – 2 personnes en tout');
    expect(text).not.toContain('/Vieux');
  });

  it('knows of the register why a link is open', async () => {
    expect(await sheet()).toContain('registre : Album de l’atelier');
  });

  it('shows an earlier run as it was', async () => {
    const text = await sheet({ run: 2 });
    expect(text).toContain('actif');
    expect(text).toContain('occ user:disable');
    expect(text).not.toContain('ils ont pu changer');
  });

  it('says that nothing is known of an account that no run could read', async () => {
    const text = await sheet({}, 'dora');
    expect(text).toContain('Pas connu. Aucun audit n’a pu lire les partages de ce compte.');
    expect(text).not.toContain('Rien n’est partagé avec des collègues.');
  });

  it('speaks the member’s language to the member, and names things of others by their names alone', async () => {
    const text = await sheet({ forMember: true });
    expect(text).toContain('Bevor du gehst');
    expect(text).toContain('- Tours\n');
    expect(text).not.toContain('/Compta');
    expect(text).not.toContain('occ ');
    expect(await sheet({ forMember: true, language: 'en' })).toContain('Before you go');
  });

  it('is a document for programs, with every step', async () => {
    const document: { schema: string; shared: unknown[]; steps: { kind: string; commands: unknown }[] } =
      JSON.parse(await sheet({ format: 'json' }));
    expect(document.schema).toBe('menage-leaver/1');
    expect(document.shared).toHaveLength(3);
    expect(document.steps.map(({ kind }) => kind)).toEqual(
      'inform transfer transferAll close verify delete'.split(' '),
    );
    expect(document.steps.at(-1)?.commands).toEqual([
      ['occ', 'user:delete', MAX],
      ['menage', 'forget', MAX],
    ]);
  });

  it('is written for nobody else to read', async () => {
    const file = join(office.folder, 'max.html');
    await sheet({ format: 'html', out: file });
    expect(readFileSync(file, 'utf8')).toContain('<h1>Fiche de départ');
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('names who is near at a typo, and takes the member’s version as no JSON', async () => {
    await expect(sheet({}, 'max@coop.exmaple')).rejects.toThrow(
      'Run 3 has no member "max@coop.exmaple": near it are max@coop.example.',
    );
    await expect(sheet({ forMember: true, format: 'json' })).rejects.toThrow('--for-member is no JSON');
    await expect(sheet({ run: 9 })).rejects.toThrow('There is no finished run 9');
  });

  it('stands in the page below the accounts that departed-with-data found', async () => {
    const config = configOf(office.context);
    const input = await withStore(config, office.context, (store) => reportInput(store, config, ownMessages));
    const { accounts } = pageView(input, 'fr');
    expect(accounts.sheets.map(({ title }) => title)).toEqual(['Fiche de départ\u00a0: Max Peter']);
    expect(accounts.sheets[0]?.sections[0]?.rows).toHaveLength(3);
  });
});
