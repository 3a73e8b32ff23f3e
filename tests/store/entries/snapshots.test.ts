import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/model/entry.ts';
import { fileId, memberId } from '../../../src/model/ids.ts';
import { isWithin, parentOf, selfAndAncestors } from '../../../src/model/path/path.ts';
import { openStore } from '../../../src/store/open.ts';
import type { SnapshotWriter } from '../../../src/store/store.ts';
import { ANNA, BOB, entry, gather, newLocation, share, snapshot } from '../helpers.ts';

const store = await openStore(newLocation());
afterAll(() => store.close());

function byId(entries: readonly Entry[]): readonly Entry[] {
  return [...entries].sort((a, b) => (a.fileId < b.fileId ? -1 : 1));
}

/** Names that are one another's prefix, or mean something to LIKE, GLOB, SQL and UTF-8 order. */
const NAMES = [
  'a',
  'ab',
  'a%',
  'a_',
  'aX',
  '%',
  '_',
  "o'b",
  'a*',
  'a.',
  'a0',
  'é',
  '🌲',
  'A',
  'a b',
] as const;
const path = fc
  .array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 4 })
  .map((segments) => `/${segments.join('/')}`);
const folderPath = fc.oneof({ weight: 1, arbitrary: fc.constant('/') }, { weight: 6, arbitrary: path });
const someEntry = fc
  .record({ id: fc.integer({ min: 1, max: 40 }), path, size: fc.nat(1_000) })
  .map(({ id, path: at, size }) =>
    // An id names a folder or a file for ever.
    entry(String(9_007_199_254_740_000n + BigInt(id)), at, { isFolder: id % 3 === 0, size }),
  );

type Step =
  | { readonly do: 'add'; readonly entries: readonly Entry[] }
  | {
      readonly do: 'keep';
      readonly from: string;
      readonly to: string;
      readonly also: string;
      readonly which: 'all' | 'files';
    }
  | { readonly do: 'drop'; readonly paths: readonly string[] }
  | { readonly do: 'dropFilesIn'; readonly path: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('add' as const), entries: fc.array(someEntry, { maxLength: 12 }) }),
  fc.record({
    do: fc.constant('keep' as const),
    from: folderPath,
    to: folderPath,
    also: folderPath,
    which: fc.constantFrom('all' as const, 'files' as const),
  }),
  fc.record({ do: fc.constant('drop' as const), paths: fc.array(folderPath, { maxLength: 3 }) }),
  fc.record({ do: fc.constant('dropFilesIn' as const), path: folderPath }),
);

/** What a writer promises, on a plain map. */
function model(stored: ReadonlyMap<string, Entry>, steps: readonly Step[]): ReadonlyMap<string, Entry> {
  const tree = new Map<string, Entry>();
  for (const one of steps) {
    if (one.do === 'add') for (const added of one.entries) tree.set(added.fileId, added);
    else if (one.do === 'keep') {
      const moves = new Map([
        [one.from, one.to],
        [one.also, one.also],
      ]);
      for (const old of stored.values()) {
        const kept = selfAndAncestors(old.path).find((folder) => moves.has(folder));
        if (kept === undefined || (one.which === 'files' && old.isFolder)) continue;
        const rest =
          kept === '/' ? old.path.split('/').slice(1) : old.path.slice(kept.length).split('/').slice(1);
        const to = (moves.get(kept) ?? '').split('/').slice(1);
        const moved = [...to, ...rest].filter((segment) => segment !== '');
        tree.set(old.fileId, { ...old, path: `/${moved.join('/')}` });
      }
    } else {
      for (const [id, held] of tree) {
        const goes =
          one.do === 'drop'
            ? one.paths.some((dropped) => isWithin(held.path, dropped))
            : !held.isFolder && parentOf(held.path) === one.path;
        if (goes) tree.delete(id);
      }
    }
  }
  return tree;
}

async function take(writer: SnapshotWriter, one: Step): Promise<void> {
  if (one.do === 'add') await writer.add(one.entries);
  else if (one.do === 'keep') {
    const subtrees = [
      { from: one.from, to: one.to },
      { from: one.also, to: one.also },
    ];
    await writer.keep(subtrees, one.which);
  } else if (one.do === 'drop') await writer.drop(one.paths);
  else await writer.dropFilesIn(one.path);
}

function totalsOf(tree: ReadonlyMap<string, Entry>) {
  const below = [...tree.values()].filter((held) => held.path !== '/' || !held.isFolder);
  const files = below.filter((held) => !held.isFolder);
  return {
    bytes: files.reduce((sum, { size }) => sum + size, 0),
    files: files.length,
    folders: below.length - files.length,
  };
}

describe('a tree in the store', () => {
  it('is what a plain map would hold, after any steps over any old tree', async () => {
    const seed = Date.now() % 2 ** 31;
    await fc.assert(
      fc.asyncProperty(
        fc.array(someEntry, { maxLength: 30 }),
        fc.array(step, { maxLength: 8 }),
        async (old, steps) => {
          const first = await store.snapshots.begin(ANNA);
          await first.add(old);
          await first.commit(snapshot());
          const stored = model(new Map(), [{ do: 'add', entries: old }]);
          const expected = model(stored, steps);

          const writer = await store.snapshots.begin(ANNA);
          for (const one of steps) await take(writer, one);
          expect(await writer.totals()).toEqual(totalsOf(expected));
          const folders = [...expected.values()].filter(({ isFolder }) => isFolder);
          expect(byId(await gather(writer.entries()))).toEqual(byId([...expected.values()]));
          expect(byId(await gather(store.snapshots.entries(ANNA)))).toEqual(byId([...stored.values()]));
          await writer.commit(snapshot());
          expect(byId(await gather(store.snapshots.entries(ANNA)))).toEqual(byId([...expected.values()]));
          expect(byId(await store.snapshots.folders(ANNA))).toEqual(byId(folders));
        },
      ),
      { numRuns: 150, seed },
    );
  });

  it('keeps every field as it is, and ids above 2^53 to the last digit', async () => {
    const ids = ['9007199254740993', '9007199254740992', '9223372036854775807', '1', '18446744073709551615'];
    const entries = ids.map((id, index) =>
      entry(id, `/${index}`, {
        size: Number.MAX_SAFE_INTEGER,
        modifiedAt: -5,
        uploadedAt: index === 0 ? 0 : null,
        checksum: index === 1 ? 'SHA1:0a' : null,
        etag: '"with \'quotes\'"',
        isFolder: index === 2,
      }),
    );
    const writer = await store.snapshots.begin(BOB);
    await writer.add(entries);
    await writer.commit(snapshot(BOB));
    expect(byId(await gather(store.snapshots.entries(BOB)))).toEqual(byId(entries));
  });

  it('comes back in batches that miss nothing and repeat nothing', async () => {
    const dora = memberId('dora');
    const entries = Array.from({ length: 3_000 }, (_, at) => entry(String((at * 7_919) % 3_001), `/${at}`));
    const writer = await store.snapshots.begin(dora);
    await writer.add(entries);
    await writer.commit(snapshot(dora));
    const sizes: number[] = [];
    for await (const batch of store.snapshots.entries(dora)) sizes.push(batch.length);
    expect(sizes).toEqual(Array.from({ length: 12 }, () => 250));
    expect(new Set((await gather(store.snapshots.entries(dora))).map(({ fileId: id }) => id)).size).toBe(
      3_000,
    );
  });

  it('never passes half of a tree for a whole one when it is replaced under the reader', async () => {
    const emil = memberId('emil');
    const before = await store.snapshots.begin(emil);
    await before.add(Array.from({ length: 2_000 }, (_, at) => entry(String(at), `/${at}`)));
    await before.commit(snapshot(emil));
    const reading = store.snapshots.entries(emil)[Symbol.asyncIterator]();
    await reading.next();
    const writer = await store.snapshots.begin(emil);
    await writer.add([entry('1', '/only')]);
    await writer.commit(snapshot(emil));
    await expect(gather({ [Symbol.asyncIterator]: () => reading })).rejects.toThrow(
      /was replaced while it was read/,
    );
  });

  it('is written side by side with other members’ trees, and given up without a trace', async () => {
    const members = ['m1', 'm2', 'm3', 'm4'].map(memberId);
    const writers = await Promise.all(members.map((member) => store.snapshots.begin(member)));
    for (const round of [1, 2, 3]) {
      await Promise.all(
        writers.map((writer, at) => writer.add([entry(String(round), `/${members[at]}-${round}`)])),
      );
    }
    await Promise.all(
      writers.map((writer, at) => {
        const member = members[at];
        return at === 3 || member === undefined ? writer.abandon() : writer.commit(snapshot(member));
      }),
    );
    for (const [at, member] of members.entries()) {
      const paths = (await gather(store.snapshots.entries(member))).map(({ path: held }) => held);
      expect(paths).toEqual(at === 3 ? [] : [1, 2, 3].map((round) => `/${member}-${round}`));
    }
    expect(await store.snapshots.get(memberId('m4'))).toBeNull();
  });

  it('carries what was read with it', async () => {
    const carla = memberId('carla');
    const parts = { hasMounts: true, strategy: 'walk' } as const;
    const writer = await store.snapshots.begin(carla);
    await writer.commit(snapshot(carla, parts));
    expect(await store.snapshots.get(carla)).toEqual(snapshot(carla, parts));
    expect(await store.snapshots.get(memberId('nobody'))).toBeNull();
  });
});

describe('members whose account is gone', () => {
  it('leave no tree and no shares behind; the others keep theirs', async () => {
    const [here, gone] = [memberId('here'), memberId('gone')];
    for (const member of [here, gone]) {
      const writer = await store.snapshots.begin(member);
      await writer.add([entry('1', '/', { isFolder: true }), entry('2', '/a')]);
      await writer.commit(snapshot(member));
      await store.snapshots.saveBeside(member, { shares: [share('1')] });
    }
    const before = await gather(store.snapshots.entries(here));
    expect(await store.snapshots.members()).toEqual(expect.arrayContaining([here, gone]));
    await store.snapshots.erase([gone]);
    expect(await store.snapshots.get(gone)).toBeNull();
    expect(await gather(store.snapshots.entries(gone))).toEqual([]);
    expect(await store.snapshots.shares(gone)).toBeNull();
    expect(await gather(store.snapshots.entries(here))).toEqual(before);
    expect(await store.snapshots.shares(here)).toEqual([share('1')]);
  });
});

describe('shares in the store', () => {
  it('are those that were saved last; never read is not the same as none', async () => {
    expect(await store.snapshots.shares(ANNA)).toBeNull();
    await store.snapshots.saveBeside(ANNA, {
      shares: [share('1'), share('2', { fileId: fileId('9007199254740993') })],
    });
    await store.snapshots.saveBeside(ANNA, {
      shares: [share('2', { label: 'é', tokenLength: 15, type: 'link', recipient: null })],
    });
    expect(await store.snapshots.shares(ANNA)).toEqual([
      share('2', { label: 'é', tokenLength: 15, type: 'link', recipient: null }),
    ]);
    await store.snapshots.saveBeside(ANNA, { shares: [] });
    expect(await store.snapshots.shares(ANNA)).toEqual([]);
  });
});
