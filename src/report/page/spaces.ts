import type { ResultSpace } from '../../model/result.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import type { ReportInput } from '../input.ts';
import { UNKNOWN } from './common/member-row.ts';
import { count, type PageLocale, size } from './locale.ts';

/** The collective spaces with totals only; of what lies in them nothing is named. */
export function spacesView({ result }: ReportInput, locale: PageLocale) {
  return result.spaces.map((space) => rowOf(space, locale));
}

function rowOf({ name, bytes, files, quota, members, coverage }: ResultSpace, locale: PageLocale) {
  const { say } = locale;
  return {
    name: outsideText(name),
    used: bytes === null ? UNKNOWN : size(locale, bytes),
    quota: quotaOf(quota, locale),
    files: files === null ? UNKNOWN : count(locale, files),
    members: say('spaces.members', { n: members.length }),
    coverage: say(`coverage.${coverage.status}`),
    status: coverage.status,
    reason: visibleText(locale.sayReason(coverage)),
  };
}

function quotaOf(quota: ResultSpace['quota'], locale: PageLocale): string {
  if (quota === null) return UNKNOWN;
  return quota.bytes === null ? locale.say('spaces.unlimited') : size(locale, quota.bytes);
}
