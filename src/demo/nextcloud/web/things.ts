import { randomBytes } from 'node:crypto';
import { parentOf, type TreePath } from '../../../model/path/path.ts';
import { isExpired } from '../world/received.ts';
import type { Site } from '../world/site.ts';
import { below, bytesIn, stampUpwards, takeOut } from '../world/tree.ts';
import type { WorldFile, WorldFolder, WorldShare, WorldUser } from '../world/world.ts';

/** A file or folder of an account with the links on it. */
export interface Thing {
  readonly path: TreePath;
  readonly node: WorldFile | WorldFolder;
  readonly bytes: number;
  readonly links: readonly WorldShare[];
}

const LINK = 3;
const READ = 1;
/** Change, create, delete. */
export const EDIT = 2 | 4 | 8;

/** What an id of a file stands for in the account's own tree; null where it stands for nothing. */
export function thingOf(site: Site, user: WorldUser, fileId: string): Thing | null {
  for (const { path, node } of below(user.home)) {
    if (node.fileId !== fileId) continue;
    const links = site.world.shares.filter(
      (share) =>
        share.type === LINK &&
        share.fileOwner === user.id &&
        share.fileId === fileId &&
        !isExpired(site.world, share, site.now()),
    );
    return { path, node, bytes: node.kind === 'file' ? node.size : bytesIn(node), links };
  }
  return null;
}

/**
 * What the account does to a thing of its own: `bin` it, or to one of its links `unshare`, `protect` with a password, `limit`
 * to a date, `freeze` so that nobody can change it. False where the thing is there no more.
 */
export function changeThing(site: Site, user: WorldUser, thing: Thing, form: URLSearchParams): boolean {
  const act = form.get('act');
  if (act === 'bin') {
    bin(site, user, thing);
    return false;
  }
  const link = thing.links.find(({ id }) => id === form.get('link'));
  if (link === undefined) return true;
  const until = form.get('until') ?? '';
  if (act === 'unshare') site.world.shares = site.world.shares.filter((share) => share !== link);
  if (act === 'protect' && form.get('password') !== '')
    link.passwordHash = `3|$argon2id$${randomBytes(16).toString('hex')}`;
  if (act === 'limit' && /^\d{4}-\d\d-\d\d$/.test(until)) link.expires = until;
  if (act === 'freeze') link.permissions = (link.permissions & ~EDIT) | READ;
  return true;
}

function bin(site: Site, user: WorldUser, { path, bytes }: Thing): void {
  const at = Math.floor(site.now() / 1000) * 1000;
  const node = takeOut(user.home, path);
  stampUpwards({ etag: () => randomBytes(7).toString('hex').slice(0, 13) }, user.home, parentOf(path), at);
  const { name, fileId } = node;
  const facts = { name, fileId, size: bytes, isFolder: node.kind === 'folder' };
  user.trash.push({ ...facts, originalLocation: path.slice(1), deletedAt: at });
}
