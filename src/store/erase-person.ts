import type { ResultFinding, ResultShare, ResultSpace, RunResult } from '../model/result.ts';

/** How a person is called: the uid, the display name, the address. */
export interface Person {
  readonly uid: string;
  readonly names: readonly string[];
}

const COVERAGE_FIELD = {
  read: 'read',
  unchanged: 'unchanged',
  partial: 'partial',
  'not-granted': 'notGranted',
  disabled: 'disabled',
  failed: 'failed',
} as const;

/** The result without the person: no row, no share by or for them, no finding, no mention in what concerns others. */
export function eraseFromResult(result: RunResult, person: Person): RunResult {
  const row = result.members.find(({ id }) => id === person.uid);
  return {
    ...result,
    coverage: row === undefined ? result.coverage : lessOne(result.coverage, row.coverage.status),
    members: result.members.filter(({ id }) => id !== person.uid),
    shares: result.shares.filter((share) => !concerns(share, person)),
    findings: result.findings.flatMap((finding) => eraseFromFinding(finding, person) ?? []),
    spaces: result.spaces.map((space) => eraseFromSpace(space, person)),
    checks: result.checks.map((check) => ({
      ...check,
      reason: check.reason === null ? null : withoutMention(check.reason, person),
    })),
  };
}

/** A reason may quote the address at which a member was asked. */
function eraseFromSpace(space: ResultSpace, person: Person): ResultSpace {
  const { reason } = space.coverage;
  return {
    ...space,
    members: space.members.filter((id) => id !== person.uid),
    coverage: { ...space.coverage, reason: reason === null ? null : withoutMention(reason, person) },
  };
}

/** Whether a share is by the person, of something of theirs, or for them. */
export function concerns(
  { owner, sharedBy, recipient }: Pick<ResultShare, 'owner' | 'sharedBy' | 'recipient'>,
  person: Person,
): boolean {
  const isTheirs = (name: string | null) =>
    name === person.uid || (name !== null && person.names.includes(name));
  return owner === person.uid || sharedBy === person.uid || isTheirs(recipient);
}

/** The finding without a mention of the person; null where it is about them. */
function eraseFromFinding(finding: ResultFinding, person: Person): ResultFinding | null {
  const { member, subject } = finding;
  if (member === person.uid || (subject.kind === 'member' && subject.id === person.uid)) return null;
  return {
    ...finding,
    sharedWith: finding.sharedWith.filter((name) => name !== person.uid),
    actual: Object.fromEntries(
      Object.entries(finding.actual).map(([key, value]) => [key, eraseFromFact(value, person)]),
    ),
  };
}

function eraseFromFact(
  value: ResultFinding['actual'][string],
  person: Person,
): ResultFinding['actual'][string] {
  if (typeof value === 'string') return withoutMention(value, person);
  if (!Array.isArray(value)) return value;
  const called = [person.uid, ...person.names];
  return value.filter((text) => !called.includes(text)).map((text) => withoutMention(text, person));
}

const ERASED = '…';

/** Replaces the person's names where they stand as words of their own. */
function withoutMention(text: string, { uid, names }: Person): string {
  return [uid, ...names].reduce((left, name) => {
    if (name === '') return left;
    const word = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return left.replace(new RegExp(`(?<![\\p{L}\\p{N}_])${word}(?![\\p{L}\\p{N}_])`, 'gu'), ERASED);
  }, text);
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
