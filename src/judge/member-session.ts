import type { Entry } from '../model/entry.ts';
import type { Reason } from '../model/reasons/reason.ts';
import { type Share, shareKey } from '../model/share.ts';
import type { Check, ReadyMemberCheck, Watcher } from './check.ts';
import type { Gathered, MemberEvidence, MemberNeed, MemberSetting, Tree, UnjudgedShare } from './evidence.ts';
import { folderCount } from './folder-totals.ts';
import { doubtOfShares, isJudgedByContents, type NotInTree, unjudgedShares } from './unjudged-shares.ts';
import { asError, evidenceOf, guarded, judged, missing, type Verdict } from './verdict.ts';

/** The evidence of one member. The tree comes entry by entry, so here only where it stands and what was not read of it. */
export type MemberGathered = {
  readonly [Need in Exclude<MemberNeed, 'tree'>]: Gathered<MemberEvidence[Need]>;
} & { readonly tree: Gathered<Pick<Tree, 'root' | 'unreadable'>> };

/** Judges one member: sees every entry once, then concludes. */
export interface MemberSession {
  /** Whether any check looks at the tree: else it need not be read from the store. */
  readonly wantsEntries: boolean;
  see(entry: Entry): void;
  /** Shares to be judged by what lies in them of whose things no entry was seen, though the tree was read whole. */
  notSeen(): readonly Share[];
  /** @param notInTree what is said of `notSeen`. */
  conclude(notInTree?: NotInTree): readonly Verdict[];
}

/** A check of a member with its options read. */
export interface Judging {
  readonly check: Extract<Check, { scope: 'member' }>;
  readonly ready: ReadyMemberCheck;
}

/** Judges one member by these checks. */
export function memberSession(
  judging: readonly Judging[],
  setting: MemberSetting,
  gathered: MemberGathered,
  lost: readonly UnjudgedShare[],
): MemberSession {
  const { member } = setting;
  const shares = gathered.shares.known === 'none' ? [] : gathered.shares.value;
  const judgedByContents = shares.filter(isJudgedByContents);
  const unseen = new Set(judgedByContents.map(({ fileId }) => fileId));
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
      unseen.delete(entry.fileId);
      for (const { id, watcher } of seeing) {
        try {
          watcher.see(entry);
        } catch (error) {
          watchers.set(id, asError(error));
          seeing = stillSeeing(watchers);
        }
      }
    },
    notSeen() {
      const isWhole = gathered.tree.known === 'whole' && gathered.tree.value.unreadable.length === 0;
      // The root itself is no entry.
      return isWhole ? judgedByContents.filter(({ fileId, path }) => unseen.has(fileId) && path !== '/') : [];
    },
    conclude(notInTree = new Map()) {
      const { root, unreadable } =
        gathered.tree.known === 'none' ? { root: '/', unreadable: [] } : gathered.tree.value;
      const gone = new Set(shares.map(shareKey).filter((key) => notInTree.get(key)?.thing === 'gone'));
      const tree = { root, folders: readsTree ? folders.totals() : new Map(), unreadable, gone };
      const known = { ...gathered, tree: { ...gathered.tree, value: tree } };
      // Checks of sharing name each share; others, which add shares up, know them in part.
      const inPart = { ...known, shares: partly(gathered.shares, doubtOfShares(shares, lost)) };
      return judging.map(({ check, ready }) => {
        const watcher = watchers.get(check.id);
        const judge = {
          judge(evidence: Record<string, unknown>) {
            if (watcher instanceof Error) throw watcher;
            return watcher === undefined ? ready.judge(evidence, setting) : watcher.conclude(tree);
          },
          undecided: () => (watcher instanceof Error ? [] : (watcher?.undecided?.(tree) ?? [])),
          settled: (evidence: Record<string, unknown>) => ready.settled(evidence, setting),
          unknown: () => null,
        };
        return judged(
          check,
          member.id,
          check.area === 'sharing' ? known : inPart,
          check.needs,
          judge,
          unjudgedShares(check, shares, notInTree, lost),
        );
      });
    },
  };
}

function partly<T>(gathered: Gathered<T>, reason: Reason | null): Gathered<T> {
  return gathered.known === 'whole' && reason !== null
    ? { known: 'part', value: gathered.value, reasons: [reason] }
    : gathered;
}

/** The watchers that have not failed: one that has is not asked again. */
function stillSeeing(watchers: ReadonlyMap<string, Watcher | Error>) {
  return [...watchers].flatMap(([id, watcher]) => (watcher instanceof Error ? [] : [{ id, watcher }]));
}
