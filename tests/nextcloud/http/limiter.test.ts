import { describe, expect, it } from 'vitest';
import { adaptiveLimiter } from '../../../src/nextcloud/http/limiter.ts';

describe('the bound of requests in flight', () => {
  it('halves at an overload, once for requests that fail together', () => {
    const limiter = adaptiveLimiter(8);
    limiter.noteOverload(10_000);
    limiter.noteOverload(10_500);
    expect(limiter.bound()).toBe(4);
    limiter.noteOverload(12_000);
    limiter.noteOverload(14_000);
    limiter.noteOverload(16_000);
    expect(limiter.bound()).toBe(1);
  });
  it('rises by one after many good answers, up to where it began', () => {
    const limiter = adaptiveLimiter(3);
    limiter.noteOverload(10_000);
    expect(limiter.bound()).toBe(1);
    for (let at = 0; at < 3; at++) limiter.noteSuccess(50);
    expect(limiter.bound()).toBe(1);
    limiter.noteSuccess(50);
    expect(limiter.bound()).toBe(2);
    for (let at = 0; at < 100; at++) limiter.noteSuccess(50);
    expect(limiter.bound()).toBe(3);
  });
  it('falls when answers become much slower', () => {
    const limiter = adaptiveLimiter(4);
    for (let at = 0; at < 10; at++) limiter.noteSuccess(300);
    limiter.noteSuccess(900);
    expect(limiter.bound()).toBe(4);
    limiter.noteSuccess(5_000);
    expect(limiter.bound()).toBe(3);
  });
  it('holds for what runs, also while it changes', async () => {
    const limiter = adaptiveLimiter(4);
    let running = 0;
    let most = 0;
    const task = () =>
      limiter.run(async () => {
        most = Math.max(most, ++running);
        await new Promise((done) => setTimeout(done, 5));
        running--;
      });
    await Promise.all(Array.from({ length: 8 }, task));
    expect(most).toBe(4);
    limiter.noteOverload(10_000);
    most = 0;
    await Promise.all(Array.from({ length: 8 }, task));
    expect(most).toBe(2);
  });
});
