import type { Coverage } from '../model/coverage.ts';
import type { Member } from '../model/member.ts';
import type { Reason } from '../model/reasons/reason.ts';
import type { Duration } from '../model/units.ts';
import type { Limits } from '../model/usage-level.ts';
import type { Check, ReadyMemberCheck } from './check.ts';
import type { Gathered, MemberNeed, ServerEvidence, Setting, UnjudgedShare } from './evidence.ts';
import { type Judging, type MemberGathered, type MemberSession, memberSession } from './member-session.ts';
import { evidenceOf, guarded, judged, missing, type Verdict } from './verdict.ts';

export type ServerGathered = { readonly [Need in keyof ServerEvidence]: Gathered<ServerEvidence[Need]> };

/** The checks of a run with their options, ready to judge. */
export interface Runner {
  readonly checks: readonly Check[];
  /** Why a check cannot run at all in this setting; missing = it can. */
  readonly blocked: ReadonlyMap<string, Reason>;
  readonly off: ReadonlySet<string>;
  /** What a check judges by, see `Limits`; missing = it is off. */
  readonly limits: ReadonlyMap<string, Limits>;
  /** For how long findings of what happened stand; missing = the check finds states. */
  readonly events: ReadonlyMap<string, Duration>;
  /** Whether a check that is on, and not blocked, asks for this evidence of members. */
  isNeeded(need: MemberNeed): boolean;
  /** @param lost rows of the list of shares that could not be understood. */
  member(
    member: Member,
    coverage: Coverage,
    gathered: MemberGathered,
    lost?: readonly UnjudgedShare[],
  ): MemberSession;
  /** For a group folder that links of the member lead into: the checks that look at what lies in a share, and no other. */
  space(member: Member, coverage: Coverage, gathered: MemberGathered): MemberSession;
  server(gathered: ServerGathered): readonly Verdict[];
}

/** What the config says of each check: "off", its options, or nothing. */
export type CheckSettings = Readonly<Record<string, unknown>>;

/** Whether the config switches a check off, or leaves off what is so by default. */
export function isOff(
  { id, offByDefault }: Pick<Check, 'id' | 'offByDefault'>,
  settings: CheckSettings,
): boolean {
  return settings[id] === 'off' || (settings[id] === undefined && offByDefault === true);
}

/** The options of a check that is on: as the config has them, else the defaults. */
export function optionsOf({ id, options }: Check, settings: CheckSettings): unknown {
  return settings[id] ?? options.parse({});
}

/** Makes the checks ready for a run. Options were read by the config; defaults fill in. */
export function openRunner(checks: readonly Check[], settings: CheckSettings, setting: Setting): Runner {
  const off = new Set(checks.filter((check) => isOff(check, settings)).map(({ id }) => id));
  const on = checks.filter(({ id }) => !off.has(id));
  const ready = on.map((check) => readyCheck(check, optionsOf(check, settings)));
  const blocked = new Map<string, Reason>();
  for (const one of ready) {
    const why = one.ready.blocked(setting);
    if (why !== null) blocked.set(one.check.id, why);
  }
  const open = ready.filter(({ check }) => !blocked.has(check.id));
  return {
    checks,
    blocked,
    off,
    limits: new Map(on.map((check) => [check.id, check.limitsWith(optionsOf(check, settings))])),
    events: new Map(
      on.flatMap((check) => {
        const standsFor = check.standsForWith(optionsOf(check, settings));
        return standsFor === null ? [] : [[check.id, standsFor] as const];
      }),
    ),
    isNeeded: (need) => open.some(({ check }) => check.needs.some((one) => one === need)),
    member(member, coverage, gathered, lost = []) {
      return memberSession(judgingOf(open, member), { ...setting, member, coverage }, gathered, lost);
    },
    space(member, coverage, gathered) {
      const looking = judgingOf(open, member).filter(({ check }) =>
        check.readsOfShares?.includes('contents'),
      );
      return memberSession(looking, { ...setting, member, coverage }, gathered, []);
    },
    server(gathered) {
      return open.flatMap((one) => (one.scope === 'server' ? [judgedOnServer(one, gathered, setting)] : []));
    },
  };
}

function judgedOnServer(
  { check, ready }: Extract<Ready, { scope: 'server' }>,
  gathered: ServerGathered,
  setting: Setting,
): Verdict {
  const isKnown = missing(gathered, check.needs) === null;
  const unjudged = guarded(() => (isKnown ? ready.unjudged(evidenceOf(gathered, check.needs)) : []));
  const judge = {
    judge(evidence: Record<string, unknown>) {
      if (unjudged instanceof Error) throw unjudged;
      return ready.judge(evidence, setting);
    },
    settled: () => false,
    unknown: (evidence: Record<string, unknown>) => ready.unknown(evidence),
  };
  return judged(check, null, gathered, check.needs, judge, unjudged instanceof Error ? [] : unjudged);
}

type MemberScoped = Extract<Check, { scope: 'member' }>;
type ServerScoped = Extract<Check, { scope: 'server' }>;
type Ready =
  | { readonly scope: 'member'; readonly check: MemberScoped; readonly ready: ReadyMemberCheck }
  | {
      readonly scope: 'server';
      readonly check: ServerScoped;
      readonly ready: ReturnType<ServerScoped['ready']>;
    };

function readyCheck(check: Check, options: unknown): Ready {
  return check.scope === 'member'
    ? { scope: 'member', check, ready: check.ready(options) }
    : { scope: 'server', check, ready: check.ready(options) };
}

function judgingOf(open: readonly Ready[], member: Member): readonly Judging[] {
  return open.flatMap((one) => (one.scope === 'member' && speaksOf(one.ready, member) ? [one] : []));
}

function speaksOf({ judges }: ReadyMemberCheck, member: Member): boolean {
  return judges === 'all' || (judges === 'enabled') === member.enabled;
}
