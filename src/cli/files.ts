import { rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, PartialError } from '../errors.ts';
import { makePrivateFolder } from '../folders.ts';

/** Whole, or piece by piece. */
export type FileContent = string | Uint8Array | Iterable<string>;

/**
 * Writes a file whole or not at all, mode 0600; folders that we make are 0700. A link that lies in the file's place
 * is replaced, never followed.
 * @throws {PartialError} when the disk is full or the folder cannot be written.
 */
export async function writeWhole(path: string, content: FileContent): Promise<void> {
  // Always the same name: what a killed run left half-written goes with the next one.
  const temporary = join(dirname(path), `.${basename(path)}.part`);
  try {
    makePrivateFolder(dirname(path));
    const whole = typeof content === 'string' || content instanceof Uint8Array;
    // A device or a pipe (/dev/stdout, /dev/null) is written to: a file in its place would take it from everybody.
    const there = await stat(path).catch(() => null);
    if (there !== null && !there.isFile() && !there.isDirectory())
      return await writeFile(path, whole ? content : gathered(content));
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
