import { foldersAbove } from '../../../access/folders-above.ts';
import type { AccessModel, Thing } from '../../../access/types.ts';
import { type AccessNames, ownerText } from './access-names.ts';

export const FOLDER_CHIPS = ['wider', 'anyone', 'fresh'] as const;
export type FolderChip = (typeof FOLDER_CHIPS)[number];

/** A shared folder in the tree of shared folders. */
export interface FolderPlace {
  readonly thing: Thing;
  /** The nearest shared folder above; null at the top. */
  readonly above: Thing | null;
  /** How many shared folders stand above it. */
  readonly depth: number;
}

/** Shared folders and group folders, each below the one that holds it; those of one owner together. */
export function folderTree(model: AccessModel, names: AccessNames): readonly FolderPlace[] {
  const folders = model.things().filter(({ isFolder, path }) => isFolder && path.startsWith('/'));
  const aboveOf = foldersAbove(model);
  const below = new Map<Thing | null, Thing[]>();
  for (const thing of folders) {
    const above = aboveOf(thing);
    const others = below.get(above);
    if (others === undefined) below.set(above, [thing]);
    else others.push(thing);
  }
  const shown = new Map(
    folders.map((thing) => [thing, `${ownerText(thing, names)}\n${names.path(thing.place, thing.path)}`]),
  );
  const compare = (a: Thing, b: Thing) => compareTexts(shown.get(a) ?? '', shown.get(b) ?? '');
  const rows: FolderPlace[] = [];
  const visit = (above: Thing | null, depth: number) => {
    for (const thing of (below.get(above) ?? []).sort(compare)) {
      rows.push({ thing, above, depth });
      visit(thing, depth + 1);
    }
  };
  visit(null, 0);
  return rows;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** What the chips of the tree look at. */
export interface FolderMarks {
  /** Whoever has the address of a link reaches it. */
  readonly isOpen: boolean;
  /** Somebody reaches it who does not reach the folder above, or may do more with it. */
  readonly isWider: boolean;
  /** A share on it is new since the run before. */
  readonly isFresh: boolean;
}

export function folderPasses({ isOpen, isWider, isFresh }: FolderMarks, chip: FolderChip): boolean {
  switch (chip) {
    case 'wider':
      return isWider;
    case 'anyone':
      return isOpen;
    case 'fresh':
      return isFresh;
  }
}

/** The folders of the tree that whoever has the address of a link can open, by themselves or by a folder above. */
export function openFolders(model: AccessModel, tree: readonly FolderPlace[]): ReadonlySet<Thing> {
  const linked = new Set(
    model
      .reachOf({ kind: 'anyone' })
      .things.filter(({ permissions }) => permissions.includes('read'))
      .map(({ thing }) => thing.fileId),
  );
  const open = new Set<Thing>();
  // A folder stands behind those above it.
  for (const { thing, above } of tree)
    if (linked.has(thing.fileId) || (above !== null && open.has(above))) open.add(thing);
  return open;
}
