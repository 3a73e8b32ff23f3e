import type { MemberId } from '../../model/ids.ts';
import { nameOf } from '../../model/path/path.ts';
import type { ParamData, ReasonData } from '../../model/reasons/kinds.ts';
import { entryOf, isReasonKey } from '../../model/reasons/reason.ts';
import { areKnown, reasonSentence } from '../../model/reasons/sentence.ts';
import type { ResultFinding, ResultMember, RunResult } from '../../model/result.ts';

const BLANK = '…';
const BLANK_PATH = `/${BLANK}`;

/**
 * The result without the private names of somebody's things: no path of a file or folder that was not shared, of what was
 * shared the name alone. Every number, date and state stays.
 */
export function blankNames(result: RunResult, uid: MemberId): RunResult {
  return {
    ...result,
    members: result.members.map((member) => (member.id === uid ? blankMember(member) : member)),
    shares: result.shares.map((share) =>
      share.owner === uid ? { ...share, path: blankAbove(share.path) } : share,
    ),
    spaces: result.spaces.map((space) => ({
      ...space,
      places: space.places.map((place) =>
        place.member === uid ? { ...place, path: blankAbove(place.path) } : place,
      ),
    })),
    findings: result.findings.map((finding) => (finding.member === uid ? blankFinding(finding) : finding)),
  };
}

function blankMember(member: ResultMember): ResultMember {
  const { coverage, largest } = member;
  return {
    ...member,
    coverage: { ...withoutPrivate(coverage), unreadable: coverage.unreadable.map(() => BLANK_PATH) },
    largest: largest.map((file) => ({ ...file, path: BLANK_PATH })),
  };
}

function blankFinding(finding: ResultFinding): ResultFinding {
  const { subject, actual } = finding;
  const path =
    subject.path === null ? null : subject.kind === 'share' ? blankAbove(subject.path) : BLANK_PATH;
  return {
    ...finding,
    subject: { ...subject, path },
    actual: Object.fromEntries(Object.entries(actual).map(([key, fact]) => [key, blankFact(key, fact)])),
  };
}

/** A path is a private name; a reason may hold one, and its coverage says the same. */
function blankFact(key: string, fact: ResultFinding['actual'][string]): ResultFinding['actual'][string] {
  if (Array.isArray(fact)) return fact.map((text) => (isPath(text) ? BLANK_PATH : text));
  if (typeof fact !== 'string') return fact;
  if (key === 'reason') return BLANK;
  return isPath(fact) ? BLANK_PATH : fact;
}

function isPath(text: string): boolean {
  return text.startsWith('/');
}

/** Whoever a thing is shared with sees its name, not where it lies. */
function blankAbove(path: string): string {
  return `${path.lastIndexOf('/') > 0 ? BLANK_PATH : ''}/${nameOf(path)}`;
}

function withoutPrivate<T extends { readonly reason: string | null; readonly reasons: ReasonData[] }>(
  row: T,
): T {
  if (row.reason === null) return row;
  const reasons = row.reasons.map(blankReason);
  // Of results of other versions the sentence cannot be made anew.
  const isMade = reasons.length > 0 && areKnown(reasons);
  return { ...row, reason: isMade ? reasonSentence(reasons) : BLANK, reasons: isMade ? reasons : [] };
}

function blankReason({ key, params }: ReasonData): ReasonData {
  const kinds = new Map(isReasonKey(key) ? Object.entries(entryOf(key).params) : []);
  const values = Object.entries(params).map(
    ([name, value]) => [name, kinds.get(name) === 'private' ? BLANK : blankParam(value)] as const,
  );
  return { key, params: Object.fromEntries(values) };
}

function blankParam(value: ParamData): ParamData {
  if (typeof value !== 'object') return value;
  return isReasons(value) ? value.map(blankReason) : value;
}

function isReasons(value: readonly string[] | readonly ReasonData[]): value is readonly ReasonData[] {
  return value.every((one) => typeof one === 'object');
}
