import { type MemberId, memberId } from '../../model/ids.ts';
import { because } from '../../model/reasons/reason.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import type { ResultCheck, ResultFinding, ResultMember, ResultSpace } from '../../model/result.ts';
import type { RunOutcome } from '../store.ts';
import { COVERAGE_FIELD } from './erase-person.ts';

/** The outcome of a run as if those who left meanwhile had not been read. */
export async function leaveOut(
  outcome: RunOutcome,
  leftAmong: (members: readonly MemberId[]) => Promise<readonly MemberId[]>,
): Promise<RunOutcome> {
  const read = outcome.result.members.filter(({ coverage: { status } }) => WAS_READ.includes(status));
  const left = await leftAmong(read.map(({ id }) => memberId(id)));
  return left.reduce(leaveOutOne, outcome);
}

const WAS_READ: readonly ResultMember['coverage']['status'][] = ['read', 'unchanged', 'partial', 'failed'];

function leaveOutOne({ result, judged }: RunOutcome, uid: MemberId): RunOutcome {
  const row = result.members.find(({ id }) => id === uid);
  if (row === undefined) return { result, judged };
  const field = COVERAGE_FIELD[row.coverage.status];
  const { coverage } = result;
  const counts = { [field]: coverage[field] - 1, notGranted: coverage.notGranted + 1 };
  const findings = result.findings.filter(({ member }) => member !== uid);
  return {
    result: {
      ...result,
      coverage: { ...coverage, ...counts },
      members: result.members.map((member) => (member.id === uid ? notRead(member) : member)),
      spaces: result.spaces.map((space) => withoutLook(space, uid)),
      shares: result.shares.filter(({ owner }) => owner !== uid),
      findings,
      checks: result.checks.map((check) => countedAnew(check, findings)),
    },
    judged: [...judged].filter(({ member }) => member !== uid),
  };
}

function countedAnew(check: ResultCheck, findings: readonly ResultFinding[]): ResultCheck {
  const current = findings.filter(
    ({ check: id, state }) => id === check.id && (state === 'new' || state === 'open'),
  );
  return {
    ...check,
    findings: current.length,
    bytes: current.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** That a space stands in somebody's tree is known by reading that tree. */
function withoutLook(space: ResultSpace, uid: MemberId): ResultSpace {
  return {
    ...space,
    members: space.members.filter((id) => id !== uid),
    places: space.places.filter(({ member }) => member !== uid),
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
