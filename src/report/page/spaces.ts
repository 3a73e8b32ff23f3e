import { outsideText } from '../../model/outside-text.ts';
import type { ResultSpace } from '../../model/result.ts';
import { visibleText } from '../../model/visible-text.ts';
import type { ReportInput } from '../input.ts';
import { reasonText } from '../text/reasons.ts';
import { count, size, type Tongue } from './locale.ts';

/** The collective spaces with totals only; of what lies in them nothing is named. */
export function spacesView({ result }: ReportInput, tongue: Tongue) {
  return result.spaces.map((space) => rowOf(space, tongue));
}

function rowOf({ name, bytes, files, quota, members, coverage }: ResultSpace, tongue: Tongue) {
  const { say, language } = tongue;
  return {
    name: outsideText(name),
    used: bytes === null ? say('unknown') : size(tongue, bytes),
    quota: quotaOf(quota, tongue),
    files: files === null ? say('unknown') : count(tongue, files),
    members: say('spaces.members', { n: members.length }),
    coverage: say(`coverage.${coverage.status}`),
    status: coverage.status,
    reason: coverage.reason === null ? '' : visibleText(reasonText(coverage.reason, language)),
  };
}

function quotaOf(quota: ResultSpace['quota'], tongue: Tongue): string {
  if (quota === null) return tongue.say('unknown');
  return quota.bytes === null ? tongue.say('spaces.unlimited') : size(tongue, quota.bytes);
}
