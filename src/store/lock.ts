import { rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { LockedError } from '../errors.ts';
import { readNamedFile } from '../files/read.ts';
import { writePrivate } from '../files/write.ts';
import { holdFile } from './database.ts';

/** One run at a time. */
export interface Lock {
  release(): Promise<void>;
}

const Holder = z.object({ pid: z.number(), host: z.string(), since: z.string(), command: z.string() });
type Holder = z.infer<typeof Holder>;

/**
 * Takes the lock of a store. It is held by an open file, hence by nobody once the process has ended, however it ended.
 * @param path the store's file; the lock is `PATH.lock`, who holds it stands in `PATH.lock.json`.
 * @param command what is going to run, for whoever finds the lock taken: "menage run".
 * @throws {LockedError} naming the holder.
 */
export async function acquireLock(path: string, command: string): Promise<Lock> {
  const note = `${path}.lock.json`;
  const held = holdFile(`${path}.lock`);
  if (held === null) throw new LockedError(describe(path, readHolder(note)));
  writeHolder(note, { pid: process.pid, host: hostname(), since: new Date().toISOString(), command });
  return {
    async release() {
      rmSync(note, { force: true });
      held.release();
    },
  };
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
