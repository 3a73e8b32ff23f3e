import { existsSync, realpathSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { readNamedFile } from '../files/read.ts';
import { writePrivate } from '../files/write.ts';
import { LockedError, UsageError } from '../model/errors.ts';
import { isoUtc } from '../model/time.ts';
import type { UtcMs } from '../model/units.ts';
import type { Database } from './database/database.ts';
import { holdFile } from './database/hold-file.ts';
import { openSqlite } from './database/sqlite.ts';

/** One run at a time. */
export interface Lock {
  release(): Promise<void>;
}

/** Longer than any text that we write there: it is printed. */
const Short = z.string().max(200);
const Holder = z.object({ pid: z.number(), host: Short, since: Short, command: Short });
type Holder = z.infer<typeof Holder>;

/**
 * Takes the lock of a store, whatever path or link leads to it. It is held by an open file, hence by nobody once the
 * process has ended, however it ended. The file lies beside the store's real place; who comes by a hard link elsewhere
 * finds it because the store itself says by which name it is used.
 * @param path the store's file; the lock is `PATH.lock`, who holds it stands in `PATH.lock.json`.
 * @param command what is going to run, for whoever finds the lock taken: "menage run".
 * @param now when it is taken, likewise.
 * @throws {LockedError} naming the holder.
 * @throws {UsageError} when the store was last written under another name, whose log was not emptied.
 */
export async function acquireFileLock(path: string, command: string, now: UtcMs): Promise<Lock> {
  const place = realPlace(path);
  const held = [hold(place, path)];
  const release = () => {
    for (const one of held) one.release();
  };
  try {
    const other = await announce(place);
    if (other !== null) held.push(other);
    const holder = { pid: process.pid, host: hostname(), since: isoUtc(now), command };
    for (const { note } of held) writeHolder(note, holder);
  } catch (error) {
    release();
    throw error;
  }
  return { release: async () => release() };
}

/** What holds the lock of a store just now, as it calls itself ("menage run"); null where nothing does, or it was killed. */
export function fileLockHolder(path: string): string | null {
  const holder = readHolder(`${realPlace(path)}.lock.json`);
  if (holder === null || (holder.host === hostname() && !isAlive(holder.pid))) return null;
  return holder.command;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another account's process, which is there all the same.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The lock at one name of the store. */
interface Held {
  readonly note: string;
  release(): void;
}

function hold(place: string, path: string): Held {
  const held = holdFile(`${place}.lock`);
  const note = `${place}.lock.json`;
  if (held === null) throw new LockedError(describe(path, readHolder(note)));
  return {
    note,
    release() {
      rmSync(note, { force: true });
      held.release();
    },
  };
}

/** Where the file is, or will be, without a symbolic link. */
function realPlace(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(resolve(path));
  return join(existsSync(folder) ? realpathSync(folder) : folder, basename(path));
}

/** Writes into the store by which name it is used, and takes the lock of the name by which it was used before. */
async function announce(place: string): Promise<Held | null> {
  if (!existsSync(place)) return null;
  const database = openSqlite(place);
  let held: Held | null = null;
  try {
    // A store of an earlier version says so from the next run on.
    if ((await database.get("SELECT name FROM sqlite_schema WHERE name = 'used_as'")) === undefined)
      return null;
    const before = await nameBefore(database, place);
    if (before === place) return null;
    // Nothing may be written before this is known.
    if (before !== null) held = holdOtherName(before, place);
    await database.transaction(async (within) => {
      await within.run('DELETE FROM used_as');
      await within.run('INSERT INTO used_as (inode, place) VALUES (?, ?)', inodeOf(place), place);
    });
    return held;
  } catch (error) {
    held?.release();
    throw error;
  } finally {
    await database.close();
  }
}

/** Null where the file was copied or restored since: then it is another one. */
async function nameBefore(database: Database, place: string): Promise<string | null> {
  const before = (await database.get('SELECT place FROM used_as WHERE inode = ?', inodeOf(place)))?.['place'];
  return typeof before === 'string' ? before : null;
}

/** Null where the store has left that place: it was moved. */
function holdOtherName(before: string, place: string): Held | null {
  if (!existsSync(before) || inodeOf(before) !== inodeOf(place)) return null;
  const held = hold(before, before);
  const log = `${before}-wal`;
  if (!existsSync(log) || statSync(log).size === 0) return held;
  held.release();
  throw new UsageError(
    `The store ${place} was last used as ${before} (a hard link), and the log of that name is not emptied: run a command ` +
      'with that name, and then keep one of the two names. Nothing was done.',
  );
}

function inodeOf(place: string): string {
  const { dev, ino } = statSync(place, { bigint: true });
  return `${dev}:${ino}`;
}

function describe(path: string, holder: Holder | null): string {
  const who =
    holder === null
      ? 'another menage'
      : `"${holder.command}" (process ${holder.pid} on ${holder.host}, since ${holder.since})`;
  return `${who} is working with ${path}: wait until it has ended, or end it. Nothing was done.`;
}

/** Null in the moment between taking the lock and writing the note. */
function readHolder(note: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(readNamedFile(note, 'the note of the lock', 'own').toString()));
  } catch {
    return null;
  }
}

function writeHolder(note: string, holder: Holder): void {
  writePrivate(note, `${JSON.stringify(holder)}\n`);
}
