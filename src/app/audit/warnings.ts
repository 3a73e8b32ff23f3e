import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import { registrationStop } from '../../model/reasons/registration-stop.ts';
import { capitalised, reasonSentence } from '../../model/reasons/sentence.ts';

const MOST_NAMED = 10;

/** What standard error says where the server counts more in quotas than the own files, by which alone menage judges. */
export function outsideQuotaWarnings(unsettled: readonly UnsettledMember[]): readonly string[] {
  const beyond = unsettled.flatMap(({ root, read }) =>
    root === null || root.beyondOwn === 0 ? [] : [`${read.member.id} (${root.beyondOwn} bytes)`],
  );
  if (beyond.length === 0) return [];
  const more = beyond.length > MOST_NAMED ? ` and ${beyond.length - MOST_NAMED} more` : '';
  return [
    `In their quota the server counts more than their own files: ${beyond.slice(0, MOST_NAMED).join(', ')}${more}. That is external storage (quota_include_external_storage in config.php), or what was deleted in the last five minutes. The reports give their own files alone: only these can be tidied.`,
  ];
}

/** What standard error is told where the registration could not be used: once for all who were not read for it. */
export function registrationWarnings(unsettled: readonly UnsettledMember[]): readonly string[] {
  const stops = unsettled.flatMap(({ read }) => registrationStop(read.coverage.reasons) ?? []);
  const [stop] = stops;
  if (stop === undefined) return [];
  const members = stops.length === 1 ? '1 member was' : `${stops.length} members were`;
  return [
    `${capitalised(reasonSentence([stop]))}. For it ${members} not read, or not whole; nothing stored of them was erased.`,
  ];
}
