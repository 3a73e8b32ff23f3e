import { type ParsedCronItem, parseCronItem, type TimestampDigest } from 'graphile-worker';
import { DateTime } from 'luxon';
import type { InstanceName } from '../model/ids.ts';
import type { UtcMs } from '../model/units.ts';
import { keyOf, type Purpose, taskOf } from './job.ts';

/** When an instance is read by itself, and why. */
export interface Schedule {
  readonly instance: InstanceName;
  readonly purpose: Purpose;
  /** The five fields of cron. */
  readonly cron: string;
  /** The IANA zone that they are of. */
  readonly timezone: string;
}

const MINUTE_MS = 60_000;
/** No clocks are put back by more. */
const LONGEST_CHANGE_MS = 3 * 3_600_000;
/** A missed moment is made up for within this time: the whole fleet may have been down for a night. */
const MADE_UP_MS = 86_400_000;

/**
 * A schedule as the queue follows it. A moment that a change of the clocks leaves out counts when they have changed, and one
 * that comes twice counts the first time.
 * @throws {Error} when the cron is none.
 */
export function cronItemOf(
  { instance, purpose, cron, timezone }: Schedule,
  now: () => UtcMs,
): ParsedCronItem {
  const job = { kind: 'inventory', instance, purpose } as const;
  const task = taskOf(job.kind);
  const { match } = parseCronItem({ task, match: cron });
  return parseCronItem({
    ...{ task, identifier: keyOf(job), payload: { instance, purpose } },
    match: (utc) => localMinutes(utc, timezone, now()).some(match),
    options: { backfillPeriod: MADE_UP_MS, jobKey: keyOf(job), jobKeyMode: 'replace' },
  });
}

/** The last answer by zone: all schedules ask for the same minute, one after the other. */
const LAST = new Map<string, { readonly at: UtcMs; readonly minutes: readonly TimestampDigest[] }>();

/** What clocks of a zone show for the first time in a minute: mostly one, none or many when they are changed. */
function localMinutes(utc: TimestampDigest, timezone: string, now: UtcMs): readonly TimestampDigest[] {
  const at = momentOf(utc, now);
  const last = LAST.get(timezone);
  if (last?.at === at) return last.minutes;
  const [shown, before] = [wallClock(at, timezone), wallClock(at - MINUTE_MS, timezone)];
  const minutes: TimestampDigest[] = [];
  for (let minute = shown; minute > before && !wasShown(minute, at, timezone); minute -= MINUTE_MS)
    minutes.push(digestOf(minute));
  LAST.set(timezone, { at, minutes });
  return minutes;
}

/** The moment that the queue means, which leaves out the year: the nearest. */
function momentOf({ month, date, hour, min }: TimestampDigest, now: UtcMs): UtcMs {
  const year = new Date(now).getUTCFullYear();
  const moments = [year - 1, year, year + 1].map((one) => Date.UTC(one, month - 1, date, hour, min));
  return moments.reduce((nearest, one) => (Math.abs(one - now) < Math.abs(nearest - now) ? one : nearest));
}

/** What clocks of a zone show, counted as if it were UTC. */
function wallClock(at: UtcMs, zone: string): number {
  return at + DateTime.fromMillis(at, { zone }).offset * MINUTE_MS;
}

/** Whether clocks showed it by the offset of some hours ago: they were put back since. */
function wasShown(minute: number, at: UtcMs, zone: string): boolean {
  const hoursAgo = at - LONGEST_CHANGE_MS;
  const earlier = minute - (wallClock(hoursAgo, zone) - hoursAgo);
  return earlier < at && wallClock(earlier, zone) === minute;
}

function digestOf(minute: number): TimestampDigest {
  const shown = new Date(minute);
  return {
    min: shown.getUTCMinutes(),
    hour: shown.getUTCHours(),
    date: shown.getUTCDate(),
    month: shown.getUTCMonth() + 1,
    dow: shown.getUTCDay(),
  };
}
