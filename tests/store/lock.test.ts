import type { ChildProcess } from 'node:child_process';
import { copyFileSync, linkSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it } from 'vitest';
import { LockedError } from '../../src/model/errors.ts';
import { acquireLock, openStore } from '../../src/store/open.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';
import { buildStore, endOf, lineFrom, startChild } from './built.ts';
import { newLocation, storePath } from './helpers.ts';

let built: string;
beforeAll(async () => {
  built = await buildStore();
}, 60_000);

function messageFrom(process: ChildProcess): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null) => reject(new Error(`ended with ${code} before it said anything`));
    process.once('exit', fail);
    process.once('message', (message) => {
      process.off('exit', fail);
      resolve(message);
    });
  });
}

describe('the lock of a run', () => {
  const HOLD = `import { acquireLock } from './open.js';
    await acquireLock(JSON.parse(process.argv[2]), 'menage run', Date.now());
    process.stdout.write('held\\n');
    setInterval(() => {}, 1000);`;

  it('lets one run in at a time and names who holds it', async () => {
    const location = newLocation();
    const holder = startChild(built, 'hold.js', HOLD, JSON.stringify(location));
    const ended = endOf(holder);
    expect(await lineFrom(holder)).toBe('held');
    const error: unknown = await acquireLock(location, 'menage audit', Date.now()).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(LockedError);
    expect(String(error)).toMatch(new RegExp(`"menage run" \\(process ${holder.pid} on .*, since 20\\d\\d-`));
    holder.kill('SIGKILL');
    await ended;
    const lock = await acquireLock(location, 'menage audit', Date.now());
    await expect(acquireLock(location, 'menage run', Date.now())).rejects.toThrow(
      `"menage audit" (process ${process.pid} on`,
    );
    await lock.release();
    await (await acquireLock(location, 'menage run', Date.now())).release();
  }, 30_000);

  const RACE = `import { acquireLock } from './open.js';
    process.on('message', async ({ location, at }) => {
      while (Date.now() < at); // A timer would wake one before the other.
      try {
        await acquireLock(location, 'menage run', Date.now());
        process.send('held');
      } catch (error) {
        process.send(error.name);
      }
    });
    process.send('ready');`;

  it('is taken by exactly one of two that want it at the same moment', async () => {
    const racers = [0, 1].map(() => startChild(built, 'race.js', RACE));
    await Promise.all(racers.map(messageFrom));
    // A file is made quicker than a schema.
    for (let round = 0; round < (ON_POSTGRES ? 10 : 100); round++) {
      const location = newLocation();
      const outcomes = Promise.all(racers.map(messageFrom));
      for (const racer of racers) racer.send({ location, at: Date.now() + 3 });
      expect((await outcomes).sort(), `round ${round}`).toEqual(['LockedError', 'held']);
    }
    for (const racer of racers) racer.kill();
  }, 30_000);

  it('is held by the process, not by whoever keeps the object', async () => {
    const location = newLocation();
    await acquireLock(location, 'menage run', Date.now());
    setFlagsFromString('--expose-gc');
    const collectGarbage: unknown = runInNewContext('gc');
    if (typeof collectGarbage !== 'function') throw new Error('no garbage collector to call');
    for (let times = 0; times < 3; times++) {
      collectGarbage();
      await new Promise((resume) => setTimeout(resume, 5));
    }
    await expect(acquireLock(location, 'menage audit', Date.now())).rejects.toThrow(LockedError);
  });

  it.each([
    ['a symbolic link', (path: string, other: string) => symlinkSync(path, other)],
    ['a hard link', (path: string, other: string) => linkSync(path, other)],
    ['a linked folder', (path: string, other: string) => symlinkSync(dirname(path), dirname(other))],
    ['a relative path', () => {}],
  ])('is on the store itself, whatever leads to it: %s', async (kind, link) => {
    const path = storePath();
    await (await openStore(path)).close();
    const base = dirname(dirname(path));
    const other =
      kind === 'a relative path'
        ? relative(process.cwd(), path)
        : join(base, kind === 'a linked folder' ? 'linked' : '', 'menage.db');
    link(path, other);
    for (const [first, second] of [
      [path, other],
      [other, path],
    ] as const) {
      const lock = await acquireLock(first, 'menage run', Date.now());
      const store = await openStore(first);
      await store.runs.start(1);
      await expect(acquireLock(second, 'menage audit', Date.now())).rejects.toThrow(/"menage run" \(process/);
      await store.close();
      await lock.release();
    }
    await (await acquireLock(other, 'menage run', Date.now())).release();
    const store = await openStore(path);
    expect([(await store.runs.list()).length, await store.integrity()]).toEqual([2, null]);
    await store.close();
  });

  it('takes no copy for the store, nor a store that was moved for two', async () => {
    const path = storePath();
    await (await openStore(path)).close();
    const lock = await acquireLock(path, 'menage run', Date.now());
    copyFileSync(path, `${path}.copy`);
    await (await acquireLock(`${path}.copy`, 'menage run', Date.now())).release();
    await lock.release();
    renameSync(path, `${path}.moved`);
    await (await acquireLock(`${path}.moved`, 'menage run', Date.now())).release();
  });

  it('refuses a second name while the log of the first holds what the file lacks', async () => {
    const path = storePath();
    await (await openStore(path)).close();
    const lock = await acquireLock(path, 'menage run', Date.now());
    const store = await openStore(path);
    await store.runs.start(1);
    await lock.release();
    linkSync(path, `${path}.other`);
    await expect(acquireLock(`${path}.other`, 'menage run', Date.now())).rejects.toThrow(
      /last used as .*is not emptied/,
    );
    await store.close();
    await (await acquireLock(`${path}.other`, 'menage run', Date.now())).release();
  });

  it('stands in the way of no one who only uses the store', async () => {
    const path = storePath();
    const lock = await acquireLock(path, 'menage run', Date.now());
    const store = await openStore(path);
    await store.runs.start(1);
    await store.close();
    await lock.release();
    expect(statSync(`${path}.lock`).mode & 0o777).toBe(0o600);
  });
});
