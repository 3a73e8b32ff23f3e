import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/demo/random.ts';
import { LockedError, UsageError } from '../../../src/model/errors.ts';
import { copyStore } from '../../../src/store/copy/copy.ts';
import { acquireLock, openDatabase, openStore, type StoreLocation } from '../../../src/store/open.ts';
import { newLocation, storePath } from '../helpers.ts';
import { contentOf, fillAtRandom } from './random-store.ts';

const NOW = { now: 1_700_000_000_000 };

async function randomStore(seed: number, most: number): Promise<string> {
  const path = storePath();
  await fillAtRandom(path, randomOf(seed), most);
  return path;
}

/** Stops after some chunks, as Ctrl-C would. */
function stoppingAfter(chunks: number) {
  const stop = new AbortController();
  let left = chunks;
  const onProgress = () => {
    if (--left === 0) stop.abort('SIGTERM');
  };
  return { ...NOW, stop: stop.signal, onProgress };
}

describe('a copy of a store', { timeout: 60_000 }, () => {
  it.each([1, 2, 3, 4])('there and back holds the same (seed %i)', async (seed) => {
    const first = await randomStore(seed, 30);
    const [there, back] = [newLocation(), storePath()];
    const copied = await copyStore(first, there, NOW);
    expect(copied?.rows).toBeGreaterThan(100);
    expect(await copyStore(there, back, NOW)).toEqual(copied);
    const expected = await contentOf(first);
    expect(withoutNul(await contentOf(back))).toEqual(withoutNul(expected));
  });

  it('goes on where it was stopped, and doubles nothing', async () => {
    const first = await randomStore(5, 700);
    const there = newLocation();
    let calls = 0;
    for (;;) {
      calls++;
      if ((await copyStore(first, there, stoppingAfter(12))) !== null) break;
      await expect(openStore(there)).rejects.toThrow(/holds only a part of/);
    }
    expect(calls).toBeGreaterThan(3);
    const whole = newLocation();
    const atOnce = await copyStore(first, whole, NOW);
    // Made again it says the same, and changes nothing.
    expect(await copyStore(first, there, NOW)).toEqual(atOnce);
    const store = await openStore(there);
    await store.close();
  });

  it('copies anew what the source changed since it was stopped', async () => {
    const first = await randomStore(6, 40);
    const there = newLocation();
    expect(await copyStore(first, there, stoppingAfter(12))).toBeNull();
    const database = await openDatabase(first);
    await database.run("UPDATE runs SET status = 'failed'");
    await database.run('DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries ORDER BY id LIMIT 3)');
    await database.close();
    const copied = await copyStore(first, there, NOW);
    expect(copied).toEqual(await copyStore(first, newLocation(), NOW));
  });

  it('numbers on after all that were given out before', async () => {
    const first = await randomStore(7, 20);
    const there = newLocation();
    await copyStore(first, there, NOW);
    const numbers: number[] = [];
    for (const location of [first, there]) {
      const store = await openStore(location);
      numbers.push(await store.runs.start(NOW.now));
      await store.close();
    }
    expect(numbers[1]).toBe(numbers[0]);
  });

  it('is made of a store that stands still, by whoever holds the locks of both', async () => {
    const first = await randomStore(8, 20);
    const there = newLocation();
    const refused: unknown[] = [];
    const stop = new AbortController();
    const attempts: Promise<unknown>[] = [];
    await copyStore(first, there, {
      ...NOW,
      stop: stop.signal,
      onProgress() {
        if (attempts.length > 0) return;
        for (const location of [first, there])
          attempts.push(acquireLock(location, 'menage run', 0).catch((error) => refused.push(error)));
      },
    });
    await Promise.all(attempts);
    expect(refused.map((error) => error instanceof LockedError)).toEqual([true, true]);
    expect(String(refused[0])).toContain('menage store copy');
  });

  it('goes to no place where something else is, and leaves that as it is', async () => {
    const [first, other] = [await randomStore(9, 10), await randomStore(10, 10)];
    const there = newLocation();
    await copyStore(other, there, NOW);
    const before = await copyStore(other, there, NOW);
    await expect(copyStore(first, there, NOW)).rejects.toThrow(/holds something already \(table \w+\)/);
    expect(await copyStore(other, there, NOW)).toEqual(before);
  });

  it('is not mixed with the beginning of another', async () => {
    const [first, other] = [await randomStore(11, 40), await randomStore(12, 10)];
    const there = newLocation();
    expect(await copyStore(first, there, stoppingAfter(2))).toBeNull();
    await expect(copyStore(other, there, NOW)).rejects.toThrow(/holds a part of .*, and not of/);
    await expect(copyStore(there, storePath(), NOW)).rejects.toThrow(/holds only a part of/);
  });

  it('is made of nothing but a store that is there', async () => {
    const missing: StoreLocation = newLocation();
    const there = storePath();
    await expect(copyStore(missing, there, NOW)).rejects.toThrow(UsageError);
    expect(existsSync(there)).toBe(false);
    if (typeof missing === 'string') expect(existsSync(missing)).toBe(false);
    const first = await randomStore(13, 1);
    await expect(copyStore(first, first, NOW)).rejects.toThrow(/onto itself/);
  });

  it('takes over no value of another kind than its column', async () => {
    const first = await randomStore(14, 10);
    const database = await openDatabase(first);
    await database.run("INSERT INTO runs (started_at, status) VALUES ('yesterday', 'whole')");
    await database.close();
    await expect(copyStore(first, newLocation(), NOW)).rejects.toThrow(
      /in column started_at of table runs, something that is no integer/,
    );
  });
});

/** PostgreSQL's texts hold none. */
function withoutNul(content: ReadonlyMap<string, unknown>): unknown {
  return JSON.parse(JSON.stringify([...content]).replaceAll(String.raw`\u0000`, '\ufffd'));
}
