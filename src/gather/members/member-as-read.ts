import type { Coverage, Right } from '../../model/coverage.ts';
import type { Member } from '../../model/member.ts';
import type { TreePath } from '../../model/path/path.ts';
import type { Reasons } from '../../model/reasons/reason.ts';
import type { Share } from '../../model/share.ts';
import type { Trash } from '../../model/trash.ts';
import type { Bytes } from '../../model/units.ts';
import type { ReadShares } from '../shares/read-shares.ts';

/** Something that was read, or why it was not. */
export type Read<T> = { readonly value: T } | { readonly missing: Reasons };

/** What one run knows of a member after reading. */
export interface ReadMember {
  readonly member: Member;
  readonly coverage: Coverage;
  /** By which the server was asked; null where it was not asked. */
  readonly right: Right | null;
  /** From the entries; null when no tree was read in this run or an earlier one that still holds. */
  readonly totals: { readonly bytes: Bytes; readonly files: number; readonly folders: number } | null;
  /** Of a disabled account whose tree was read: the top folders that hold most, the largest first. */
  readonly largestFolders?: readonly TreePath[];
  readonly trash: Read<Trash>;
  /** From the member's own list. */
  readonly shares: Read<readonly Share[]>;
  /** What that list holds beside them. */
  readonly sharesLeftOut: Pick<ReadShares, 'lost' | 'lack'>;
}

/** Of a list that was not read, or read whole. */
export const NOTHING_LEFT_OUT: ReadMember['sharesLeftOut'] = { lost: [], lack: [] };

/** Whether the tree is whole: read now, or proven to be as stored. A partial tree has totals that do not count. */
export function hasWholeTree(read: ReadMember): boolean {
  return read.totals !== null && read.coverage.unreadable.length === 0;
}
