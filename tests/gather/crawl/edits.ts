import fc from 'fast-check';
import type { Entry } from '../../../src/model/entry.ts';
import { truthOf } from './helpers.ts';
import { find, type Node } from './tree-server.ts';
import type { nursery } from './trees.ts';

type Make = ReturnType<typeof nursery>;
export type Edit = readonly [
  kind: 'write' | 'add' | 'remove' | 'move' | 'rename' | 'make' | 'replace',
  pick: number,
  where: number,
];

export const edits = fc.array(
  fc.tuple(
    fc.constantFrom<Edit[0]>('write', 'add', 'remove', 'move', 'rename', 'make', 'replace'),
    fc.nat(1_000),
    fc.nat(1_000),
  ),
  { minLength: 1, maxLength: 6 },
);
/** How a tree branches: each number adds a folder or a file somewhere. */
export const shape = fc.array(fc.tuple(fc.boolean(), fc.nat(1_000)), { minLength: 1, maxLength: 40 });

/** A tree of this shape, its files of `least` bytes or more. */
export function grow(make: Make, branches: readonly (readonly [boolean, number])[], least = 0): Node {
  const root = make.folder('');
  const folders = [root];
  branches.forEach(([isFolder, pick], at) => {
    const parent = folders[pick % folders.length] ?? root;
    const child = isFolder ? make.folder(`dossier ${at}`) : make.file(`fichier ${at}`, pick + least);
    if (isFolder) folders.push(child);
    parent.children.push(child);
  });
  return root;
}

/** Does to the tree what a member could do, and to the etags what the server then does. */
export function apply(make: Make, root: Node, [kind, pick, where]: Edit, least = 0): void {
  const all: readonly Entry[] = truthOf(root);
  const folders = ['', ...all.filter((entry) => entry.isFolder).map((entry) => entry.path)];
  const target = folders[where % folders.length] ?? '';
  const chosen = all[pick % Math.max(1, all.length)]?.path;
  const into = target === '' ? root : find(root, target);
  if (into === null) return;
  if (kind === 'add') into.children.push(make.file(`ajouté ${where}-${into.children.length}`, pick + least));
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
    node.size = pick + least;
    node.etag = `written${make.file('', 0).id}`;
  }
  if (kind === 'rename') node.name = `renommé ${node.id}`;
  if (kind === 'remove' || kind === 'move') parent.children.splice(parent.children.indexOf(node), 1);
  if (kind === 'replace') {
    const inside = [make.file('dedans', pick + least)];
    const other = where % 2 === 0 ? make.file(node.name, pick + least) : make.folder(node.name, inside);
    parent.children.splice(parent.children.indexOf(node), 1, other);
  }
  if (kind === 'move') {
    const inside = target === chosen || target.startsWith(`${chosen}/`);
    const destination = inside ? root : into;
    node.name = `déplacé ${node.id}`;
    destination.children.push(node);
    make.touch(root, inside ? '' : target);
  }
  make.touch(root, parentPath);
}
