import { z } from 'zod';
import { RequestError } from '../errors.ts';
import type { TreePath } from '../model/path.ts';
import type { Bytes } from '../model/units.ts';
import type { Session } from './exchange.ts';
import { askOcsAt } from './ocs.ts';

const ADDRESS = '/index.php/apps/groupfolders/folders';

// Keys of `groups` are group ids, or ids of circles; what stands behind them differs between versions.
const Folder = z.object({
  id: z.coerce.string(),
  mount_point: z.string().min(1),
  quota: z.coerce.number().int().optional(),
  size: z.coerce.number().int().min(0).nullable().optional(),
  groups: z.union([z.record(z.string(), z.unknown()), z.array(z.never())]),
});
// PHP writes an empty list and an empty object alike.
const Folders = z.union([z.record(z.string(), Folder), z.array(Folder)]);

/** A group folder as its app lists it. */
export interface GroupFolder {
  /** The app's own number; no file id. */
  readonly number: string;
  /** Where it stands in each member's tree. */
  readonly path: TreePath;
  /** Ids of the groups (or circles) that see it. */
  readonly groups: readonly string[];
  readonly quota: GroupFolderQuota | null;
  /** The server's own sum. */
  readonly size: Bytes | null;
}

export interface GroupFolderQuota {
  /** Null where there is no limit. */
  readonly bytes: Bytes | null;
  readonly unlimited: boolean;
}

/**
 * Every group folder of the server (Group folders app, `GET …/apps/groupfolders/folders`), for its administrator.
 * Empty where the app is not installed.
 * @returns null where the account is not told, or nothing can be asked any more.
 * @throws {RequestError} 'maintenance' alone.
 */
export async function listGroupFolders(session: Session): Promise<readonly GroupFolder[] | null> {
  try {
    return Object.values(await askOcsAt(session, ADDRESS, {}, Folders)).map(folderOf);
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure === 'maintenance') throw error;
    return error.failure === 'not-found' ? [] : null;
  }
}

function folderOf({ id, mount_point, quota, size, groups }: z.infer<typeof Folder>): GroupFolder {
  const names = mount_point.split('/').filter((name) => name !== '');
  return {
    number: id,
    path: `/${names.join('/')}`.normalize('NFC'),
    groups: Object.keys(groups),
    quota: quota === undefined ? null : quotaOf(quota),
    size: size ?? null,
  };
}

/** −3 and other negative numbers: no limit. */
function quotaOf(bytes: number): GroupFolderQuota {
  return bytes < 0 ? { bytes: null, unlimited: true } : { bytes, unlimited: false };
}
