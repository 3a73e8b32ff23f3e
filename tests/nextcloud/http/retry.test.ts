import { describe, expect, it } from 'vitest';
import { nextTry, retryAfter } from '../../../src/nextcloud/http/retry.ts';

const first = { tries: 1, spentMs: 0, pauseMs: 800, maxTries: 4 };

describe('another try', () => {
  it('comes after a pause that doubles, with jitter', () => {
    for (const [tries, base] of [
      [1, 800],
      [2, 1600],
      [3, 3200],
    ] as const) {
      const wait = nextTry({ failure: 'locked', retryAfterMs: null }, { ...first, tries }, { left: 9 });
      expect(wait).toBeGreaterThanOrEqual(base / 2);
      expect(wait).toBeLessThanOrEqual(base);
    }
    expect(
      nextTry({ failure: 'locked', retryAfterMs: null }, { ...first, tries: 4 }, { left: 9 }),
    ).toBeNull();
  });
  it('does not come after 15 seconds, unless Retry-After says so, of two minutes at most', () => {
    const late = { ...first, spentMs: 14_900 };
    expect(nextTry({ failure: 'time-out', retryAfterMs: null }, late, { left: 9 })).toBeNull();
    expect(nextTry({ failure: 'rate-limited', retryAfterMs: 120_000 }, late, { left: 9 })).toBe(120_000);
    expect(nextTry({ failure: 'rate-limited', retryAfterMs: 121_000 }, first, { left: 9 })).toBeNull();
  });
  it('heeds a Retry-After however long, and takes no number for a date', () => {
    expect(retryAfter('99999999', 0)).toBe(99_999_999_000);
    for (const date of [
      'Sun, 06 Nov 1994 08:49:37 GMT',
      'Sunday, 06-Nov-94 08:49:37 GMT',
      'Sun Nov  6 08:49:37 1994',
    ])
      expect(retryAfter(date, Date.UTC(1994, 10, 6, 8, 49))).toBeGreaterThanOrEqual(0);
    for (const unreadable of ['-5', '1.5', 'soon']) expect(retryAfter(unreadable, 0)).toBeNull();
  });
  it('never comes at once, whatever the server says', () => {
    for (const retryAfterMs of [0, 1]) {
      const wait = nextTry({ failure: 'unavailable', retryAfterMs }, first, { left: 9 });
      expect(wait).toBeGreaterThanOrEqual(400);
    }
  });
  it('comes for what passes', () => {
    for (const failure of [
      'locked',
      'rate-limited',
      'unavailable',
      'gateway',
      'time-out',
      'connection',
    ] as const)
      expect(nextTry({ failure, retryAfterMs: null }, first, { left: 9 })).not.toBeNull();
  });
  it('is taken from the budget of the whole run', () => {
    const budget = { left: 1 };
    expect(nextTry({ failure: 'connection', retryAfterMs: null }, first, budget)).not.toBeNull();
    expect(nextTry({ failure: 'connection', retryAfterMs: null }, first, budget)).toBeNull();
  });
  it('never comes for what would fail again or do harm', () => {
    for (const failure of [
      'unauthorised',
      'forbidden',
      'not-found',
      'too-big',
      'cut-short',
      'unexpected',
      'unsupported',
      'maintenance',
      'disabled-account',
    ] as const) {
      expect(nextTry({ failure, retryAfterMs: 10 }, first, { left: 9 })).toBeNull();
    }
  });
});

describe('Retry-After', () => {
  it('is seconds or a date', () => {
    const now = Date.UTC(2026, 10, 24, 9);
    expect(retryAfter('7', now)).toBe(7_000);
    expect(retryAfter('Tue, 24 Nov 2026 09:00:30 GMT', now)).toBe(30_000);
    expect(retryAfter('Tue, 24 Nov 2026 08:00:00 GMT', now)).toBe(0);
    expect(retryAfter('soon', now)).toBeNull();
    expect(retryAfter(null, now)).toBeNull();
  });
});
