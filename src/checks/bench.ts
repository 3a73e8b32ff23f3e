import type { Coverage } from '../model/coverage.ts';
import type { Entry } from '../model/entry.ts';
import type { Member } from '../model/member.ts';
import type { TreePath } from '../model/path.ts';
import type { Check, ReadyMemberCheck, Watcher } from './check.ts';
import type {
  Gathered,
  MemberEvidence,
  MemberNeed,
  MemberSetting,
  ServerEvidence,
  Setting,
} from './evidence.ts';
import { folderCount } from './folder-totals.ts';
import { asError, evidenceOf, guarded, judged, missing, type Verdict } from './verdict.ts';

/** The evidence of one member. The tree comes entry by entry, so here only what was not read of it. */
export type MemberGathered = {
  readonly [Need in Exclude<MemberNeed, 'tree'>]: Gathered<MemberEvidence[Need]>;
} & { readonly tree: Gathered<{ readonly unreadable: readonly TreePath[] }> };

export type ServerGathered = { readonly [Need in keyof ServerEvidence]: Gathered<ServerEvidence[Need]> };

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
              judged(one.check, null, gathered, one.check.needs, {
                judge: (evidence) => one.ready.judge(evidence, setting),
                settled: () => false,
              }),
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
  let seeing = stillSeeing(watchers);
  return {
    wantsEntries: readsTree && judging.some(({ check }) => check.needs.includes('tree')),
    see(entry) {
      folders.see(entry);
      for (const { id, watcher } of seeing) {
        try {
          watcher.see(entry);
        } catch (error) {
          watchers.set(id, asError(error));
          seeing = stillSeeing(watchers);
        }
      }
    },
    conclude() {
      const unreadable = gathered.tree.known === 'none' ? [] : gathered.tree.value.unreadable;
      const tree = { folders: readsTree ? folders.totals() : new Map(), unreadable };
      const known = { ...gathered, tree: { ...gathered.tree, value: tree } };
      return judging.map(({ check, ready }) => {
        const watcher = watchers.get(check.id);
        return judged(check, member.id, known, check.needs, {
          judge(evidence) {
            if (watcher instanceof Error) throw watcher;
            return watcher === undefined ? ready.judge(evidence, setting) : watcher.conclude(tree);
          },
          settled: (evidence) => ready.settled(evidence, setting),
        });
      });
    },
  };
}

/** The watchers that have not failed: one that has is not asked again. */
function stillSeeing(watchers: ReadonlyMap<string, Watcher | Error>) {
  return [...watchers].flatMap(([id, watcher]) => (watcher instanceof Error ? [] : [{ id, watcher }]));
}
