import type { FileId, MemberId } from '../model/ids.ts';
import type { TreePath } from '../model/path/path.ts';
import type { Bytes, UtcMs } from '../model/units.ts';

/** A group folder as it was when it was last read whole. */
export interface StoredSpace {
  readonly id: FileId;
  readonly etag: string;
  /** Of the server then. */
  readonly dataFingerprint: string;
  readonly bytes: Bytes;
  readonly files: number;
  readonly folders: number;
  /** Where it stood in the tree of the first who saw it; null where an earlier version did not note it. */
  readonly path: TreePath | null;
  /** When a run first could not read it again; null = the last one could. */
  readonly missedAt: UtcMs | null;
}

/** The group folders that stood in a member's tree when its root had this etag. */
export interface SpaceLook {
  readonly member: MemberId;
  readonly rootEtag: string;
  readonly mounts: readonly { readonly id: FileId; readonly path: TreePath }[];
}

export interface SpaceStore {
  list(): Promise<readonly StoredSpace[]>;
  looks(): Promise<readonly SpaceLook[]>;
  /** Puts these in the place of all that were there, in one transaction. */
  save(spaces: readonly StoredSpace[], looks: readonly SpaceLook[]): Promise<void>;
}
