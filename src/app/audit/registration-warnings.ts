import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import { registrationStop } from '../../model/reasons/registration-stop.ts';
import { capitalised, reasonSentence } from '../../model/reasons/sentence.ts';

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
