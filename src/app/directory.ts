import type { Config } from '../config/load.ts';
import { readNamedFile } from '../files/read.ts';
import { whyUnread } from '../files/why-unread.ts';
import { type DirectoryRow, parseDirectory } from '../gather/inventory/directory.ts';
import { UsageError } from '../model/errors.ts';
import type { MemberId } from '../model/ids.ts';
import { writtenText } from '../model/text/written-text.ts';

/**
 * The directory of members that the config names; null where it names none.
 * @throws {UsageError} naming the file, and each wrong line.
 */
export function directoryOf({ members }: Config): ReadonlyMap<MemberId, DirectoryRow> | null {
  const { directory } = members;
  if (directory === undefined) return null;
  let bytes: Uint8Array;
  try {
    bytes = readNamedFile(directory, 'the directory of members', 'any');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `Cannot read ${directory} (the directory of members): ${whyUnread(error)}. Correct members.directory.`,
      { cause: error },
    );
  }
  const { rows, problems } = parseDirectory(writtenText(bytes, directory));
  if (problems.length === 0) return rows;
  const lines = problems.map(({ line, message }) => `  line ${line}: ${message}`).join('\n');
  throw new UsageError(`Problems in ${directory} (members.directory); nothing was done:\n${lines}`);
}

/** The antennas that a directory names: they need be no groups of the server. */
export function antennasOf(directory: ReadonlyMap<MemberId, DirectoryRow> | null): ReadonlySet<string> {
  return new Set(
    [...(directory?.values() ?? [])].flatMap(({ antenna }) => (antenna === null ? [] : [antenna])),
  );
}
