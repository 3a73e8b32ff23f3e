/** Maximum number of times within a time. */
interface Limit {
  readonly most: number;
  readonly withinMs: number;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Per address (the first six letters say so) or per person. */
export const LIMITS = {
  'address: bad tokens': { most: 30, withinMs: 10 * MINUTE },
  flows: { most: 30, withinMs: 20 * MINUTE },
  'address: requests': { most: 1_200, withinMs: MINUTE },
  'address: sign-in mails': { most: 10, withinMs: HOUR },
  'person: changes': { most: 60, withinMs: MINUTE },
  'person: sign-in mails': { most: 3, withinMs: HOUR },
  'person: flows': { most: 5, withinMs: HOUR },
  'person: done': { most: 20, withinMs: HOUR },
  'person: exports': { most: 5, withinMs: DAY },
} as const satisfies Readonly<Record<string, Limit>>;
export type LimitName = keyof typeof LIMITS;

/** Counts in memory alone: who asked from where is kept nowhere. */
export interface RateLimits {
  /** Counts one; false where it is one too many, which is not counted. */
  take(name: LimitName, subject: string): boolean;
  /** Whether one more would be too many. */
  isFull(name: LimitName, subject: string): boolean;
}

/** Maximum number of subjects of one limit that are counted; beyond it the one is forgotten that asked longest ago. */
const MOST_SUBJECTS = 20_000;

/** @param clock monotonic milliseconds. */
export function rateLimits(clock: () => number): RateLimits {
  // Each limit has subjects of its own: many addresses push no person out.
  const taken = new Map<LimitName, Map<string, readonly number[]>>();
  function recent(name: LimitName, subject: string): readonly number[] {
    const since = clock() - LIMITS[name].withinMs;
    return (taken.get(name)?.get(subject) ?? []).filter((at) => at > since);
  }
  return {
    isFull: (name, subject) => recent(name, subject).length >= LIMITS[name].most,
    take(name, subject) {
      const times = recent(name, subject);
      const isFree = times.length < LIMITS[name].most;
      const subjects = taken.get(name) ?? new Map<string, readonly number[]>();
      taken.set(name, subjects);
      // Put back at the end, as the one that asked last.
      subjects.delete(subject);
      subjects.set(subject, isFree ? [...times, clock()] : times);
      const [oldest] = subjects.keys();
      if (subjects.size > MOST_SUBJECTS && oldest !== undefined) subjects.delete(oldest);
      return isFree;
    },
  };
}
