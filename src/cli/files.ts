import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { messageOf, PartialError } from '../errors.ts';

/**
 * Writes a file whole or not at all, mode 0600; folders that we make are 0700. A link that lies in the file's place
 * is replaced, never followed.
 * @throws {PartialError} when the disk is full or the folder cannot be written.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFile(temporary, content, { mode: 0o600, flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw new PartialError(
      `Cannot write ${path} (${messageOf(error)}): make room or correct the folder; what was there before stands.`,
      { cause: error },
    );
  }
}
