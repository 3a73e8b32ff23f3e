import { parentOf } from '../model/path/path.ts';
import type { AccessModel, Thing } from './types.ts';

/** A shared folder with the nearest shared folder above it; null where there is none. */
type FolderAbove = (thing: Thing) => Thing | null;

/** Finds for shared things the nearest shared folder above, in the tree in which they stand. */
export function foldersAbove(model: AccessModel): FolderAbove {
  const trees = new Map<string, Map<string, Thing>>();
  for (const thing of model.things()) {
    if (!thing.isFolder || !thing.path.startsWith('/')) continue;
    const tree = trees.get(treeKey(thing)) ?? new Map<string, Thing>();
    tree.set(thing.path, thing);
    trees.set(treeKey(thing), tree);
  }
  return (thing) => {
    const tree = trees.get(treeKey(thing));
    if (tree === undefined || !thing.path.startsWith('/')) return null;
    for (let at = thing.path; at !== '/'; ) {
      at = parentOf(at);
      const above = tree.get(at);
      if (above !== undefined) return above;
    }
    return null;
  };
}

function treeKey({ place }: Thing): string {
  return place.kind === 'member' ? `member:${place.owner}` : `space:${place.space}`;
}
