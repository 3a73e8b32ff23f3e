import pLimit from 'p-limit';
import type { MonotonicMs } from '../../model/units.ts';

/** The right to have one request in flight. */
export interface Slot {
  /** Calls `abort` at the moment at which the slot is lost. */
  onLost(abort: () => void): void;
  isLost(): boolean;
}

/** Bounds the requests in flight, and adapts below the bound to what the server bears. */
export interface Limiter {
  /** Runs `task` as soon as a slot is free; the slot is held until it settles. */
  run<T>(task: (slot: Slot) => Promise<T>): Promise<T>;
  /** A request was sent, and is one of so many in flight. */
  noteSent(inFlight: number): void;
  /** The server answered in `ms` milliseconds, header lines to header lines. */
  noteSuccess(ms: number): void;
  /** The server said "too much": halve. */
  noteOverload(now: MonotonicMs): void;
  /** Slots at present. */
  bound(): number;
  /** Nothing is sent any more: those who wait for a slot go on without, to learn why. */
  end(): void;
}

/** Two overloads within this span are one event: requests in flight together fail together. */
const SAME_EVENT_MS = 1_000;
/** An answer this many times slower than usual, and slower than a second, is a sign of load. */
const SLOW_FACTOR = 4;
const SLOW_MS = 1_000;
const NEVER_LOST: Slot = { onLost: () => undefined, isLost: () => false };

/** Tells signs of load from what is usual. */
export function loadSigns() {
  let usualMs = 0;
  let lastOverload = Number.NEGATIVE_INFINITY;
  return {
    /** Whether an answer after `ms` milliseconds is one. */
    isSlow(ms: number): boolean {
      const slow = usualMs > 0 && ms > SLOW_FACTOR * usualMs && ms > SLOW_MS;
      usualMs = usualMs === 0 ? ms : 0.9 * usualMs + 0.1 * ms;
      return slow;
    },
    /** Whether an overload is another event than the last one. */
    isNewOverload(now: MonotonicMs): boolean {
      if (now - lastOverload < SAME_EVENT_MS) return false;
      lastOverload = now;
      return true;
    },
  };
}

/** Additive increase, multiplicative decrease between 1 and `most` slots. */
export function adaptiveLimiter(most: number): Limiter {
  const limit = pLimit(most);
  const signs = loadSigns();
  let successes = 0;
  function lower(to: number) {
    limit.concurrency = Math.max(1, to);
    successes = 0;
  }
  return {
    run: (task) => limit(() => task(NEVER_LOST)),
    noteSent: () => undefined,
    noteSuccess(ms) {
      if (signs.isSlow(ms)) return lower(limit.concurrency - 1);
      successes++;
      if (successes < 4 * limit.concurrency || limit.concurrency >= most) return;
      limit.concurrency++;
      successes = 0;
    },
    noteOverload(now) {
      if (signs.isNewOverload(now)) lower(Math.floor(limit.concurrency / 2));
    },
    bound: () => limit.concurrency,
    end: () => undefined,
  };
}
