import { isoDate, monthsApart } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { MailContext } from './context.ts';

/** So often a thing may be said in the same words; then it is asked about, once a year. */
const PATIENCE = 3;
const MONTHS_A_YEAR = 12;

/** What was already said to the member about a thing. */
export interface MailHistory {
  /** Whether it was said so often without effect that it moves down and is worded softer. */
  readonly repeated: boolean;
  /** Whether the yearly question, is it still useful, falls into this mail. */
  readonly asked: boolean;
}

/**
 * Follows the mails that the member got since a thing was found: the fourth asks, and then the first one of each year
 * after it.
 * @param since the day on which the thing was first found, `YYYY-MM-DD`.
 */
export function mailHistory(context: MailContext, since: string): MailHistory {
  const { input, member, format, now } = context;
  const sentAt = input.mailed.get(member.id)?.sentAt ?? [];
  const mails = sentAt.filter((at) => isoDate(at, format.zone) >= since);
  // By the month, for a monthly mail goes an hour earlier or later each time.
  const isYearAfter = (last: UtcMs, at: UtcMs) => monthsApart(last, at, format.zone) >= MONTHS_A_YEAR;
  const asked = [...mails, now]
    .slice(PATIENCE)
    .reduce<UtcMs | null>((last, at) => (last === null || isYearAfter(last, at) ? at : last), null);
  return { repeated: mails.length >= PATIENCE, asked: asked === now };
}
