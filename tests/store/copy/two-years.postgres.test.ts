import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { randomOf } from '../../../src/demo/random.ts';
import { fileId, memberId } from '../../../src/model/ids.ts';
import { copyStore } from '../../../src/store/copy/copy.ts';
import { openDatabase, openStore, type StoreLocation } from '../../../src/store/open.ts';
import { menage } from '../../helpers/cli.ts';
import { placeOf, schemaAddress } from '../../helpers/postgres.ts';
import { entry, finding, result, resultMember, share, snapshot, storePath } from '../helpers.ts';
import { contentOf } from './random-store.ts';

const MONTHS = 24;
const MEMBERS = Array.from({ length: 30 }, (_, at) => memberId(`member-${at}`));
const MONTH = 30 * 86_400_000;
const BEGUN = Date.UTC(2024, 11, 1);

/** Two years of monthly runs, mails and answers, and the trees of the last one. */
async function liveTwoYears(path: string): Promise<void> {
  const store = await openStore(path);
  const random = randomOf(24);
  for (let month = 0; month < MONTHS; month++) {
    const at = BEGUN + month * MONTH;
    const run = await store.runs.start(at);
    const members = MEMBERS.map((id) => resultMember(id));
    const findings = MEMBERS.flatMap((member) =>
      Array.from({ length: random.between(0, 6) }, (_, file) =>
        finding('large-stale-file', member, `${member}-${file}`),
      ),
    );
    const judged = MEMBERS.map((member) => ({
      ...{ check: 'large-stale-file', member },
      extent: 'whole' as const,
    }));
    await store.runs.finish(run, result({ members, findings }, new Date(at).toISOString()), judged);
    const period = `month ${String(month).padStart(2, '0')}`;
    await store.outbox.queue(
      MEMBERS.map((member) => ({
        ...{ run, period, key: `member:${member}` as const, recipient: `${member}@coop.example` },
        messageId: `<${period}.${member}@coop>`,
      })),
    );
    for (const { id } of await store.outbox.list(period)) await store.outbox.mark(id, 'sent', at, '250 OK');
    await store.portal.journal.noteAll(
      MEMBERS.map((member) => ({ at, member, event: 'signed-in', params: {}, actor: null })),
    );
  }
  for (const member of MEMBERS) {
    const writer = await store.snapshots.begin(member);
    await writer.add(Array.from({ length: 400 }, (_, at) => entry(`${member}-${at}`, `/Folder/é ${at}.odt`)));
    await writer.commit(snapshot(member));
    await store.snapshots.saveBeside(member, {
      shares: [share(`1${member}`, { fileId: fileId(`${member}-1`) })],
    });
  }
  await store.purge(BEGUN + MONTH);
  await store.close();
}

/** What every other part of the program sees of a store, each part as JSON. */
async function viewOf(location: StoreLocation): Promise<ReadonlyMap<string, string>> {
  const store = await openStore(location);
  const runs = await store.runs.list();
  const results = await Promise.all(runs.map(({ id }) => store.runs.result(id)));
  const trees = [];
  for (const member of [...(await store.snapshots.members())].sort()) {
    const entries = [];
    for await (const some of store.snapshots.entries(member)) entries.push(...some);
    trees.push({ member, entries, shares: await store.snapshots.shares(member) });
  }
  const use = await store.runs.usageHistory(MEMBERS);
  const view = {
    ...{ runs, results, trees, use: MEMBERS.map((member) => use.get(member)) },
    sent: await store.outbox.sent(),
    journal: await store.portal.journal.latest(10_000),
    odd: store.unreadable(),
  };
  await store.close();
  return new Map(Object.entries(view).map(([part, seen]) => [part, JSON.stringify(seen)]));
}

it('copies a store of 24 months to PostgreSQL and back, and it is the same', {
  timeout: 240_000,
}, async () => {
  const first = storePath();
  await liveTwoYears(first);
  const [there, back] = [placeOf(schemaAddress()), storePath()];
  const copied = await copyStore(first, there, { now: 0 });
  expect(copied?.rows).toBeGreaterThan(2_000);
  expect(await copyStore(there, back, { now: 0 })).toEqual(copied);
  expect(await contentOf(back)).toEqual(await contentOf(first));
  const view = await viewOf(first);
  for (const [part, seen] of await viewOf(there)) expect([part, seen]).toEqual([part, view.get(part)]);
  expect(view.get('odd')).toBe('[]');
});

const LARGE_MB = 64;

it('copies a store that is much larger than the memory it may take', { timeout: 240_000 }, async () => {
  const first = storePath();
  const database = await openDatabase(first);
  const body = 'x'.repeat(64 * 1024);
  await database.runEach(
    'INSERT INTO tree_parts (snapshot, part, folders, body) VALUES (1, ?, 0, ?)',
    Array.from({ length: LARGE_MB * 16 }, (_, at) => [at, body]),
  );
  await database.close();
  const copied = await menage(['store', 'copy', first, schemaAddress()], {
    cwd: dirname(first),
    env: { NODE_OPTIONS: '--max-old-space-size=40' },
  });
  expect(copied).toMatchObject({ code: 0, err: '' });
  expect(copied.out).toContain(`${LARGE_MB * 16} rows`);
});
