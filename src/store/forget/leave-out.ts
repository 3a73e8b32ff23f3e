import { type MemberId, memberId } from '../../model/ids.ts';
import { derived } from '../../model/lists/derived.ts';
import type { LongResult } from '../../model/long-result.ts';
import { because } from '../../model/reasons/reason.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import type { ResultCheck, ResultFinding, ResultMember, ResultSpace } from '../../model/result.ts';
import type { RunOutcome } from '../store.ts';
import { COVERAGE_FIELD } from './erase-person.ts';

/** The outcome of a run as if those who left meanwhile had not been read. */
export async function leaveOut(
  { result, judged }: RunOutcome,
  leftAmong: (members: Iterable<MemberId>) => Promise<readonly MemberId[]>,
): Promise<RunOutcome> {
  const read = derived(result.members, ({ id, coverage }) =>
    WAS_READ.includes(coverage.status) ? [memberId(id)] : [],
  );
  const left = new Set<string | null>(await leftAmong(read));
  return left.size === 0 ? { result, judged } : without(left, { result, judged });
}

const WAS_READ: readonly ResultMember['coverage']['status'][] = ['read', 'unchanged', 'partial', 'failed'];

function without(left: ReadonlySet<string | null>, { result, judged }: RunOutcome): RunOutcome {
  const findings = derived(result.findings, (finding) => (left.has(finding.member) ? [] : [finding]));
  return {
    result: {
      ...result,
      coverage: countedAsNotGranted(result, left),
      members: derived(result.members, (member) => [left.has(member.id) ? notRead(member) : member]),
      spaces: result.spaces.map((space) => withoutLooks(space, left)),
      shares: derived(result.shares, (share) => (left.has(share.owner) ? [] : [share])),
      findings,
      checks: countedAnew(result.checks, findings),
    },
    judged: derived(judged, (one) => (left.has(one.member) ? [] : [one])),
  };
}

function countedAsNotGranted(
  { coverage, members }: LongResult,
  left: ReadonlySet<string | null>,
): LongResult['coverage'] {
  const counts = { ...coverage };
  for (const { id, coverage: before } of members) {
    if (!left.has(id)) continue;
    counts[COVERAGE_FIELD[before.status]] -= 1;
    counts.notGranted += 1;
  }
  return counts;
}

function countedAnew(checks: readonly ResultCheck[], findings: Iterable<ResultFinding>): ResultCheck[] {
  const counts = new Map(checks.map(({ id }) => [id, { findings: 0, bytes: 0 }]));
  for (const { check, state, bytes } of findings) {
    const count = counts.get(check);
    if (count === undefined || (state !== 'new' && state !== 'open')) continue;
    count.findings += 1;
    count.bytes += bytes;
  }
  return checks.map((check) => ({ ...check, ...counts.get(check.id) }));
}

/** That a space stands in somebody's tree is known by reading that tree. */
function withoutLooks(space: ResultSpace, left: ReadonlySet<string | null>): ResultSpace {
  return {
    ...space,
    members: space.members.filter((id) => !left.has(id)),
    places: space.places.filter(({ member }) => !left.has(member)),
  };
}

function notRead(member: ResultMember): ResultMember {
  const reasons = [because('member.declined')];
  return {
    ...member,
    usage: {
      ...{ bytes: null, files: null, folders: null, trashBytes: null, trashOwnBytes: null, percent: null },
      source: 'none',
    },
    coverage: {
      ...{ status: 'not-granted', strategy: 'none', unreadable: [], right: null },
      ...{ reason: reasonSentence(reasons), reasons, requests: member.coverage.requests },
    },
    largest: [],
    reach: null,
  };
}
