import type { ResultFinding, ResultShare, RunResult } from '../../model/result.ts';
import type { KeyFigures, MemberPoint, ReportInput, RunPoint } from '../input.ts';
import { isRead } from './coverage-marks.ts';
import { madeAt } from './exposed-items.ts';
import { countedMembers } from './population.ts';
import { figuresOver } from './run-point.ts';
import { groupBy } from './totals.ts';

/** Over whom something is compared. */
export interface Compared {
  /** Members who were read whole each time. */
  readonly members: number;
  /** Members of one or more of the runs that are compared, those who have left since among them. */
  readonly of: number;
}

/** Two runs side by side over the members whom both read: like with like. */
export interface Comparison extends Compared {
  readonly before: KeyFigures;
  readonly now: KeyFigures;
}

/** Whether what is compared is known of a member. */
type IsKnown = (own: MemberPoint) => boolean;

const wasRead: IsKnown = ({ isRead: is }) => is;

/** Null where there is no run before, or nobody was read both times: then nothing is a change. */
export function comparisonOf(
  { history }: Pick<ReportInput, 'history'>,
  isKnown: IsKnown = wasRead,
): Comparison | null {
  const [before, now] = history.slice(-2);
  if (before === undefined || now === undefined) return null;
  const both = knownIn(now, isKnown, knownIn(before, isKnown));
  if (both.size === 0) return null;
  return {
    before: figuresOver(before, both, now.bounds),
    now: figuresOver(now, both, now.bounds),
    members: both.size,
    of: memberCount([before, now]),
  };
}

/** Whether some of the members are left out, which is then to be said. */
export function isOfSome({ members, of }: Compared): boolean {
  return members < of;
}

/** One run of a trend. */
export interface TrendPoint {
  readonly run: RunPoint;
  /** Of the members whom every run of the trend read. */
  readonly figures: KeyFigures;
}

export interface Trend extends Compared {
  /** Oldest first. */
  readonly points: readonly TrendPoint[];
}

/**
 * The figures of the members whom every run of it read, the last one included. A run that did not read half of those of
 * the last one is left out, rather than making a trend of the few.
 */
export function trendOf({ history }: Pick<ReportInput, 'history'>, isKnown: IsKnown = wasRead): Trend {
  const last = history.at(-1);
  if (last === undefined) return { points: [], members: 0, of: 0 };
  const now = knownIn(last, isKnown);
  let kept = now;
  const runs: RunPoint[] = [];
  for (const run of [...history].reverse()) {
    const both = knownIn(run, isKnown, kept);
    if (both.size * 2 < now.size || both.size === 0) continue;
    kept = both;
    runs.unshift(run);
  }
  const points = runs.map((run) => ({ run, figures: figuresOver(run, kept, last.bounds) }));
  return { points, members: kept.size, of: memberCount(runs) };
}

/** How many members these runs have, each counted once. */
function memberCount(runs: readonly RunPoint[]): number {
  return new Set(runs.flatMap(({ members }) => [...members.keys()])).size;
}

function knownIn({ members }: RunPoint, isKnown: IsKnown, among?: ReadonlySet<string>): ReadonlySet<string> {
  const known = [...members].flatMap(([id, own]) => (isKnown(own) && among?.has(id) !== false ? [id] : []));
  return new Set(known);
}

/** What is new and what was fixed since the run before. */
export interface Changes extends Compared {
  readonly fresh: number;
  readonly fixed: number;
  /** Checks without either are missing. */
  readonly byCheck: ReadonlyMap<string, { readonly fresh: number; readonly fixed: number }>;
  isFresh(finding: ResultFinding): boolean;
  /** Whether a share was made since the run before, as far as both runs can tell. */
  isNewShare(share: ResultShare): boolean;
}

type Changing = Pick<ReportInput, 'result' | 'previous' | 'checks'>;
const known = new WeakMap<Changing, Changes>();

/**
 * What changed since the run before, over what both runs saw: of files and shares the members whom both read, of accounts
 * those whom both list, of the server what both judged. In a first run all is seen first, and nothing is known to be new.
 */
export function changesOf(input: Changing): Changes {
  const earlier = known.get(input);
  if (earlier !== undefined) return earlier;
  const changes = changesIn(input);
  known.set(input, changes);
  return changes;
}

function changesIn({ result, previous, checks }: Changing): Changes {
  const isComparable = comparableIn(result, previous, checks);
  const isFresh = (finding: ResultFinding) => finding.state === 'new' && isComparable(finding);
  const isFixed = (finding: ResultFinding) => finding.state === 'fixed' && isComparable(finding);
  const changed = result.findings.filter((finding) => isFresh(finding) || isFixed(finding));
  const counts = (findings: readonly ResultFinding[]) => ({
    fresh: findings.filter(isFresh).length,
    fixed: findings.filter(isFixed).length,
  });
  return {
    ...counts(changed),
    byCheck: new Map([...groupBy(changed, ({ check }) => check)].map(([id, own]) => [id, counts(own)])),
    isFresh,
    isNewShare: newSharesIn(result, previous),
    members: readBoth(result, previous).size,
    of: new Set(
      [...countedMembers(result), ...(previous === null ? [] : countedMembers(previous))].map(({ id }) => id),
    ).size,
  };
}

/** A share that the run before could have seen is new only where that run did not see it. */
function newSharesIn(result: RunResult, previous: RunResult | null): (share: ResultShare) => boolean {
  if (previous === null) return () => false;
  const read = readBoth(result, previous);
  const known = new Set(previous.shares.map(({ id }) => id));
  const began = Date.parse(previous.run.startedAt);
  return (share) => read.has(share.owner) && !known.has(share.id) && (madeAt(share) ?? began) >= began;
}

/** Whether a finding is about what both runs saw; without a run before none is. */
function comparableIn(
  result: RunResult,
  previous: RunResult | null,
  checks: ReportInput['checks'],
): (finding: ResultFinding) => boolean {
  if (previous === null) return () => false;
  const read = readBoth(result, previous);
  const listed = new Set(previous.members.map(({ id }) => id));
  const ran = new Set(previous.checks.flatMap(({ id, status }) => (status === 'ran' ? [id] : [])));
  const areas = new Map(checks.map(({ id, area }) => [id, area]));
  return ({ check, member }) => {
    if (!ran.has(check)) return false;
    if (member === null) return true;
    const area = areas.get(check);
    return area === 'accounts' || area === 'policy' ? listed.has(member) : read.has(member);
  };
}

/** Members whom both runs read whole; where there is no run before, those whom this one read. */
export function readBoth(result: RunResult, previous: RunResult | null): ReadonlySet<string> {
  const wholeIn = (run: RunResult) =>
    countedMembers(run).flatMap(({ id, coverage }) => (isRead(coverage.status) ? [id] : []));
  const before = previous === null ? null : new Set(wholeIn(previous));
  return new Set(wholeIn(result).filter((id) => before?.has(id) !== false));
}
