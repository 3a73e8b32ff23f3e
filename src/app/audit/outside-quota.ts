import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';

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
