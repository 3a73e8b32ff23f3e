import type { ResultFinding, ResultMember, RunResult } from '../../model/result.ts';
import {
  FULL,
  isNearlyFull,
  type LimitKind,
  USUAL_LIMITS,
  type UsageBounds,
  type UsageLevel,
  usageLevel,
} from '../../model/usage-level.ts';
import type { ReportInput } from '../input.ts';
import { countedMembers } from './population.ts';

/** A limit that the checks of a run judged by; undefined where the check is off. */
export function limitOf({ checks }: Pick<RunResult, 'checks'>, kind: LimitKind): number | undefined {
  const known = checks.flatMap(({ limits }) => (limits === null ? [] : [limits]));
  return (known.length === 0 ? [USUAL_LIMITS] : known).find((limits) => limits[kind] !== undefined)?.[kind];
}

/** From which use on a space is filling and nearly full. Where the check is off only what is full stands out. */
export function usageBounds(result: Pick<RunResult, 'checks'>): UsageBounds {
  const nearly = Math.min(FULL, limitOf(result, 'nearlyFullPercent') ?? FULL);
  return { filling: Math.min(nearly, limitOf(result, 'fillingPercent') ?? FULL), nearly };
}

/** How full the member's space is; null where that is not known. */
export function levelOf({ usage }: Pick<ResultMember, 'usage'>, bounds: UsageBounds): UsageLevel | null {
  return usage.percent === null ? null : usageLevel(usage.percent, bounds);
}

/** Members whose space is nearly full or full, the fullest first. */
export function nearlyFull(result: Pick<RunResult, 'members' | 'checks'>): readonly ResultMember[] {
  const bounds = usageBounds(result);
  return countedMembers(result)
    .filter((member) => isNearlyFull(levelOf(member, bounds)))
    .sort((a, b) => (b.usage.percent ?? 0) - (a.usage.percent ?? 0));
}

/** The day that a forecast names, `YYYY-MM-DD`; null of any other finding. */
export function forecastDay({ actual }: Pick<ResultFinding, 'actual'>): string | null {
  const day = Object.entries(actual).find(([key]) => key.endsWith('On'))?.[1];
  return typeof day === 'string' ? day : null;
}

/** When the space of each member will be full, where that was found. */
export function forecastDays({
  result,
  checks,
}: Pick<ReportInput, 'result' | 'checks'>): ReadonlyMap<string, string> {
  const forecasts = new Set(checks.filter(({ traits }) => traits.usage === 'forecast').map(({ id }) => id));
  const days = new Map<string, string>();
  for (const finding of result.findings) {
    const day = forecasts.has(finding.check) && finding.state !== 'fixed' ? forecastDay(finding) : null;
    if (finding.member !== null && day !== null && !days.has(finding.member)) days.set(finding.member, day);
  }
  return days;
}
