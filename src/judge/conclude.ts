import type { Finding, FindingState } from '../model/finding.ts';
import { groupedBy } from '../model/grouped.ts';
import { type MemberId, memberId } from '../model/ids.ts';
import { pathIndex } from '../model/path/path-index.ts';
import type { Answer } from '../model/portal/answer.ts';
import { withAnswers } from '../model/portal/answered.ts';
import type { ResultCheck, ResultFinding } from '../model/result.ts';
import type { Share } from '../model/share.ts';
import { after, isoDate } from '../model/time.ts';
import type { Duration } from '../model/units.ts';
import type { Draft } from './check.ts';
import { rowOf } from './check-rows.ts';
import type { MemberNeed } from './evidence.ts';
import { type Acceptor, acceptorOf, type Exception } from './exceptions.ts';
import type { Runner } from './runner.ts';
import type { Verdict } from './verdict.ts';

/** What the store remembers, and what the config accepts. */
export interface Background {
  /** Findings of the latest earlier run that judged a check for a member; the key is `judgedKey`. */
  readonly earlier: ReadonlyMap<string, readonly ResultFinding[]>;
  /** What earlier runs judged at all; keys as above. Empty in a first run. */
  readonly judgedBefore: ReadonlySet<string>;
  readonly exceptions: readonly Exception[];
  /** What members answered. */
  readonly answers: readonly Answer[];
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly today: string;
  /** All shares of the run, for who must be asked. */
  readonly shares: readonly Share[];
}

export interface Conclusions {
  readonly findings: readonly (Finding | ResultFinding)[];
  readonly checks: readonly ResultCheck[];
  readonly judged: readonly {
    readonly check: string;
    readonly member: MemberId | null;
    readonly extent: 'whole' | 'part';
  }[];
}

export function judgedKey(check: string, member: string | null): string {
  return `${check}\n${member ?? ''}`;
}

/** Turns the verdicts of a run into findings with state and history, and a row per check. */
export function conclude(runner: Runner, verdicts: readonly Verdict[], background: Background): Conclusions {
  const access = accessIndex(background.shares);
  const accepts = acceptorOf(background.exceptions, background.today);
  const shared = new Set<string>(background.shares.map(({ id }) => id));
  const found = verdicts.flatMap((verdict) => {
    if (verdict.extent === 'none') return [];
    const before = background.earlier.get(judgedKey(verdict.check.id, verdict.member)) ?? [];
    const standsFor = runner.events.get(verdict.check.id);
    if (standsFor !== undefined) {
      const past: Past = { known: new Map(), unknownState: 'new', today: background.today };
      const now = verdict.drafts.map((draft) => findingOf(verdict, draft, past, access, accepts));
      return [...now, ...stillStanding(before, now, { ...background, standsFor, shared, accepts })];
    }
    const known = new Map(before.map((finding) => [finding.fingerprint, finding]));
    const unknownState = isFirstReading(verdict, background) ? 'open' : 'new';
    const now = verdict.drafts.map((draft) =>
      findingOf(verdict, draft, { known, unknownState, today: background.today }, access, accepts),
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
  });
  const asking = new Set(runner.checks.flatMap(({ id, traits }) => (traits.asksAdmin ? [id] : [])));
  const { shares, today } = background;
  const findings = withAnswers(found, background.answers, {
    ...{ shares, today },
    asksAdmin: (check) => asking.has(check),
  });
  return {
    findings,
    checks: runner.checks.map((check) => rowOf(check, runner, verdicts, findings)),
    judged: verdicts.flatMap(({ check, member, extent }) =>
      extent === 'none' ? [] : [{ check: check.id, member, extent }],
    ),
  };
}

type Access = (owner: MemberId | null, path: string | null) => readonly string[];

const READING: readonly string[] = ['tree', 'shares', 'knownShares', 'trash'] satisfies readonly MemberNeed[];

/**
 * Whether a check sees what it reads of a member for the first time, though not in a first run: access was granted since,
 * or the check was switched on. What it finds may have been there for years, and is not new.
 */
function isFirstReading({ check, member }: Verdict, { judgedBefore }: Background): boolean {
  if (judgedBefore.size === 0 || judgedBefore.has(judgedKey(check.id, member))) return false;
  return check.scope === 'member' && check.needs.some((need) => READING.includes(need));
}

/** What happened before this run and not again in it, for as long as it stands. */
function stillStanding(
  before: readonly ResultFinding[],
  now: readonly Finding[],
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

interface StandingSetting {
  readonly today: string;
  readonly standsFor: Duration;
  /** Ids of the shares that are still there. */
  readonly shared: ReadonlySet<string>;
  readonly accepts: Acceptor;
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
): Finding {
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
    actual: draft.actual,
    bytes: draft.bytes ?? 0,
    sharedWith: access(owner, subject.path),
    fingerprint,
    state,
    since: before?.since ?? today,
  };
}

/** uids and gids with access to a thing or to a folder above it, in order, each once. */
function accessIndex(shares: readonly Share[]): Access {
  // An unknown kind with a recipient may be one of these with a new trait: better ask one person more.
  const people = shares.filter(
    ({ type, pathKnown }) => pathKnown && (type === 'user' || type === 'group' || type === 'other'),
  );
  const byOwner = new Map(
    [...groupedBy(people, ({ owner }) => owner)].map(([owner, own]) => [
      owner,
      pathIndex(own, ({ path }) => path),
    ]),
  );
  return (owner, path) => {
    if (owner === null || path === null || !path.startsWith('/')) return [];
    const reaching = byOwner.get(owner)?.onOrAbove(path) ?? [];
    // A group may be named as the owner.
    const names = reaching.flatMap(({ type, recipient }) =>
      recipient === null || (type !== 'group' && recipient === owner) ? [] : [recipient],
    );
    return [...new Set(names)].sort();
  };
}
