import type { UtcMs } from '../../model/units.ts';
import { type Format, formatter } from '../../report/text/format.ts';
import type { Visit } from '../access/visit.ts';

/** The formatter of the person who looks. */
export function formatOf({ portal, language }: Visit): Format {
  return formatter(language, portal.config.organisation.timezone);
}

/** « 14 h 06 »: a time of the day, in the organisation's zone. */
export function timeOf(at: UtcMs, { portal, language }: Visit): string {
  const { timezone: timeZone } = portal.config.organisation;
  const text = new Intl.DateTimeFormat(language, { timeZone, hour: 'numeric', minute: '2-digit' }).format(at);
  return language === 'fr' ? text.replace(':', ' h ') : text;
}
