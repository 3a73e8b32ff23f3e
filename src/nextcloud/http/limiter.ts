import pLimit from 'p-limit';

/** Bounds the requests in flight, and adapts below the bound to what the server bears. */
export interface Limiter {
  /** Runs `task` as soon as a slot is free; the slot is held until it settles. */
  run<T>(task: () => Promise<T>): Promise<T>;
  /** The server answered in `ms` milliseconds, header lines to header lines. */
  noteSuccess(ms: number): void;
  /** The server said "too much": halve. */
  noteOverload(now: number): void;
  /** Slots at present. */
  bound(): number;
}

/** Two overloads within this span are one event: requests in flight together fail together. */
const SAME_EVENT_MS = 1_000;
/** An answer this many times slower than usual, and slower than a second, is a sign of load. */
const SLOW_FACTOR = 4;
const SLOW_MS = 1_000;

/** Additive increase, multiplicative decrease between 1 and `most` slots. */
export function adaptiveLimiter(most: number): Limiter {
  const limit = pLimit(most);
  let successes = 0;
  let usualMs = 0;
  let lastOverload = Number.NEGATIVE_INFINITY;
  function lower(to: number) {
    limit.concurrency = Math.max(1, to);
    successes = 0;
  }
  return {
    run: (task) => limit(task),
    noteSuccess(ms) {
      const slow = usualMs > 0 && ms > SLOW_FACTOR * usualMs && ms > SLOW_MS;
      usualMs = usualMs === 0 ? ms : 0.9 * usualMs + 0.1 * ms;
      if (slow) return lower(limit.concurrency - 1);
      successes++;
      if (successes < 4 * limit.concurrency || limit.concurrency >= most) return;
      limit.concurrency++;
      successes = 0;
    },
    noteOverload(now) {
      if (now - lastOverload < SAME_EVENT_MS) return;
      lastOverload = now;
      lower(Math.floor(limit.concurrency / 2));
    },
    bound: () => limit.concurrency,
  };
}
