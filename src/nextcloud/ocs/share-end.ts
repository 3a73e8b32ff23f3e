import { z } from 'zod';
import { isoDate } from '../../model/time.ts';

/** The end of a share: the day that stands in its record, and the last one on which it works. */
export interface ShareEnd {
  readonly expires: string;
  readonly lastDay: string;
}

const WRITTEN = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}:\d{2})(?!\d))?(?!\d)/;
const HALF_A_DAY_MS = 12 * 60 * 60_000;

/**
 * Reads `expiration` as the server writes it: a moment in the zone of the account that asks (of the server where that
 * has none). Up to Nextcloud 33 it is `… 00:00:00`, over when that day begins; from 34 on `… 23:59:59`, over when it
 * ends (nextcloud/server#58128; API notes, 9b, recorded of 31.0.6 and 34.0.1). A link that was made in one zone and is
 * read from another ends hours before or after midnight: `2027-01-24 00:59:59` in Paris is the end of the 23rd in UTC.
 * So the last day is the one whose end lies nearest, the earlier one at noon.
 */
export const ShareEndText = z.string().transform((text, context): ShareEnd => {
  const [, expires = '', time = '00:00:00'] = WRITTEN.exec(text) ?? [];
  const moment = Date.parse(`${expires}T${time}Z`);
  const lastDay = Number.isNaN(moment) ? '' : isoDate(moment - HALF_A_DAY_MS - 1, 'UTC');
  if (isDay(expires) && isDay(lastDay)) return { expires, lastDay };
  context.addIssue({ code: 'custom', message: 'is no day' });
  return z.NEVER;
});

function isDay(text: string): boolean {
  return z.iso.date().safeParse(text).success;
}
