import type { ResultFinding } from '../../model/result.ts';
import type { ReportInput } from '../input.ts';

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
