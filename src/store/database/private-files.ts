import { chmodSync, closeSync, existsSync, openSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { changedByOthers, folderChangedByOthers, ownerDiffers } from '../../files/access.ts';
import { makePrivateFolder } from '../../files/folders.ts';
import { UsageError } from '../../model/errors.ts';

/**
 * Makes the file where there is none, for us alone; SQLite gives its -wal and -shm files the same mode.
 * @throws {UsageError} when others may change it, or its folder.
 * @throws what the file system says.
 */
export function makePrivate(path: string): void {
  const folder = dirname(resolve(path));
  // Before anything is made: root may write anywhere, and its owner could not write what root made there.
  refuseFolderOfOthers(nearestFolder(folder));
  makePrivateFolder(folder);
  refuseFolderOfOthers(folder);
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    // Not by opening it: closing a file drops every lock that this process holds on it (POSIX).
    refuseIfChangedByOthers(path);
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
  }
}

/** The folder itself, else the lowest above it that is there. */
function nearestFolder(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));
}

function refuseFolderOfOthers(folder: string): void {
  const danger = folderChangedByOthers(statSync(folder), folder);
  if (danger !== null) throw new UsageError(`The folder ${folder} of the store cannot be trusted: ${danger}`);
}

/** SQLite believes what stands in a file and in those beside it: whoever may write there rewrites what we know. */
function refuseIfChangedByOthers(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}-journal`]) {
    const facts = statSync(file, { throwIfNoEntry: false });
    if (facts === undefined) continue;
    if (!facts.isFile())
      throw new UsageError(`Cannot open the store ${file} (it is no file): correct "store".`);
    // Root's own is believed, but only root can write it.
    const changed = isWritable(facts) ? changedByOthers(facts, file) : ownerDiffers(facts.uid, `${path}*`);
    if (changed !== null) throw new UsageError(`${file} (the store) cannot be trusted: ${changed}`);
  }
}

/** Whether it is ours, or we are root; the mode is 0600, or made so. */
function isWritable({ uid }: Pick<Stats, 'uid'>): boolean {
  const us = process.geteuid?.();
  return us === undefined || us === 0 || us === uid;
}
