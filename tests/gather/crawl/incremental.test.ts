import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IN_TIME } from '../../helpers/property.ts';
import { apply, edits, grow, shape } from './edits.ts';
import { crawl, memorySink, previousOf, truthOf } from './helpers.ts';
import { find, serveTree } from './tree-server.ts';
import { nursery, smallTree } from './trees.ts';

describe('reading only what changed', () => {
  it('asks for the folders, then for the lists of the changed ones', async () => {
    const { root, make } = smallTree();
    const server = await serveTree(root);
    const first = memorySink();
    await crawl(server.url, first);
    const previous = previousOf(root.etag, first.tree());
    find(root, '/Vidéos/d/e/f')?.children.push(make.file('nouveau.txt', 321));
    make.touch(root, '/Vidéos/d/e/f');
    server.seen.length = 0;
    const sink = memorySink(first.tree());
    const read = await crawl(server.url, sink, previous, { pageSize: 10 });
    await server.close();
    expect(read).toMatchObject({ outcome: 'read', strategy: 'search', reasons: [] });
    expect(sink.tree()).toEqual(truthOf(root));
    const lists = server.seen.filter(({ method, depth }) => method === 'PROPFIND' && depth === '1');
    expect(lists.map(({ path }) => decodeURIComponent(path).split('zoé martin')[1])).toEqual([
      '/',
      '/Vidéos',
      '/Vidéos/d',
      '/Vidéos/d/e',
      '/Vidéos/d/e/f',
    ]);
    expect(server.seen).toHaveLength(8);
  });

  // fast-check prints the seed of a failure, and the smallest case.
  it('equals a full read, whatever happened in between', async () => {
    let changed = 0;
    await fc.assert(
      fc.asyncProperty(
        shape,
        edits,
        fc.constantFrom('search', 'walk'),
        fc.constantFrom(0, 400, 1_000_000),
        async (branches, changes, strategy, checksumsFrom) => {
          const make = nursery();
          const root = grow(make, branches);
          const server = await serveTree(root);
          try {
            const options = { pageSize: 6, strategy, major: 31, checksumsFrom } as const;
            const first = memorySink();
            const before = await crawl(server.url, first, null, options);
            expect(first.tree()).toEqual(truthOf(root, checksumsFrom));
            if (before.outcome !== 'read') throw new Error(`The first read is ${before.outcome}.`);
            const previous = previousOf(root.etag, first.tree());
            for (const edit of changes) apply(make, root, edit);
            const sink = memorySink(first.tree());
            const after = await crawl(server.url, sink, previous, options);
            if (after.outcome === 'unchanged')
              return expect(truthOf(root, checksumsFrom)).toEqual(first.tree());
            changed++;
            expect(after).toMatchObject({ outcome: 'read', reasons: [], unreadable: [] });
            expect(sink.tree()).toEqual(truthOf(root, checksumsFrom));
          } finally {
            await server.close();
          }
        },
      ),
      { ...IN_TIME, numRuns: 30 },
    );
    expect(changed).toBeGreaterThan(10);
  }, 30_000);
});
