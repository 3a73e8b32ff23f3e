import type { WorldFile, WorldFolder, WorldUser } from './world.ts';

type MountType = '' | 'shared' | 'group' | 'external';

/** Something mounted into a member's tree: a received share, a group folder, an external storage. */
export interface Mount {
  /** Path of the folder that it shows up in, `/` for the root. */
  readonly parent: string;
  readonly name: string;
  readonly node: WorldFolder | WorldFile;
  readonly type: MountType;
  readonly ownerId: string;
  /** OCS permission mask of a received share or group folder; 31 else. */
  readonly permissions: number;
  readonly unavailable: boolean;
}

/** One member's tree as that member sees it. */
export interface View {
  readonly user: WorldUser;
  readonly mounts: readonly Mount[];
  /** Bytes of mounts below a folder, by its path. */
  readonly foreign: ReadonlyMap<string, number>;
  readonly rootEtag: string;
}

/** A node in the tree of whoever asks. */
export interface Seen {
  readonly node: WorldFolder | WorldFile;
  /** In the member's tree, from `/`. */
  readonly path: string;
  /** The path of the folder that holds it, without a slash at its end; the same text for all in it. */
  readonly folder: string;
  readonly mount: Mount | null;
  /** The mount itself, not something inside. */
  readonly isMountRoot: boolean;
}

/** A row of the file cache as SEARCH sees it. */
export interface SearchRow extends Seen {
  readonly size: number;
}
