import type { RequestError, RequestFailure } from '../../model/errors.ts';

/** Worth another try; the rest would give the same answer again, or do harm (a refused login locks us out). */
const PASSING: readonly RequestFailure[] = [
  'locked',
  'rate-limited',
  'unavailable',
  'gateway',
  'time-out',
  'connection',
];

/** Of one request, unless the client is made for fewer. */
export const MAX_TRIES = 4;
const MAX_TOTAL_MS = 15_000;
const MAX_RETRY_AFTER_MS = 120_000;

/** How often a whole run may try again: a broken server is left alone. */
export interface RetryBudget {
  left: number;
}

/** What was tried so far. */
export interface Attempts {
  readonly tries: number;
  /** Since the first began. */
  readonly spentMs: number;
  /** The pause before the second try. */
  readonly pauseMs: number;
  /** How often it may be tried in all. */
  readonly maxTries: number;
}

/** How long to wait before the next try, milliseconds, or null when this was the last. Takes from the budget. */
export function nextTry(
  { failure, retryAfterMs }: Pick<RequestError, 'failure' | 'retryAfterMs'>,
  { tries, spentMs, pauseMs, maxTries }: Attempts,
  budget: RetryBudget,
): number | null {
  if (!PASSING.includes(failure) || tries >= maxTries || budget.left <= 0) return null;
  const jittered = pauseMs * 2 ** (tries - 1) * (0.5 + Math.random() / 2);
  // "At once" is no pause: a server that says so in its trouble would be asked four times in one moment.
  const wait = Math.max(retryAfterMs ?? 0, jittered);
  const most = retryAfterMs === null ? MAX_TOTAL_MS - spentMs : MAX_RETRY_AFTER_MS;
  if (wait > most) return null;
  budget.left--;
  return wait;
}

/** `Retry-After` (RFC 9110, 10.2.3) in milliseconds: seconds or a date. Null when absent or unreadable. */
export function retryAfter(header: string | null, now: number): number | null {
  if (header === null) return null;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = /^[A-Za-z]{3,9},? /.test(header.trim()) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
