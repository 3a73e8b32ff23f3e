import { closeSync, constants, fstatSync, openSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../model/errors.ts';
import { changedByOthers, modeText, type Rights, readByOthers } from './access.ts';

/**
 * What must hold of a file before it is believed: `secret`: nobody else may read or change it; `own`: nobody else may
 * change it; `any`: it is a file.
 */
export type Keeping = 'secret' | 'own' | 'any';

/** A stream that whoever started us has opened: nobody else can lay it in our way. */
const HANDED_OVER = /^\/(?:dev|proc\/self)\/(?:fd\/\d+|stdin)$/;

/**
 * Reads a file that was named to us. What is looked at is what was opened, so nobody can change it in between; a pipe
 * in its place is refused, for it could hold us up for ever.
 * @param what what it is, for messages: "the vault".
 * @param credentials $CREDENTIALS_DIRECTORY, where systemd sets it.
 * @throws {UsageError} when others may do with it what `keeping` forbids, or it is no file.
 * @throws what the file system says.
 */
export function readNamedFile(
  path: string,
  what: string,
  keeping: Keeping,
  credentials = process.env['CREDENTIALS_DIRECTORY'],
): Buffer {
  if (HANDED_OVER.test(path)) return readFileSync(path);
  const open = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const facts = fstatSync(open);
    if (!facts.isFile() && !facts.isDirectory())
      throw new UsageError(`${path} (${what}) is a pipe or a device, not a file: put a file in its place.`);
    if (facts.isDirectory() && keeping !== 'any')
      throw new UsageError(`${path} (${what}) is a folder: name the file in it.`);
    refuseWhatOthersMay(facts, path, what, keeping, credentials);
    return readFileSync(open);
  } finally {
    closeSync(open);
  }
}

function refuseWhatOthersMay(
  facts: Rights,
  path: string,
  what: string,
  keeping: Keeping,
  credentials: string | undefined,
): void {
  if (keeping === 'any') return;
  if (keeping === 'secret' && readByOthers(facts, resolve(path), credentials)) {
    const mode = modeText(facts.mode);
    throw new UsageError(`Other users may read ${path} (${what}, mode ${mode}): run chmod 600 ${path}`);
  }
  const changed = changedByOthers(facts, path);
  if (changed !== null) throw new UsageError(`${path} (${what}) cannot be trusted: ${changed}`);
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
