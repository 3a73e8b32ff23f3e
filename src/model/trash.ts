import type { Bytes } from './units.ts';

/** What a member's trash bin holds. */
export interface Trash {
  /** With what was deleted in group folders, which everybody who sees the folder sees here. */
  readonly bytes: Bytes;
  /** The member's own part, outside group folders; null where the server does not tell it apart. */
  readonly ownBytes: Bytes | null;
}
