import { isPersonFact } from '../../model/finding.ts';
import type { MemberId } from '../../model/ids.ts';
import { isWithin } from '../../model/path/path.ts';
import type { ResultFinding, ResultShare, ResultSpace, RunResult } from '../../model/result.ts';
import { withoutMention } from './erase-reasons.ts';
import { withoutUid } from './erase-text.ts';

export const COVERAGE_FIELD = {
  read: 'read',
  unchanged: 'unchanged',
  partial: 'partial',
  'not-granted': 'notGranted',
  disabled: 'disabled',
  failed: 'failed',
} as const;

/**
 * The result without the person: no row, no share by or for them, no finding, no mention in what concerns others. The
 * uid alone says who it is: a display name or an address may be that of somebody else.
 */
export function eraseFromResult(result: RunResult, uid: MemberId): RunResult {
  const row = result.members.find(({ id }) => id === uid);
  return {
    ...result,
    coverage: row === undefined ? result.coverage : lessOne(result.coverage, row.coverage.status),
    members: result.members
      .filter(({ id }) => id !== uid)
      .map((member) => ({ ...member, coverage: withoutMention(member.coverage, uid) })),
    accepted: result.accepted.filter(({ member }) => member !== uid),
    shares: result.shares.filter((share) => !concerns(share, uid)),
    findings: result.findings.flatMap((finding) => eraseFromFinding(finding, result.shares, uid) ?? []),
    spaces: result.spaces.map((space) => eraseFromSpace(space, uid)),
    checks: result.checks.map((check) => withoutMention(check, uid)),
  };
}

function eraseFromSpace(space: ResultSpace, uid: MemberId): ResultSpace {
  return {
    ...space,
    members: space.members.filter((id) => id !== uid),
    places: space.places.filter(({ member }) => member !== uid),
    coverage: withoutMention(space.coverage, uid),
  };
}

/**
 * Whether a share is by the person, of something of theirs, or for them: not for a group of that name, nor for an
 * address. One of an unknown kind may be for an account: the next run reads it anew.
 */
export function concerns(
  { type, owner, sharedBy, recipient }: Pick<ResultShare, 'type' | 'owner' | 'sharedBy' | 'recipient'>,
  uid: MemberId,
): boolean {
  return owner === uid || sharedBy === uid || ((type === 'user' || type === 'other') && recipient === uid);
}

/** The finding without a mention of the person; null where it is about them. */
function eraseFromFinding(
  finding: ResultFinding,
  shares: readonly ResultShare[],
  uid: MemberId,
): ResultFinding | null {
  const { member, subject, sharedWith } = finding;
  if (member === uid || (subject.kind === 'member' && subject.id === uid)) return null;
  const isGroupToo = kindsNamed(finding, shares, uid).has('group');
  return {
    ...finding,
    sharedWith: isGroupToo ? sharedWith : sharedWith.filter((name) => name !== uid),
    actual: Object.fromEntries(
      Object.entries(finding.actual).map(([key, value]) => [key, eraseFromFact(finding, key, value, uid)]),
    ),
  };
}

/** Whether `sharedWith` of a finding means the person, and not only a group of the same name. */
export function isSharedWith(finding: ResultFinding, shares: readonly ResultShare[], uid: MemberId): boolean {
  if (!finding.sharedWith.includes(uid)) return false;
  const kinds = kindsNamed(finding, shares, uid);
  return kinds.size === 0 || kinds.has('user');
}

/** The kinds of the shares by which the thing of a finding reaches this uid or gid. */
function kindsNamed(
  { member, subject: { path } }: ResultFinding,
  shares: readonly ResultShare[],
  name: string,
): ReadonlySet<ResultShare['type']> {
  if (path === null) return new Set();
  const reaching = shares.filter(
    ({ owner, recipient, path: shared }) => owner === member && recipient === name && isWithin(path, shared),
  );
  return new Set(reaching.map(({ type }) => type));
}

const ERASED = '…';

function eraseFromFact(
  { check }: ResultFinding,
  key: string,
  value: ResultFinding['actual'][string],
  uid: MemberId,
): ResultFinding['actual'][string] {
  if (typeof value === 'string' && key === 'reason') return withoutUid(value, uid);
  return isPersonFact(check, key) && value === uid ? ERASED : value;
}

function lessOne(
  coverage: RunResult['coverage'],
  status: keyof typeof COVERAGE_FIELD,
): RunResult['coverage'] {
  const field = COVERAGE_FIELD[status];
  return {
    ...coverage,
    members: Math.max(0, coverage.members - 1),
    [field]: Math.max(0, coverage[field] - 1),
  };
}
