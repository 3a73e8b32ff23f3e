import { describe, expect, it } from 'vitest';
import type { Fleet, Instance } from '../../../src/app/fleet/registry.ts';
import { memberId, runId } from '../../../src/model/ids.ts';
import { memberKey } from '../../../src/model/mail.ts';
import { openStore } from '../../../src/store/open.ts';
import { cloud, host, NOW, put } from '../../helpers/fleet-host.ts';
import { ask } from '../../helpers/postgres.ts';
import { finding, result, resultMember } from '../../store/helpers.ts';

/** Texts that servers, members and files may be called by; each would read or write elsewhere if it became SQL. */
const HOSTILE = [
  "x'; SET search_path TO menage_lyon; --",
  'x"; SET search_path TO "menage_lyon"; --',
  "') UNION SELECT body FROM menage_lyon.shares --",
  'menage_lyon.members',
  '$1',
  '?',
  '%',
  '\\',
  '__proto__',
];

async function instance(fleet: Fleet, name: string): Promise<WithStore> {
  const found = await fleet.get(name);
  if (found?.place == null) throw new Error(`no ${name}`);
  return { ...found, place: found.place };
}

type WithStore = Instance & { readonly place: NonNullable<Instance['place']> };

/** The rows of every table of a schema, as text: what of an instance there is to be read or changed. */
async function contentOf(fleet: Fleet, schema: string): Promise<string> {
  const tables = await ask(
    fleet.config.store,
    'SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY tablename',
    [schema],
  );
  const rows = await Promise.all(
    tables.map(({ tablename }) =>
      ask(fleet.config.store, `SELECT t::text FROM "${schema}"."${String(tablename)}" t`),
    ),
  );
  return JSON.stringify(rows);
}

describe('an instance', () => {
  it('neither reads nor changes a row of another, whatever its own ids and names are', async () => {
    const { folder, fleet } = await host();
    for (const name of ['lyon', 'brest']) put(folder, `${name}.yaml`, cloud(name));
    const lyon = await openStore((await instance(fleet, 'lyon')).place);
    const run = await lyon.runs.start(NOW);
    const secret = finding('link-old', 'anna', 'secret-of-lyon');
    await lyon.runs.finish(run, { ...result({ findings: [secret] }) }, []);
    await lyon.outbox.queue([
      {
        run,
        period: '2026-11',
        key: memberKey('anna'),
        recipient: 'anna@lyon.example',
        messageId: '<1@lyon>',
      },
    ]);
    const before = await contentOf(fleet, 'menage_lyon');

    const brest = await openStore((await instance(fleet, 'brest')).place);
    // The number of a run, and a member, that there are in the other store alone.
    expect(await brest.runs.result(run)).toBeNull();
    expect(await brest.runs.list()).toEqual([]);
    expect(await brest.outbox.list('2026-11')).toEqual([]);
    const own = await brest.runs.start(NOW);
    const members = HOSTILE.map((id) => resultMember(id, { name: id }));
    const findings = HOSTILE.map((id) => finding('link-old', id, id, { fingerprint: id }));
    await brest.runs.finish(own, result({ members, findings }), []);
    await brest.outbox.queue(
      HOSTILE.map((id) => ({ run: own, period: id, key: memberKey(id), recipient: id, messageId: id })),
    );
    for (const id of HOSTILE) {
      expect(await brest.snapshots.shares(memberId(id))).toBeNull();
      expect(await brest.outbox.list(id)).toHaveLength(1);
      expect(await brest.outbox.under(memberKey(id))).toMatchObject([{ recipient: id }]);
      await brest.snapshots.erase([memberId(id)]);
    }
    expect((await brest.runs.result(own))?.members.map(({ id }) => id)).toEqual(HOSTILE);
    expect(await contentOf(fleet, 'menage_brest')).not.toMatch(/secret-of-lyon|anna@lyon/);
    // Side by side over the connections that both share.
    const looks = Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? lyon : brest));
    const seen = await Promise.all(
      looks.map(async (store) => (await store.runs.result(run))?.findings.length ?? 0),
    );
    expect(seen).toEqual(looks.map((store) => (store === lyon ? 1 : HOSTILE.length)));
    expect(await brest.purge(NOW + 1)).toBe(1);
    expect(await brest.runs.result(runId(1))).toBeNull();
    expect(await contentOf(fleet, 'menage_lyon')).toBe(before);
    await lyon.close();
    await brest.close();
  });
});
