import { expect } from 'vitest';
import type { DemoServer } from '../../src/demo/server.ts';

/** The bound of every test's config unless it sets another: the default of `server.concurrency`. */
export const CONCURRENCY = 4;

/**
 * What holds in every run, by the server's own count: never more requests in flight than the bound, never two of one
 * member, none that writes, no door tried that an auditor has no business with. Called when a stage or house closes.
 */
export function expectWithinBounds({ counters }: DemoServer, bound = CONCURRENCY): void {
  const { peakInFlight, peakPerMember, writes, refused } = counters;
  expect({ tooManyAtOnce: peakInFlight > bound, peakInFlight }).toEqual({
    tooManyAtOnce: false,
    peakInFlight,
  });
  expect(peakPerMember).toBeLessThanOrEqual(1);
  expect({ writes, refused }).toEqual({ writes: 0, refused: [] });
}
