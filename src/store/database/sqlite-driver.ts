import { dirname, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { isHeld } from './errors.ts';
import { makePrivate } from './private-files.ts';

/** How long is waited for another program, and how often it is looked for. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 10;
/** How long is waited for another program that reads the log. */
const LOG_PATIENCE_MS = 1_000;

/** Opens or makes the file, private, and sets how SQLite works with it. */
export function openDriver(path: string): DatabaseSyncInstance {
  makePrivate(path);
  // Sorting a large tree spills beside the store: private names do not go to /tmp, which may also be memory.
  process.env['SQLITE_TMPDIR'] ??= dirname(resolve(path));
  // SQLite's own waiting would stop everything else.
  const driver = new DatabaseSync(path, { timeout: 0 });
  try {
    withWriteAheadLog(driver);
    driver.exec(
      'PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = FILE; ' +
        // What is deleted is overwritten with zeros at once, in free pages too.
        'PRAGMA secure_delete = ON; PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 16000000; ' +
        'CREATE TEMPORARY TABLE new_tree_parts (writer TEXT NOT NULL, part INTEGER NOT NULL, ' +
        'folders INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (writer, part))',
    );
  } catch (error) {
    driver.close();
    throw error;
  }
  return driver;
}

/** SQLite does not wait by itself where several programs change the mode of a new file at once. */
function withWriteAheadLog(driver: DatabaseSyncInstance): void {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      // Of a new file: a part of a tree is some 40 kB, and costs half as much to put in its place as with pages of 4 kB.
      driver.exec('PRAGMA page_size = 16384; PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isHeld(error) || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}

/** Does it once no other program holds what it needs, or throws after ten seconds. Nothing else stands still meanwhile. */
export async function unlessHeld<T>(work: () => T): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isHeld(error) || performance.now() > until) throw error;
      await pause(LOOK_AGAIN_MS);
    }
  }
}

/**
 * Moves the log into the file; false when another program reads it for a second. To be called before the file is closed:
 * the driver gives its statements back late, so that SQLite does not clear its log away by itself.
 */
export async function emptyLog(driver: DatabaseSyncInstance): Promise<boolean> {
  const until = performance.now() + LOG_PATIENCE_MS;
  for (;;) {
    const { busy } = driver.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get();
    if (busy === 0) return true;
    if (performance.now() > until) return false;
    await pause(LOOK_AGAIN_MS);
  }
}

/** SQLite rolls back by itself when the disk is full; a second time is an error that says nothing. */
export function rollBack(driver: DatabaseSyncInstance): void {
  try {
    driver.exec('ROLLBACK');
  } catch {
    // Already rolled back.
  }
}
