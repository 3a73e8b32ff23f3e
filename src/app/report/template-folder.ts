import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { whyUnread } from '../../files/why-unread.ts';
import { UsageError } from '../../model/errors.ts';

/**
 * The files below a folder, their paths relative to it and with `/`; what editors leave beside them is passed over.
 * @throws {UsageError} when it cannot be read.
 */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/^\.|~$/.test(entry.name))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
      .sort();
  } catch (error) {
    throw new UsageError(
      `Cannot read the templates in ${folder} (${whyUnread(error)}): correct templates.directory.`,
      { cause: error },
    );
  }
}
