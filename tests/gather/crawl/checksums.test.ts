import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { crawl, memorySink, truthOf } from './helpers.ts';
import { type Node, serveTree, type TreeServer } from './tree-server.ts';
import { smallTree } from './trees.ts';

/** Some files of the tree are larger, some smaller. */
const BOUND = 505;
const options = { major: 31, checksumsFrom: BOUND, pageSize: 10 } as const;

let root: Node;
let server: TreeServer;

beforeEach(async () => {
  root = smallTree().root;
  server = await serveTree(root);
});
afterEach(() => server.close());

describe('checksums', () => {
  it.each(['search', 'infinity', 'walk'] as const)(
    'are kept of large files alone by %s',
    async (strategy) => {
      const sink = memorySink();
      const read = await crawl(server.url, sink, null, { ...options, strategy });
      expect(read).toMatchObject({ outcome: 'read', strategy, reasons: [] });
      expect(sink.tree()).toEqual(truthOf(root, BOUND));
      expect(sink.tree().filter(({ checksum }) => checksum !== null)).not.toEqual([]);
    },
  );

  it('are asked for where they are wanted: not with folders, nor with pages of small files', async () => {
    await crawl(server.url, memorySink(), null, options);
    const searches = server.seen.filter(({ method }) => method === 'SEARCH').map(({ body }) => body);
    const asking = (mark: string) =>
      searches.filter((body) => body.includes(mark)).map((body) => body.includes('checksums'));
    expect(new Set(asking('<d:is-collection/>'))).toEqual(new Set([false]));
    expect(new Set(asking('<d:lt>'))).toEqual(new Set([false]));
    expect(new Set(asking('<d:gte>'))).toEqual(new Set([true]));
  });

  it('are as true where a server gives every row, whatever size was asked for', async () => {
    server.ignoresSizes = true;
    const sink = memorySink();
    const read = await crawl(server.url, sink, null, options);
    expect(read).toMatchObject({ outcome: 'read', strategy: 'search', reasons: [] });
    expect(sink.tree()).toEqual(truthOf(root, BOUND));
  });

  it('need no pages apart on a server where each costs a lookup, or where all are wanted', async () => {
    for (const given of [{ major: 30 }, { checksumsFrom: 0 }]) {
      server.seen.length = 0;
      const sink = memorySink();
      await crawl(server.url, sink, null, { ...options, ...given });
      expect(server.seen.filter(({ body }) => /<d:(?:lt|gte)>/.test(body))).toEqual([]);
      expect(sink.tree()).toEqual(truthOf(root, 'major' in given ? undefined : 0));
    }
  });
});
