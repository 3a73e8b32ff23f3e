import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TreeSink } from '../../../src/gather/crawl/tree.ts';
import { inWords } from '../../helpers/in-words.ts';
import { IN_TIME } from '../../helpers/property.ts';
import { apply, edits, grow, shape } from './edits.ts';
import { crawl, memorySink, previousOf, truthOf } from './helpers.ts';
import { find, type Node, serveTree, sizeOf, type TreeServer } from './tree-server.ts';
import { nursery, smallTree } from './trees.ts';

const STRATEGIES = ['search', 'infinity', 'walk'] as const;
let root: Node;
let make: ReturnType<typeof nursery>;
let server: TreeServer;

beforeEach(async () => {
  ({ root, make } = smallTree());
  server = await serveTree(root);
});
afterEach(() => server.close());

/** A received folder, whose bytes stand in the sums of all folders above it. */
function received(maker: ReturnType<typeof nursery>, size: number): Node {
  const folder = maker.folder(`Reçu ${size}`, [maker.file('pas à moi.iso', size)]);
  for (const node of [folder, ...folder.children]) node.mount = 'shared';
  return folder;
}

function nodeAt(path: string): Node {
  const node = find(root, path);
  if (node === null) throw new RangeError(`nothing stands at ${path}`);
  return node;
}

describe('a file that its folder does not list', () => {
  for (const strategy of STRATEGIES) {
    it(`is told by its bytes (${strategy})`, async () => {
      nodeAt('/Documents/Comptes 2024/facture 3.pdf').unlisted = true;
      expect(await crawl(server.url, memorySink(), null, { strategy })).toMatchObject({
        outcome: 'read',
        unreadable: [],
        totals: { files: 25 },
        reasons: inWords(/^What the server lists in 1 folder holds 503 bytes fewer than its own sums say\.$/),
      });
    });

    it(`is told where others' things are mounted elsewhere (${strategy})`, async () => {
      root.children.push(received(make, 9_000));
      nodeAt('/Vidéos/d/e').children.push(received(make, 7_000));
      nodeAt('/Documents/a&b <c>.docx').unlisted = true;
      expect(await crawl(server.url, memorySink(), null, { strategy })).toMatchObject({
        outcome: 'read',
        reasons: inWords(' 1000 bytes fewer '),
      });
    });
  }

  it('is told in an incremental read, too', async () => {
    const sink = memorySink();
    await crawl(server.url, sink);
    for (const strategy of ['search', 'walk'] as const) {
      nodeAt('/Vidéos').children.push(make.file(`nouveau ${strategy}`, 11));
      make.touch(root, '/Vidéos');
      nodeAt('/Vidéos/rush.mov').unlisted = true;
      const read = await crawl(server.url, memorySink(sink.tree()), previousOf('earlier', sink.tree()), {
        strategy,
      });
      expect(read).toHaveProperty('reasons', inWords(' 700000 bytes fewer '));
    }
  });
});

describe('two names that differ only in their Unicode form', () => {
  for (const strategy of STRATEGIES) {
    it(`are two files (${strategy})`, async () => {
      nodeAt('/Documents').children.push(
        make.file('été.txt'.normalize('NFC'), 40),
        make.file('été.txt'.normalize('NFD'), 60),
      );
      const sink = memorySink();
      expect(await crawl(server.url, sink, null, { strategy })).toMatchObject({
        reasons: [],
        totals: { files: 28, bytes: sizeOf(root) },
      });
    });
  }

  const twins = () =>
    ['NFC', 'NFD'].map((form, at) => make.folder('été'.normalize(form), [make.file('a.txt', 40 + at)]));

  it('are two folders where one answer shows all of them', async () => {
    root.children.push(...twins());
    for (const strategy of ['search', 'infinity'] as const) {
      expect(await crawl(server.url, memorySink(), null, { strategy })).toMatchObject({
        reasons: [],
        totals: { files: 28, folders: 9, bytes: sizeOf(root) },
      });
    }
  });

  it('are never counted for one folder in silence', async () => {
    root.children.push(...twins());
    const read = await crawl(server.url, memorySink(), null, { strategy: 'walk' });
    expect(read).toMatchObject({ outcome: 'read', reasons: inWords('than its own sums say') });
  });
});

describe('no difference is told', () => {
  it('where a file came between the look at the root and the only list', async () => {
    const single = make.folder('', [make.file('a', 5)]);
    const other = await serveTree(single);
    try {
      other.after = (_, at) => {
        if (at > 0) return;
        single.children.push(make.file('b', 6));
        make.touch(single, '');
      };
      const sink: TreeSink = memorySink();
      const read = await crawl(other.url, sink, null, { strategy: 'walk' });
      expect(read).toMatchObject({ outcome: 'read', reasons: [], totals: { bytes: 11 } });
    } finally {
      await other.close();
    }
  });

  it('of trees that add up, whatever is mounted in them; and a file that is left out always is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          branches: shape,
          before: edits,
          mounts: fc.array(fc.tuple(fc.nat(1_000), fc.integer({ min: 1, max: 9_999 })), { maxLength: 3 }),
          lost: fc.option(fc.nat(1_000)),
          strategy: fc.constantFrom(...STRATEGIES),
          pageSize: fc.constantFrom(4, 5_000),
          again: fc.boolean(),
        }),
        async ({ branches, before, mounts, lost, strategy, pageSize, again }) => {
          const maker = nursery();
          const tree = grow(maker, branches, 1);
          const own = await serveTree(tree);
          try {
            for (const [pick, size] of mounts) {
              const folders = truthOf(tree).filter(({ isFolder }) => isFolder);
              const into = find(tree, folders[pick % (folders.length + 1)]?.path ?? '') ?? tree;
              into.children.push(received(maker, size));
            }
            const first = memorySink();
            await crawl(own.url, first, null, { strategy, pageSize });
            if (again) for (const edit of before) apply(maker, tree, edit, 1);
            const files = truthOf(tree).filter(({ isFolder }) => !isFolder);
            const path = lost === null ? undefined : files[lost % Math.max(1, files.length)]?.path;
            const node = path === undefined ? null : find(tree, path);
            if (node !== null) {
              node.unlisted = true;
              // What is left out since the last run came with a change.
              maker.touch(tree, path?.slice(0, path.lastIndexOf('/')) ?? '');
            }
            const known = again ? previousOf('an earlier etag', first.tree()) : null;
            const sink = memorySink(first.tree());
            const read = await crawl(own.url, sink, known, { strategy, pageSize });
            if (path !== undefined && holdsMount(tree, path)) return;
            expect(read).toMatchObject({
              outcome: 'read',
              reasons: node === null ? [] : inWords(` ${node.size} bytes fewer `),
            });
          } finally {
            await own.close();
          }
        },
      ),
      { ...IN_TIME, numRuns: 30 },
    );
  }, 30_000);
});

/** Whether something is mounted in the folder of this file: then its sum tells nothing. */
function holdsMount(tree: Node, path: string): boolean {
  const folder = find(tree, path.slice(0, path.lastIndexOf('/'))) ?? tree;
  return folder.children.some(({ mount }) => mount !== '');
}
