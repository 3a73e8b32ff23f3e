import type { Coverage } from '../model/coverage.ts';
import type { Entry } from '../model/entry.ts';
import type { MemberId } from '../model/ids.ts';
import type { Member } from '../model/member.ts';
import type { TreePath } from '../model/path.ts';
import type { Check, Draft, ReadyMemberCheck, Watcher } from './check.ts';
import type {
  Gathered,
  MemberEvidence,
  MemberNeed,
  MemberSetting,
  ServerEvidence,
  Setting,
} from './evidence.ts';
import { folderCount } from './folder-totals.ts';

/** The evidence of one member. The tree comes entry by entry, so here only what was not read of it. */
export type MemberGathered = {
  readonly [Need in Exclude<MemberNeed, 'tree'>]: Gathered<MemberEvidence[Need]>;
} & { readonly tree: Gathered<{ readonly unreadable: readonly TreePath[] }> };

export type ServerGathered = { readonly [Need in keyof ServerEvidence]: Gathered<ServerEvidence[Need]> };

/** What one check concluded about one member (null = the server), or why it could not. */
export type Verdict = {
  readonly check: Check;
  readonly member: MemberId | null;
} & (
  | { readonly extent: 'whole'; readonly drafts: readonly Draft[] }
  | { readonly extent: 'part'; readonly drafts: readonly Draft[]; readonly reason: string }
  | { readonly extent: 'none'; readonly reason: string }
);

/** Judges one member: sees every entry once, then concludes. */
export interface MemberSession {
  /** Whether any check looks at the tree: else it need not be read from the store. */
  readonly wantsEntries: boolean;
  see(entry: Entry): void;
  conclude(): readonly Verdict[];
}

/** The checks of a run with their options, ready to judge. */
export interface Bench {
  readonly checks: readonly Check[];
  /** Why a check cannot run at all in this setting; missing = it can. */
  readonly blocked: ReadonlyMap<string, string>;
  readonly off: ReadonlySet<string>;
  member(member: Member, coverage: Coverage, gathered: MemberGathered): MemberSession;
  server(gathered: ServerGathered): readonly Verdict[];
}

/** What the config says of each check: "off", its options, or nothing. */
export type CheckSettings = Readonly<Record<string, unknown>>;

/** Makes the checks ready for a run. Options were read by the config; defaults fill in. */
export function openBench(checks: readonly Check[], settings: CheckSettings, setting: Setting): Bench {
  const off = new Set(checks.filter(({ id }) => settings[id] === 'off').map(({ id }) => id));
  const on = checks.filter(({ id }) => !off.has(id));
  const ready = on.map((check) => readyCheck(check, settings[check.id] ?? check.options.parse({})));
  const blocked = new Map<string, string>();
  for (const one of ready) {
    const why = one.ready.blocked(setting);
    if (why !== null) blocked.set(one.check.id, why);
  }
  const open = ready.filter(({ check }) => !blocked.has(check.id));
  return {
    checks,
    blocked,
    off,
    member(member, coverage, gathered) {
      const judging = open.flatMap((one) =>
        one.scope === 'member' && speaksOf(one.ready, member) ? [one] : [],
      );
      return memberSession(judging, { ...setting, member, coverage }, gathered);
    },
    server(gathered) {
      return open.flatMap((one) =>
        one.scope === 'server'
          ? [
              judged(one.check, null, gathered, one.check.needs, (evidence) =>
                one.ready.judge(evidence, setting),
              ),
            ]
          : [],
      );
    },
  };
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

function speaksOf({ judges }: ReadyMemberCheck, member: Member): boolean {
  return judges === 'all' || (judges === 'enabled') === member.enabled;
}

interface Judging {
  readonly check: MemberScoped;
  readonly ready: ReadyMemberCheck;
}

function memberSession(
  judging: readonly Judging[],
  setting: MemberSetting,
  gathered: MemberGathered,
): MemberSession {
  const { member } = setting;
  const folders = folderCount(setting.now);
  const watchers = new Map<string, Watcher | Error>();
  const readsTree = gathered.tree.known !== 'none';
  for (const { check, ready } of readsTree ? judging : []) {
    if (!check.needs.includes('tree') || missing(gathered, check.needs) !== null) continue;
    const watcher = guarded(() => ready.watch(evidenceOf(gathered, check.needs), setting));
    if (watcher !== null) watchers.set(check.id, watcher);
  }
  const seeing = [...watchers].flatMap(([id, watcher]) =>
    watcher instanceof Error ? [] : [{ id, watcher }],
  );
  return {
    wantsEntries: readsTree && judging.some(({ check }) => check.needs.includes('tree')),
    see(entry) {
      folders.see(entry);
      for (const { id, watcher } of seeing) {
        const failure = guarded(() => watcher.see(entry));
        if (failure instanceof Error) watchers.set(id, failure);
      }
    },
    conclude() {
      const unreadable = gathered.tree.known === 'none' ? [] : gathered.tree.value.unreadable;
      const tree = { folders: readsTree ? folders.totals() : new Map(), unreadable };
      const known = { ...gathered, tree: { ...gathered.tree, value: tree } };
      return judging.map(({ check, ready }) => {
        const watcher = watchers.get(check.id);
        return judged(check, member.id, known, check.needs, (evidence) => {
          if (watcher instanceof Error) throw watcher;
          return watcher === undefined ? ready.judge(evidence, setting) : watcher.conclude(tree);
        });
      });
    },
  };
}

/** Runs the one part that may be wrong in a check; what it throws becomes a value. */
function guarded<T>(work: () => T): T | Error {
  try {
    return work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

type AnyGathered = Readonly<Record<string, Gathered<unknown>>>;

function missing(gathered: AnyGathered, needs: readonly string[]): string | null {
  for (const need of needs) {
    const one = gathered[need];
    if (one === undefined || one.known === 'none') return one?.reason ?? `${need} was not gathered.`;
  }
  return null;
}

function evidenceOf(gathered: AnyGathered, needs: readonly string[]): Record<string, unknown> {
  const evidence: Record<string, unknown> = {};
  for (const need of needs) {
    const one = gathered[need];
    if (one !== undefined && one.known !== 'none') evidence[need] = one.value;
  }
  return evidence;
}

/** Judges with what was gathered: whole, in part (then nothing is fixed), or not at all. */
function judged(
  check: Check,
  member: MemberId | null,
  gathered: AnyGathered,
  needs: readonly string[],
  judge: (evidence: Record<string, unknown>) => readonly Draft[],
): Verdict {
  const lacking = missing(gathered, needs);
  if (lacking !== null) return { check, member, extent: 'none', reason: lacking };
  const drafts = guarded(() => judge(evidenceOf(gathered, needs)));
  if (drafts instanceof Error)
    return { check, member, extent: 'none', reason: `Internal error: ${drafts.message}` };
  const parts = needs.map((need) => gathered[need]).filter((one) => one?.known === 'part');
  const [part] = parts;
  if (part?.known === 'part') return { check, member, extent: 'part', drafts, reason: part.reason };
  return { check, member, extent: 'whole', drafts };
}
