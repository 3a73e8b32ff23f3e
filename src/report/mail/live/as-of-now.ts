import type { CheckInfo } from '../../../model/check-info.ts';
import type { Answer, Look } from '../../../model/portal/answer.ts';
import { withAnswers } from '../../../model/portal/answered.ts';
import type { ResultMember, RunResult } from '../../../model/result.ts';
import { groupBy } from '../../figures/totals.ts';

/** What members did on the portal by the time that a view is made. */
export interface Deeds {
  readonly answers: readonly Answer[];
  readonly looks: readonly Look[];
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly today: string;
}

/**
 * The result of a run as it stands now: what members answered, and what they did and had read again since. What the run
 * itself saw later than that stays.
 */
export function asOfNow(
  result: RunResult,
  checks: readonly CheckInfo[],
  { answers, looks, today }: Deeds,
): RunResult {
  const startedAt = Date.parse(result.run.startedAt);
  const later = groupBy(
    looks.filter(({ at }) => at >= startedAt),
    ({ member }) => String(member),
  );
  const settled = new Set(
    [...later.values()].flat().flatMap((look) => look.settled.map((one) => `${look.member}\n${one}`)),
  );
  const shares = sharesNow(result.shares, [...later.values()].flat());
  const asking = new Set(checks.flatMap(({ id, traits }) => (traits.asksAdmin ? [id] : [])));
  const findings = result.findings.filter(
    ({ member, fingerprint }) => !settled.has(`${member}\n${fingerprint}`),
  );
  return {
    ...result,
    members: result.members.map((member) => memberNow(member, later.get(member.id) ?? [])),
    shares,
    findings: [...withAnswers(findings, answers, { shares, today, asksAdmin: (check) => asking.has(check) })],
  };
}

function sharesNow(shares: RunResult['shares'], looks: readonly Look[]): RunResult['shares'] {
  const seen = new Map(looks.flatMap((look) => look.shares.map(({ id, now }) => [String(id), now] as const)));
  return shares.flatMap((share) => {
    const now = seen.get(share.id);
    if (now === undefined) return [share];
    if (now === null) return [];
    return [{ ...share, ...now, permissions: [...now.permissions], unread: [...now.unread] }];
  });
}

function memberNow(member: ResultMember, looks: readonly Look[]): ResultMember {
  if (looks.length === 0) return member;
  const { usage, quota, largest } = member;
  const freed = looks.reduce((sum, look) => sum + look.freed, 0);
  const bytes = usage.bytes === null ? null : Math.max(0, usage.bytes - freed);
  const percent =
    bytes === null || quota.bytes === null || quota.bytes === 0 ? null : (100 * bytes) / quota.bytes;
  const gone = new Set(looks.flatMap(({ outcome, thing }) => (outcome === 'gone' ? [thing] : [])));
  return {
    ...member,
    usage: { ...usage, bytes, percent },
    largest: largest.filter(({ fileId }) => !gone.has(`file:${fileId}`)),
  };
}
