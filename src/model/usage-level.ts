/** What checks judge by and the views name: two levels of use in percent of the quota, the longest life of a link in days. */
export const LIMIT_KINDS = ['fillingPercent', 'nearlyFullPercent', 'linkDays'] as const;
export type LimitKind = (typeof LIMIT_KINDS)[number];
export type Limits = Readonly<Partial<Record<LimitKind, number>>>;

/** By what runs of versions whose results have no limits judged, unless their config said otherwise. */
export const USUAL_LIMITS: Limits = { fillingPercent: 80, nearlyFullPercent: 90, linkDays: 90 };

/** How full a space is. Full is a fact; what comes before it follows the bounds of the check that measures it. */
export const USAGE_LEVELS = ['calm', 'filling', 'nearly', 'full'] as const;
export type UsageLevel = (typeof USAGE_LEVELS)[number];

/** The level from which on a space needs attention, for counts and lists. */
export function isNearlyFull(level: UsageLevel | null): boolean {
  return level === 'nearly' || level === 'full';
}

/** From which use on a space is no longer calm, percent; `filling` ≤ `nearly` ≤ 100. */
export interface UsageBounds {
  readonly filling: number;
  readonly nearly: number;
}

/** From here on a space is full, percent. */
export const FULL = 100;

/** @param percent of the quota in use; may exceed 100. */
export function usageLevel(percent: number, { filling, nearly }: UsageBounds): UsageLevel {
  if (percent >= FULL) return 'full';
  if (percent >= nearly) return 'nearly';
  return percent >= filling ? 'filling' : 'calm';
}
