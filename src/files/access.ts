import { existsSync, realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type User, userOf } from './users.ts';

/** What `stat` tells about rights. */
export type Rights = Pick<Stats, 'uid' | 'gid' | 'mode'>;

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/** The mode as `chmod` writes it: `0640`. */
export function modeText(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

/** Whether a file belongs to the user that we are, or to root, who may do everything anyway. */
export function isOurs(uid: number): boolean {
  return uid === 0 || uid === process.geteuid?.() || process.geteuid === undefined;
}

/**
 * Who beside us and root may change a file or what lies in a folder, with the remedy; null where nobody may.
 * @param path its name, for the remedy.
 */
export function changedByOthers({ uid, mode }: Rights, path: string): string | null {
  if (!isOurs(uid)) return ownerDiffers(uid, path);
  if ((mode & OTHERS_WRITE) === 0) return null;
  return `other users may write to it, mode ${modeText(mode)}: run chmod go-w ${path}`;
}

/** That a file or folder belongs to another user than the one we run as, with what to do. */
export function ownerDiffers(uid: number, path: string): string {
  const [owner, us] = [userOf(uid), userOf(process.geteuid?.() ?? 0)];
  const how = (user: User) => `sudo -u ${user.forSudo} menage …`;
  const remedy =
    uid === 0
      ? `run chown ${us.forChown} ${path} as root, and menage always as this user (${how(us)})`
      : `run it as its owner (${how(owner)}), or give it to ${us.shown} (chown ${us.forChown} ${path})`;
  return `it belongs to the user ${owner.shown}, and menage runs as ${us.shown}: ${remedy}`;
}

/**
 * Who beside us and root may put another file in the place of one that we write into a folder, with the remedy; null
 * where nobody may. A sticky folder, as /tmp, will do: nobody takes another's files away there.
 */
export function folderChangedByOthers(rights: Rights, path: string): string | null {
  const isSticky = (rights.mode & STICKY) !== 0;
  return changedByOthers(isSticky ? { ...rights, mode: rights.mode & ~OTHERS_WRITE } : rights, path);
}

/**
 * Why a folder is not ours alone: it or a folder above it can be changed by others; null where it is. Above it, sticky
 * folders will do.
 * @param folder absolute, without links.
 */
export function notOursAlone(folder: string): string | null {
  const own = changedByOthers(statSync(folder), folder);
  if (own !== null) return `${folder}: ${own}`;
  for (let above = dirname(folder); ; above = dirname(above)) {
    const why = folderChangedByOthers(statSync(above), above);
    if (why !== null) return `${above}: ${why}`;
    if (dirname(above) === above) return null;
  }
}

/**
 * Whether other users may read a file, so far as the mode can tell. Its group bits are not always the group's: where an
 * access list is set they are its mask (acl(5)). systemd gives credentials this way: root's file, mode 0440, with an
 * entry for the unit's user. So they count as harmless in the folder of credentials, and on a file of root and root's
 * group that we, who are neither, can read: only root can have let us.
 * @param path absolute.
 * @param credentials $CREDENTIALS_DIRECTORY, where systemd sets it.
 */
export function readByOthers({ uid, gid, mode }: Rights, path: string, credentials?: string): boolean {
  if ((mode & 0o077) === 0) return false;
  if ((mode & 0o037) !== 0) return true;
  const isRootsAlone = uid === 0 && gid === 0 && !isOneOfUs(gid) && process.geteuid?.() !== 0;
  return !isRootsAlone && !isCredential(path, credentials);
}

function isOneOfUs(gid: number): boolean {
  return process.getegid?.() === gid || process.getgroups?.().includes(gid) === true;
}

function isCredential(path: string, credentials: string | undefined): boolean {
  if (credentials === undefined || credentials === '' || !existsSync(credentials)) return false;
  // By whichever name it is reached: /var/run is a link to /run.
  const real = realpathSync(credentials);
  if (realpathSync(dirname(path)) !== real) return false;
  const folder = statSync(real);
  return isOurs(folder.uid) && (folder.mode & 0o027) === 0;
}
