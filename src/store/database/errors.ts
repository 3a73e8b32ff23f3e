import { LockedError, MenageError, messageOf, UsageError } from '../../model/errors.ts';
import { partialError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';

/** Result codes of SQLite (sqlite.org/rescode.html). */
const FULL = [10, 13];
const BROKEN = [11, 26];
const HELD = [5, 6];
const CLOSED_TO_US = [3, 8, 14, 23];

/** The driver's `all` gives SQLite's words (sqlite3_errstr) without its code. */
const CODE_OF_WORDS: ReadonlyMap<string, number> = new Map([
  ['database is locked', 5],
  ['database table is locked', 6],
  ['attempt to write a readonly database', 8],
  ['disk I/O error', 10],
  ['database disk image is malformed', 11],
  ['database or disk is full', 13],
  ['unable to open database file', 14],
  ['file is not a database', 26],
]);

/** Runs `work`; what the driver or the file system throws comes out as a sentence that says what to do. */
export function attempt<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explained(path, error);
  }
}

/** What the driver or the file system threw, as a sentence that says what to do. */
export function explained(path: string, error: unknown): unknown {
  if (error instanceof MenageError) return error;
  const code = codeOf(error);
  if (FULL.includes(code)) {
    const reason = because('store.full', { store: path, message: messageOf(error) });
    return partialError(reason, { cause: error });
  }
  if (BROKEN.includes(code)) {
    return new UsageError(
      `${path} is no sound SQLite file (${messageOf(error)}): correct "store", or restore it from a backup.`,
      { cause: error },
    );
  }
  if (HELD.includes(code)) {
    return new LockedError(
      `Another program holds the store ${path}: wait until it has ended, then run again.`,
      {
        cause: error,
      },
    );
  }
  if (CLOSED_TO_US.includes(code)) {
    return new UsageError(
      `Cannot open the store ${path} (${messageOf(error)}): correct "store" or the rights of its folder.`,
      { cause: error },
    );
  }
  return error;
}

/** SQLite's own code; a failure of the file system as the code that SQLite has for it; −1 for anything else. */
function codeOf(error: unknown): number {
  if (!(error instanceof Error)) return -1;
  if ('sqliteCode' in error && typeof error.sqliteCode === 'number') return error.sqliteCode & 0xff;
  if (!('code' in error && 'syscall' in error)) return CODE_OF_WORDS.get(error.message) ?? -1;
  return error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 13 : 14;
}

/** Whether the driver gave up waiting for another program. */
export function isHeld(error: unknown): boolean {
  return HELD.includes(codeOf(error));
}
