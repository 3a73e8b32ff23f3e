import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Crawled } from '../../../src/gather/crawl/tree.ts';
import type { Entry } from '../../../src/model/entry.ts';
import { memberId } from '../../../src/model/ids.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { IN_TIME } from '../../helpers/property.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { apply, edits, grow, shape } from './edits.ts';
import { crawl, truthOf } from './helpers.ts';
import { serveTree, UID } from './tree-server.ts';
import { nursery } from './trees.ts';

const member = memberId(UID);
let folder: string;
let store: Store;

beforeAll(async () => {
  folder = temporaryFolder('crawl');
  store = await openStore(join(folder, 'menage.db'));
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

/** Crawls into the store as a run does. */
async function crawlIntoStore(url: string, full: boolean, strategy: 'search' | 'walk'): Promise<Crawled> {
  const stored = full ? null : await store.snapshots.get(member);
  const previous = stored && { ...stored, listFolders: () => store.snapshots.folders(member) };
  const writer = await store.snapshots.begin(member);
  const read = await crawl(url, writer, previous, { pageSize: 6, strategy });
  if (read.outcome !== 'read') {
    await writer.abandon();
    return read;
  }
  const { root, totals, hasMounts } = read;
  await writer.commit({
    member,
    rootEtag: root.etag,
    dataFingerprint: root.dataFingerprint,
    strategy: read.strategy,
    readAt: 0,
    ...totals,
    hasMounts,
  });
  return read;
}

async function stored(): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for await (const batch of store.snapshots.entries(member)) all.push(...batch);
  return all.sort((a, b) => (a.path < b.path ? -1 : 1));
}

describe('a tree in the store', () => {
  // fast-check prints the seed of a failure, and the smallest case.
  it('is the server’s after any number of incremental runs', async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.array(edits, { minLength: 2, maxLength: 3 }),
        fc.constantFrom('search', 'walk'),
        async (branches, rounds, strategy) => {
          const make = nursery();
          const root = grow(make, branches);
          const server = await serveTree(root);
          try {
            await crawlIntoStore(server.url, true, strategy);
            for (const changes of rounds) {
              expect(await stored()).toEqual(truthOf(root));
              for (const edit of changes) apply(make, root, edit);
              const read = await crawlIntoStore(server.url, false, strategy);
              if (read.outcome === 'read') changed++;
            }
            expect(await stored()).toEqual(truthOf(root));
          } finally {
            await server.close();
          }
        },
      ),
      { ...IN_TIME, numRuns: 8 },
    );
    expect(changed).toBeGreaterThan(5);
  }, 30_000);
});
