import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf, PartialError, UsageError } from '../errors.ts';
import { makePrivateFolder } from '../folders.ts';

/**
 * Reads a file that only its owner may read; null where there is none.
 * @param what what it is, for messages: "the vault".
 * @throws {UsageError} when others may read it, or it cannot be read.
 */
export function readPrivateFile(path: string, what: string): Uint8Array | null {
  try {
    const mode = statSync(path).mode & 0o777;
    if ((mode & 0o077) !== 0) {
      const shown = mode.toString(8).padStart(4, '0');
      throw new UsageError(`Other users may read ${path} (${what}, mode ${shown}): run chmod 600 ${path}`);
    }
    return readFileSync(path);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new UsageError(
      `Cannot read ${path} (${what}, ${messageOf(error)}): correct its path or its rights.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * Writes a file whole or not at all, mode 0600, and has it on the disk when it returns.
 * @throws {PartialError} when the disk is full or the folder cannot be written; what stood before stands.
 */
export function writePrivateFile(path: string, content: Uint8Array): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    makePrivateFolder(dirname(path));
    writeFileSync(temporary, content, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(temporary, path);
    flushFolder(dirname(path));
  } catch (error) {
    discard(temporary);
    throw new PartialError(
      `Cannot write ${path} (${messageOf(error)}): make room or correct the folder; what stood before stands.`,
      { cause: error },
    );
  }
}

/** What hinders the cleaning up is less telling than what hindered the writing. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The error that brought us here is thrown.
  }
}

/** The new name, too, must be on the disk. */
function flushFolder(folder: string): void {
  const open = openSync(folder, 'r');
  try {
    fsyncSync(open);
  } finally {
    closeSync(open);
  }
}

/** Changes whenever another process has written the file; null where there is none that could be looked at. */
export function stampOf(path: string): string | null {
  try {
    const { ino, mtimeNs, size } = statSync(path, { bigint: true });
    return `${ino} ${mtimeNs} ${size}`;
  } catch {
    return null;
  }
}
