import type { RequestFailure } from '../errors.ts';

/** Worth another try; the rest would give the same answer again, or do harm (a refused login locks us out). */
const PASSING: readonly RequestFailure[] = [
  'locked',
  'rate-limited',
  'unavailable',
  'time-out',
  'connection',
];

const MAX_TRIES = 4;
const MAX_TOTAL_MS = 15_000;
const MAX_RETRY_AFTER_MS = 120_000;

/** How often a whole run may try again: a broken server is left alone. */
export interface RetryBudget {
  left: number;
}

/**
 * How long to wait before the next try, or null when this was the last.
 * @param tries how many were made.
 * @param spentMs since the first began.
 * @param retryAfterMs what the server asked for, if it did.
 */
export function nextTry(
  failure: RequestFailure,
  tries: number,
  spentMs: number,
  retryAfterMs: number | null,
  budget: RetryBudget,
): number | null {
  if (!PASSING.includes(failure) || tries >= MAX_TRIES || budget.left <= 0) return null;
  if (retryAfterMs !== null) {
    if (retryAfterMs > MAX_RETRY_AFTER_MS) return null;
    budget.left--;
    return retryAfterMs;
  }
  const jittered = 400 * 2 ** tries * (0.5 + Math.random() / 2);
  if (spentMs + jittered > MAX_TOTAL_MS) return null;
  budget.left--;
  return jittered;
}

/** `Retry-After` (RFC 9110, 10.2.3) in milliseconds: seconds or a date. Null when absent or unreadable. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
