import type { Actual, FindingState } from '../model/finding.ts';
import { type MemberId, memberId } from '../model/ids.ts';
import { groupedBy } from '../model/lists/grouped.ts';
import { type PathIndex, pathIndex } from '../model/path/path-index.ts';
import type { ResultFinding } from '../model/result.ts';
import type { Share } from '../model/share.ts';
import { after, isoDate } from '../model/time.ts';
import type { Duration } from '../model/units.ts';
import type { Draft } from './check.ts';
import type { MemberNeed } from './evidence.ts';
import type { Acceptor } from './exceptions.ts';
import type { Runner } from './runner.ts';
import type { Verdict } from './verdict.ts';

type Access = (owner: MemberId | null, path: string | null) => string[];

/** What earlier runs know of one member, or of the server. */
export interface Earlier {
  /** By check the findings of the latest earlier run that judged it here. */
  readonly findings: ReadonlyMap<string, readonly ResultFinding[]>;
  /** The checks that any of them judged here at all. */
  readonly judged: ReadonlySet<string>;
}

/** What findings are made by, whomever they are of. */
export interface FindingSetting {
  /** Whether no earlier run judged anything. */
  readonly isFirstRun: boolean;
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly today: string;
  readonly runner: Runner;
  readonly access: Access;
  readonly accepts: Acceptor;
  /** Ids of the shares that are still there. */
  readonly shared: ReadonlySet<string>;
}

/** What one verdict finds, with what was found before and is fixed or stands on. */
export function findingsOf(
  verdict: Verdict,
  earlier: Earlier,
  { isFirstRun, today, runner, access, accepts, shared }: FindingSetting,
): readonly ResultFinding[] {
  if (verdict.extent === 'none') return [];
  const before = earlier.findings.get(verdict.check.id) ?? [];
  const standsFor = runner.events.get(verdict.check.id);
  if (standsFor !== undefined) {
    const past: Past = { known: new Map(), unknownState: 'new', today };
    const now = verdict.drafts.map((draft) => findingOf(verdict, draft, past, access, accepts));
    return [...now, ...stillStanding(before, now, { today, standsFor, shared, accepts })];
  }
  const known = new Map(before.map((finding) => [finding.fingerprint, finding]));
  const unknownState = isFirstReading(verdict, earlier, isFirstRun) ? 'open' : 'new';
  const now = verdict.drafts.map((draft) =>
    findingOf(verdict, draft, { known, unknownState, today }, access, accepts),
  );
  if (verdict.extent === 'part') return now;
  const present = new Set(now.map(({ fingerprint }) => fingerprint));
  const unjudged = new Set([...verdict.unjudged.map(({ id }) => id), ...(verdict.undecided ?? [])]);
  // A row without an id may have been any of them.
  const mayBeFixed = unjudged.has(null) ? [] : before.filter(({ subject }) => !unjudged.has(subject.id));
  const fixed = mayBeFixed
    .filter(({ fingerprint }) => !present.has(fingerprint))
    .map((finding) => ({ ...finding, state: 'fixed' as const }));
  return [...now, ...fixed];
}

const READING: readonly string[] = ['tree', 'shares', 'knownShares', 'trash'] satisfies readonly MemberNeed[];

/**
 * Whether a check sees what it reads of a member for the first time, though not in a first run: access was granted since,
 * or the check was switched on. What it finds may have been there for years, and is not new.
 */
function isFirstReading({ check }: Verdict, { judged }: Earlier, isFirstRun: boolean): boolean {
  if (isFirstRun || judged.has(check.id)) return false;
  return check.scope === 'member' && check.needs.some((need) => READING.includes(need));
}

/** What happened before this run and not again in it, for as long as it stands. */
function stillStanding(
  before: readonly ResultFinding[],
  now: readonly ResultFinding[],
  { today, standsFor, shared, accepts }: StandingSetting,
): readonly ResultFinding[] {
  const again = new Set(now.map(({ fingerprint }) => fingerprint));
  return before
    .filter(({ fingerprint, subject }) => !again.has(fingerprint) && shared.has(subject.id))
    .filter(({ since }) => isoDate(after(Date.parse(since), standsFor, 'UTC'), 'UTC') > today)
    .map(({ answer: _, ...finding }) => {
      const owner = finding.member === null ? null : memberId(finding.member);
      const isAccepted = accepts(finding.check, owner, finding.subject.path);
      return { ...finding, state: isAccepted ? 'excepted' : 'open' };
    });
}

interface StandingSetting extends Pick<FindingSetting, 'shared' | 'accepts'> {
  readonly today: string;
  readonly standsFor: Duration;
}

interface Past {
  /** What was found before, by fingerprint. */
  readonly known: ReadonlyMap<string, ResultFinding>;
  /** The state of what was not. */
  readonly unknownState: 'new' | 'open';
  readonly today: string;
}

function findingOf(
  { check, member }: Verdict,
  draft: Draft,
  { known, unknownState, today }: Past,
  access: Access,
  accepts: Acceptor,
): ResultFinding {
  const { subject } = draft;
  const owner = member ?? (subject.kind === 'member' ? memberId(subject.id) : null);
  const mark = draft.shareType === undefined ? '' : `${draft.shareType}:`;
  const fingerprint = `${check.id}:${mark}${subject.id}`;
  const before = known.get(fingerprint);
  // A name alone is no path: no exception by path speaks of it.
  const isPath = subject.path?.startsWith('/') === true;
  const excepted = accepts(check.id, owner, isPath ? subject.path : null);
  const state: FindingState = excepted ? 'excepted' : before === undefined ? unknownState : 'open';
  return {
    check: check.id,
    severity: draft.severity ?? check.severity,
    audience: check.audience,
    member: owner,
    subject,
    actual: factsOf(draft.actual),
    bytes: draft.bytes ?? 0,
    sharedWith: access(owner, subject.path),
    fingerprint,
    state,
    since: before?.since ?? today,
  };
}

/** As the result holds them. */
function factsOf(actual: Actual): ResultFinding['actual'] {
  return Object.fromEntries(
    Object.entries(actual).map(([key, value]) => [
      key,
      typeof value === 'object' && value !== null ? [...value] : value,
    ]),
  );
}

/** uids and gids with access to a thing or to a folder above it, in order, each once. */
export function accessIndex(shares: readonly Share[]): Access {
  // An unknown kind with a recipient may be one of these with a new trait: better ask one person more.
  const people = shares.filter(
    ({ type, pathKnown }) => pathKnown && (type === 'user' || type === 'group' || type === 'other'),
  );
  const byOwner = groupedBy(people, ({ owner }) => owner);
  // Verdicts come member by member: one index at a time is enough.
  let last: { readonly owner: MemberId; readonly index: PathIndex<Share> } | null = null;
  return (owner, path) => {
    if (owner === null || path === null || !path.startsWith('/')) return [];
    const own = byOwner.get(owner);
    if (own === undefined) return [];
    if (last?.owner !== owner) last = { owner, index: pathIndex(own, (share) => share.path) };
    const reaching = last.index.onOrAbove(path);
    // A group may be named as the owner.
    const names = reaching.flatMap(({ type, recipient }) =>
      recipient === null || (type !== 'group' && recipient === owner) ? [] : [recipient],
    );
    return [...new Set(names)].sort();
  };
}
