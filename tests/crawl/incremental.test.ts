import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/model/entry.ts';
import { crawl, memorySink, previousOf, truthOf } from './helpers.ts';
import { find, type Node, serveTree } from './tree-server.ts';
import { nursery, smallTree } from './trees.ts';

type Make = ReturnType<typeof nursery>;
type Edit = readonly [
  kind: 'write' | 'add' | 'remove' | 'move' | 'rename' | 'make',
  pick: number,
  where: number,
];

const edits = fc.array(
  fc.tuple(
    fc.constantFrom<Edit[0]>('write', 'add', 'remove', 'move', 'rename', 'make'),
    fc.nat(1_000),
    fc.nat(1_000),
  ),
  { minLength: 1, maxLength: 6 },
);
/** How a tree branches: each number adds a folder or a file somewhere. */
const shape = fc.array(fc.tuple(fc.boolean(), fc.nat(1_000)), { minLength: 1, maxLength: 40 });

describe('reading only what changed', () => {
  it('asks for the folders, then for the lists of the changed ones', async () => {
    const { root, make } = smallTree();
    const server = await serveTree(root);
    const first = memorySink();
    await crawl(server.url, first);
    const previous = previousOf(root.etag, first.entries());
    find(root, '/Vidéos/d/e/f')?.children.push(make.file('nouveau.txt', 321));
    make.touch(root, '/Vidéos/d/e/f');
    server.seen.length = 0;
    const sink = memorySink(first.entries());
    const read = await crawl(server.url, sink, previous, { pageSize: 10 });
    await server.close();
    expect(read).toMatchObject({ outcome: 'read', strategy: 'search', reason: null });
    expect(sink.entries()).toEqual(truthOf(root));
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
        async (branches, changes, strategy) => {
          const make = nursery();
          const root = grow(make, branches);
          const server = await serveTree(root);
          try {
            const options = { pageSize: 6, strategy } as const;
            const first = memorySink();
            const before = await crawl(server.url, first, null, options);
            expect(first.entries()).toEqual(truthOf(root));
            if (before.outcome !== 'read') throw new Error(`The first read is ${before.outcome}.`);
            const previous = previousOf(root.etag, first.entries());
            for (const edit of changes) apply(make, root, edit);
            const sink = memorySink(first.entries());
            const after = await crawl(server.url, sink, previous, options);
            if (after.outcome === 'unchanged') return expect(truthOf(root)).toEqual(first.entries());
            changed++;
            expect(after).toMatchObject({ outcome: 'read', reason: null, unreadable: [] });
            expect(sink.entries()).toEqual(truthOf(root));
          } finally {
            await server.close();
          }
        },
      ),
      { numRuns: 40 },
    );
    expect(changed).toBeGreaterThan(10);
  }, 30_000);
});

function grow(make: Make, branches: readonly (readonly [boolean, number])[]): Node {
  const root = make.folder('');
  const folders = [root];
  branches.forEach(([isFolder, pick], at) => {
    const parent = folders[pick % folders.length] ?? root;
    const child = isFolder ? make.folder(`dossier ${at}`) : make.file(`fichier ${at}`, pick);
    if (isFolder) folders.push(child);
    parent.children.push(child);
  });
  return root;
}

/** Does to the tree what a member could do, and to the etags what the server then does. */
function apply(make: Make, root: Node, [kind, pick, where]: Edit): void {
  const all: readonly Entry[] = truthOf(root);
  const folders = ['', ...all.filter((entry) => entry.isFolder).map((entry) => entry.path)];
  const target = folders[where % folders.length] ?? '';
  const chosen = all[pick % Math.max(1, all.length)]?.path;
  const into = target === '' ? root : find(root, target);
  if (into === null) return;
  if (kind === 'add') into.children.push(make.file(`ajouté ${where}-${into.children.length}`, pick));
  if (kind === 'make') into.children.push(make.folder(`créé ${where}-${into.children.length}`));
  if (kind === 'add' || kind === 'make') {
    make.touch(root, target);
    return;
  }
  if (chosen === undefined) return;
  const node = find(root, chosen);
  const parentPath = chosen.slice(0, chosen.lastIndexOf('/'));
  const parent = parentPath === '' ? root : find(root, parentPath);
  if (node === null || parent === null) return;
  if (kind === 'write' && node.size !== null) {
    node.size = pick;
    node.etag = `written${make.file('', 0).id}`;
  }
  if (kind === 'rename') node.name = `renommé ${node.id}`;
  if (kind === 'remove' || kind === 'move') parent.children.splice(parent.children.indexOf(node), 1);
  if (kind === 'move') {
    const inside = target === chosen || target.startsWith(`${chosen}/`);
    const destination = inside ? root : into;
    node.name = `déplacé ${node.id}`;
    destination.children.push(node);
    make.touch(root, inside ? '' : target);
  }
  make.touch(root, parentPath);
}
