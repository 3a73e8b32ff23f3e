import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf, PartialError } from '../errors.ts';
import { makePrivateFolder } from '../folders.ts';

/** Whole, or piece by piece. */
export type FileContent = string | Uint8Array | Iterable<string>;

/**
 * Writes a file whole or not at all, mode 0600; folders that we make are 0700. A link to a file that lies in its place
 * is replaced, never followed; a device or a pipe is written to.
 * @throws {PartialError} when the disk is full or the folder cannot be written.
 */
export async function writeWhole(path: string, content: FileContent): Promise<void> {
  // Always the same name: what a killed run left half-written goes with the next one.
  const temporary = join(dirname(path), `.${basename(path)}.part`);
  try {
    makePrivateFolder(dirname(path));
    const whole = typeof content === 'string' || content instanceof Uint8Array;
    if (await isDevice(path)) {
      await writeFile(path, whole ? content : gathered(content), { flag: 'a' });
      return;
    }
    await rm(temporary, { force: true });
    await writeFile(temporary, whole ? content : gathered(content), { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new PartialError(
      `Cannot write ${path} (${messageOf(error)}): make room or correct the folder; what was there before stands.`,
      { cause: error },
    );
  }
}

/** What a file in its place would take from everybody, /dev/stdout too where that leads to a file. */
async function isDevice(path: string): Promise<boolean> {
  const there = await stat(path).catch(() => null);
  if (there === null || there.isDirectory()) return false;
  return !there.isFile() || /^\/dev\/(fd\/\d+|std\w+)$/.test(resolve(path));
}

/** Each piece would be a write of its own. */
function* gathered(pieces: Iterable<string>): Generator<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < 65_536) continue;
    yield text;
    text = '';
  }
  yield text;
}
