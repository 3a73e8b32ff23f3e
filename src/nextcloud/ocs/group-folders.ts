import { z } from 'zod';
import { RequestError } from '../../model/errors.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import type { TreePath } from '../../model/path/path.ts';
import { type Permission, permissionsOf } from '../../model/share.ts';
import type { Bytes } from '../../model/units.ts';
import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { askOcsAt } from './request.ts';
import { ListOfRows, ObjectOfRows, type RowShape, readRows } from './rows.ts';

const ADDRESS = '/index.php/apps/groupfolders/folders';

/** A number, also as the text that some databases make of it; one that cannot be counted with is refused. */
const Whole = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .pipe(z.number().int());
/** The mask of OCS; some versions write it with the name and kind of the group. */
const Mask = z
  .union([Whole, z.object({ permissions: Whole }).transform(({ permissions }) => permissions)])
  .pipe(z.number().min(0));
/** By ids of groups, or of circles. */
const Groups = ObjectOfRows.pipe(z.array(z.tuple([z.string(), Mask])));
/** Some databases make a number, or its text, of it. */
const Flag = z
  .union([z.boolean(), Whole.pipe(z.union([z.literal(0), z.literal(1)]))])
  .transform((flag) => flag === true || flag === 1);
const Folder = z.object({
  id: z.union([z.string(), z.number().int()]).transform(String),
  mount_point: z.string().regex(/[^/]/),
  quota: Whole.optional(),
  size: Whole.nullable().optional(),
  groups: Groups.optional(),
  acl: Flag.optional(),
});
const SHAPE: RowShape<z.infer<typeof Folder>> = {
  what: 'group folder',
  id: 'mount_point',
  schema: Folder,
  optional: ['quota', 'size', 'groups', 'acl'],
};
const Folders = z.union([ListOfRows, ObjectOfRows]);

/** A group folder as its app lists it. */
export interface GroupFolder {
  /** The app's own number; no file id. */
  readonly number: string;
  /** Where it stands in each member's tree. */
  readonly path: TreePath;
  /** Who sees it; null where that could not be read. */
  readonly groups: readonly GroupFolderGroup[] | null;
  /** Whether rules on files and folders in it may take rights away; null where that could not be read. */
  readonly advancedPermissions: boolean | null;
  /** Null where the server does not know it. */
  readonly quota: GroupFolderQuota | null;
  /** The server's own sum; null where it has none yet. */
  readonly size: Bytes | null;
}

export interface GroupFolderGroup {
  /** A group id, or the id of a circle. */
  readonly id: string;
  readonly permissions: readonly Permission[];
}

export interface GroupFolderList {
  readonly folders: readonly GroupFolder[];
  /** What could not be read of them. */
  readonly odd: readonly OddRecord[];
}

export interface GroupFolderQuota {
  /** Null where there is no limit. */
  readonly bytes: Bytes | null;
  readonly unlimited: boolean;
}

/**
 * Every group folder of the server (Group folders app, `GET …/apps/groupfolders/folders`), for its administrator.
 * Empty where the app is not installed, and on ownCloud, for which there is none.
 * @returns null where the account is not told, or nothing can be asked any more.
 * @throws {RequestError} 'maintenance' alone.
 */
export async function listGroupFolders(session: Session): Promise<GroupFolderList | null> {
  if (isOwnCloud(session)) return { folders: [], odd: [] };
  try {
    const { rows, odd } = readRows(await askOcsAt(session, ADDRESS, {}, Folders), SHAPE);
    return { folders: rows.map(folderOf), odd };
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure === 'maintenance') throw error;
    return error.failure === 'not-found' ? { folders: [], odd: [] } : null;
  }
}

function folderOf({ id, mount_point, quota, size, groups, acl }: z.infer<typeof Folder>): GroupFolder {
  const names = mount_point.split('/').filter((name) => name !== '');
  return {
    number: id,
    path: `/${names.join('/')}`.normalize('NFC'),
    groups: groups?.map(([group, mask]) => ({ id: group, permissions: permissionsOf(mask) })) ?? null,
    advancedPermissions: acl ?? null,
    quota: quota === undefined ? null : quotaOf(quota),
    size: size == null || size < 0 ? null : size,
  };
}

const UNLIMITED = -3;

/** Other negative numbers say that the server does not know it. */
function quotaOf(bytes: number): GroupFolderQuota | null {
  if (bytes === UNLIMITED) return { bytes: null, unlimited: true };
  return bytes < 0 ? null : { bytes, unlimited: false };
}
