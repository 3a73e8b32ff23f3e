import { before, isoDate } from '../../model/time.ts';
import { parseDuration, type UtcMs } from '../../model/units.ts';

export const KB = 1024;
export const MB = 1024 ** 2;
export const GB = 1024 ** 3;
export const DAY = 86_400_000;
export const ZONE = 'Europe/Paris';

/** The two runs of the story. */
export interface Times {
  /** When the first run begins. */
  readonly now: UtcMs;
  /** When the second run begins, a month after the first. */
  readonly later: UtcMs;
}

/** A moment told from one of the two runs: `span` before it, then `days` on. */
export interface When {
  readonly from: keyof Times;
  readonly span: string;
  readonly days: number;
}

/** `span` ago at the first run. */
export function ago(span: string): When {
  return { from: 'now', span, days: 0 };
}

/** A day more than `span` ago, at both runs. */
export function over(span: string): When {
  return { from: 'now', span, days: -1 };
}

/** A day less than `span` ago at the first run, thus more at the second. */
export function under(span: string): When {
  return { from: 'now', span, days: 1 };
}

/** A day less than `span` ago at the second run still. */
export function stillUnder(span: string): When {
  return { from: 'later', span, days: 1 };
}

/** `days` after the first run. */
export function ahead(days: number): When {
  return { from: 'now', span: '0 days', days };
}

/** `days` after the second run. */
export function aheadLater(days: number): When {
  return { from: 'later', span: '0 days', days };
}

/** The moment, to the second as Nextcloud keeps it. */
export function momentOf(when: When, times: Times): UtcMs {
  const span = parseDuration(when.span);
  if (span === null) throw new RangeError(`"${when.span}" is no duration`);
  return wholeSecond(before(times[when.from], span, ZONE) + when.days * DAY);
}

/** The day in the organisation's zone. */
export function dayOf(when: When, times: Times): string {
  return isoDate(momentOf(when, times), ZONE);
}

export function wholeSecond(moment: UtcMs): UtcMs {
  return Math.floor(moment / 1000) * 1000;
}
