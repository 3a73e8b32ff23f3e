import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Bytes } from '../../src/model/units.ts';
import type { Database } from '../../src/store/database/database.ts';
import { openStore, type StoreLocation } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { openDatabase } from '../helpers/stores.ts';
import { ANNA, BOB, finding, newLocation, result, resultMember, share, snapshot } from './helpers.ts';

/** More than a number can count. */
const BEYOND = 2 ** 60;
/** A quota that an honest administrator may set. */
const TEN_PB: Bytes = 10 * 1024 ** 5;
const STARTED = Date.UTC(2026, 10, 1, 3);

const memberRow = (id = ANNA) => ({
  id,
  name: 'Anna',
  mail: null,
  language: 'fr' as const,
  antenna: null,
  lastLogin: STARTED,
  lastRequestAt: null,
  groups: null,
});
const sharesOf = [share('1'), share('2', { recipient: 'dora' })];

let location: StoreLocation;
beforeEach(() => {
  location = newLocation();
});

async function within<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(location);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

async function write(work: (database: Database) => Promise<void>): Promise<void> {
  const database = await openDatabase(location);
  await work(database);
  await database.close();
}

/** Two sound runs, and one of everything else. */
async function fill(store: Store): Promise<void> {
  for (const at of [STARTED, STARTED + 86_400_000]) {
    const run = await store.runs.start(at);
    const findings = [finding('c', 'anna', '1'), finding('c', 'bob', '2')];
    const document = result({ findings, shares: [] }, new Date(at).toISOString());
    await store.runs.finish(run, document, [{ check: 'c', member: ANNA, extent: 'whole' }]);
    await store.outbox.queue([
      { run, period: '2026-11', key: 'member:anna', recipient: 'anna@coop.example', messageId: `<${run}@x>` },
    ]);
  }
  await store.members.save([memberRow(), memberRow(BOB)]);
  await store.snapshots.saveBeside(ANNA, { shares: sharesOf });
  await store.snapshots.saveBeside(BOB, {
    shares: [share('3', { owner: BOB, sharedBy: BOB, recipient: 'anna' })],
  });
  for (const member of [ANNA, BOB]) await (await store.snapshots.begin(member)).commit(snapshot(member));
  const space = {
    id: share('1').fileId,
    etag: '"e"',
    dataFingerprint: '',
    bytes: 1,
    files: 1,
    folders: 0,
    path: '/Ensemble',
    missedAt: null,
  };
  await store.spaces.save([space], [{ member: ANNA, rootEtag: '"r"', mounts: [] }]);
}

function packed(value: unknown): Uint8Array {
  return gzipSync(JSON.stringify(value));
}

const spoiledMember = {
  ...resultMember('bob'),
  lastLogin: '+058871-01-01T00:00:00.000Z',
  quota: { bytes: TEN_PB, unlimited: false, source: 'server' },
  usage: { bytes: BEYOND, files: null, folders: null, trashBytes: null, percent: 10, source: 'server' },
};
const spoiledShare = {
  ...share('9', { createdAt: null }),
  expires: '11026-01-01',
  tokenLength: undefined,
  tokenHash: undefined,
};
const spoiledResult = {
  ...result(),
  members: [resultMember('anna'), spoiledMember],
  shares: [spoiledShare],
  findings: [{ ...finding('c', 'bob', '2'), bytes: -1 }, finding('c', 'anna', '1')],
};

/** What an earlier version, or another program, may have left; how it is named; whether all of the row is lost. */
const SPOILED: readonly (readonly [string, (database: Database) => Promise<void>, RegExp])[] = [
  [
    'a result with absurd numbers',
    ({ run }) => run('UPDATE runs SET result = ? WHERE id = 2', packed(spoiledResult)),
    /run 2, finding c:2 bytes\nrun 2, member bob lastLogin,quota,usage\nrun 2, share 9 expires/,
  ],
  [
    'a result whose head is gone',
    ({ run }) => run('UPDATE runs SET result = ? WHERE id = 2', packed({ members: 7 })),
    /run 2, result/,
  ],
  [
    'a result that is no packed text',
    ({ run }) => run('UPDATE runs SET result = ?, judged = ? WHERE id = 2', new Uint8Array([1, 2]), 'x'),
    /run 2, document/,
  ],
  ['a use beyond 2^53', ({ run }) => run('UPDATE figures SET bytes = ?', BEYOND), /figure of.*anna.*bytes/],
  [
    'a last login in microseconds',
    ({ run }) => run('UPDATE members SET last_login = ?', STARTED * 1000),
    /member.*anna.*lastLogin/,
  ],
  [
    'a last login beyond 2^53',
    ({ run }) => run('UPDATE members SET last_login = ?', BEYOND),
    /member.*anna.*lastLogin/,
  ],
  [
    'groups that are no list',
    ({ run }) => run('UPDATE members SET groups_json = ?', '{'),
    /member.*anna.*groups/,
  ],
  [
    'an absence in microseconds',
    ({ run }) => run("INSERT INTO absences VALUES ('zoe', 1, ?, NULL)", STARTED * 1000),
    /absence of.*zoe.*missedAt/,
  ],
  [
    'a tree of a size beyond 2^53',
    ({ run }) =>
      run('UPDATE snapshots SET body = ?', JSON.stringify({ ...snapshot(), bytes: BEYOND, member: 'anna' })),
    /tree.*anna.*bytes/,
  ],
  [
    'shares that end in the year 11026',
    ({ run }) =>
      run(
        "UPDATE shares SET body = ? WHERE member = 'anna'",
        JSON.stringify([{ ...sharesOf[0], expires: '11026-01-01', createdAt: 1e18 }, { id: '5' }]),
      ),
    /share.*1.*expires,createdAt.*share.*5/s,
  ],
  ['a share list that is no JSON', ({ run }) => run("UPDATE shares SET body = '['"), /list of shares/],
  [
    'a space of a size beyond 2^53',
    ({ run }) => run('UPDATE spaces SET body = ?', JSON.stringify({ id: '1', bytes: BEYOND })),
    /space/,
  ],
  ['a look that is none', ({ run }) => run("UPDATE space_looks SET body = '{}'"), /spaces seen by/],
  [
    'a status that is none',
    ({ run }) => run("UPDATE runs SET status = 'odd' WHERE id = 2"),
    /run.*2.*status/,
  ],
  [
    'a state that is none',
    ({ run }) => run("UPDATE deliveries SET state = 'odd'"),
    /delivery.*member:anna.*state/,
  ],
];

async function everything(store: Store) {
  const rows = await store.runs.list();
  const earlier = await store.runs.earlier(await store.runs.start(STARTED + 2 * 86_400_000));
  return {
    rows,
    results: await Promise.all(rows.map(({ id }) => store.runs.result(id))),
    latest: await Promise.all([ANNA, BOB, null].map((member) => earlier.of(member))),
    usage: await store.runs.usageHistory([ANNA, BOB]),
    members: await store.members.list(),
    trees: await Promise.all([ANNA, BOB].map((member) => store.snapshots.get(member))),
    shares: await Promise.all([ANNA, BOB].map((member) => store.snapshots.shares(member))),
    spaces: await store.spaces.list(),
    looks: await store.spaces.looks(),
    mails: await store.outbox.list('2026-11'),
    absences: await store.members.absences(),
    known: await store.members.known(),
  };
}

describe('a store that is spoiled', () => {
  it.each(SPOILED)('by %s is read on, takes a new run, forgets', async (_, spoil, named) => {
    await within(fill);
    await write(spoil);
    await within(async (store) => {
      const { rows, known } = await everything(store);
      expect(rows.length).toBe(2);
      expect([...known]).toEqual(expect.arrayContaining(['anna', 'bob']));
      const told = store.unreadable().map(({ what, name, fields }) => `${what} ${name} ${fields.join()}`);
      expect(told.sort().join('\n')).toMatch(named);
      const run = await store.runs.start(STARTED + 3 * 86_400_000);
      await store.runs.finish(run, result(), []);
      expect(await store.runs.result(run)).toEqual(result());
      await store.members.forget(ANNA);
    });
    await within(async (store) => {
      const { known, usage, results } = await everything(store);
      expect([...known]).not.toContain('anna');
      expect([...known]).toContain('bob');
      expect([...usage.keys()]).not.toContain('anna');
      expect(JSON.stringify(results)).not.toContain('"anna"');
    });
  });

  it('keeps of a spoiled member what can be read, the rest is unknown', async () => {
    await within(fill);
    await write(({ run }) => run('UPDATE runs SET result = ? WHERE id = 2', packed(spoiledResult)));
    await within(async (store) => {
      const [row] = await store.runs.list();
      const read = row === undefined ? null : await store.runs.result(row.id);
      expect(read?.members.find(({ id }) => id === 'bob')).toEqual({
        ...resultMember('bob'),
        lastLogin: null,
        quota: { bytes: null, unlimited: null, source: 'none' },
        usage: {
          bytes: null,
          files: null,
          folders: null,
          trashBytes: null,
          trashOwnBytes: null,
          percent: null,
          source: 'none',
        },
      });
      expect(read?.shares[0]).toMatchObject({ id: '9', expires: null, unread: ['expires'] });
      expect(read?.findings.map(({ fingerprint }) => fingerprint)).toEqual(['c:1']);
    });
  });
});

describe('what could not be read again', () => {
  const bob = { quota: { bytes: TEN_PB, unlimited: false, source: 'server' } } as const;
  const writes: readonly (readonly [string, (store: Store) => Promise<unknown>, RegExp])[] = [
    [
      'a result',
      async ({ runs }) => {
        const [row] = await runs.list();
        return row && runs.finish(row.id, result({ members: [resultMember('bob', bob)] }), []);
      },
      /The result of this run cannot be stored.*member “bob” \(quota\)/,
    ],
    [
      'a failed result',
      async ({ runs }) => {
        const [row] = await runs.list();
        return row && runs.fail(row.id, result({ findings: [finding('c', 'x', '1', { bytes: 0.5 })] }), 1);
      },
      /finding “c:1” \(bytes\)/,
    ],
    [
      'a member',
      ({ members }) => members.save([{ ...memberRow(), lastLogin: STARTED * 1000 }]),
      /member “anna” \(lastLogin\)/,
    ],
    [
      'a share',
      ({ snapshots }) =>
        snapshots.saveBeside(ANNA, { shares: [share('7', { createdAt: 1e18, expires: '11026-01-01' })] }),
      /share list of anna.*share “7” \(expires, createdAt\)/,
    ],
    [
      'a tree',
      async ({ snapshots }) => (await snapshots.begin(ANNA)).commit(snapshot(ANNA, { bytes: BEYOND })),
      /tree “anna” \(bytes\)/,
    ],
    [
      'a space',
      ({ spaces }) =>
        spaces.save(
          [
            {
              id: share('1').fileId,
              etag: '',
              dataFingerprint: '',
              bytes: Number.NaN,
              files: 1,
              folders: 1,
              path: null,
              missedAt: null,
            },
          ],
          [],
        ),
      /space.*\(bytes\)/,
    ],
  ];

  it.each(writes)('%s is not written, and what stood before stands', async (_, act, said) => {
    await within(fill);
    const before = await within(everything);
    await within(async (store) => {
      await expect(act(store)).rejects.toThrow(said);
    });
    const after = await within(everything);
    expect({ ...after, rows: after.rows.slice(1), results: after.results.slice(1) }).toEqual({
      ...before,
      rows: before.rows,
      results: before.results,
    });
  });
});
