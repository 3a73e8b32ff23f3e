import type { z } from 'zod';
import type { CheckInfo, CheckTraits } from '../model/check-info.ts';
import type { Entry, UploadBound } from '../model/entry.ts';
import type { Actual, Subject } from '../model/finding.ts';
import type { Reason } from '../model/reasons/reason.ts';
import type { Severity } from '../model/severity.ts';
import type { Share, ShareType } from '../model/share.ts';
import type { Bytes, Duration } from '../model/units.ts';
import type { Limits } from '../model/usage-level.ts';
import type {
  MemberEvidence,
  MemberNeed,
  MemberSetting,
  ServerEvidence,
  ServerNeed,
  Setting,
  Tree,
  UnjudgedShare,
} from './evidence.ts';

/** What a check concludes; member, fingerprint, state, since and sharedWith are added by the runner. */
export interface Draft {
  readonly subject: Subject;
  readonly actual: Actual;
  /** What acting would free; 0 unless said. */
  readonly bytes?: Bytes;
  /** Only where it differs from the check's own. */
  readonly severity?: Severity;
  /** Of a check that judges shares of several types: only type and id together name a share. */
  readonly shareType?: ShareType;
}

/** Sees every entry of one member once, in no order, and concludes when all were seen. */
export interface Watcher {
  see(entry: Entry): void;
  conclude(tree: Tree): readonly Draft[];
  /**
   * Ids of subjects of which it can say nothing, as of a file whose date cannot be read: what was found on them earlier is
   * neither listed nor fixed. Default: none.
   */
  undecided?(tree: Tree): readonly string[];
}

/**
 * What a check reads of a share beyond what every share has: its password, its day, its end, its token, its path in the owner's tree, what lies
 * in it, whether its thing is still there. Where that is not known the share is not judged, and named.
 */
export type ShareAspect = 'password' | 'createdAt' | 'expires' | 'token' | 'path' | 'contents' | 'existence';

/** What one check adds to the `EvidenceBounds` of a run. */
export interface DeclaredBounds {
  readonly checksumsFrom?: Bytes;
  readonly uploadTimes?: UploadBound;
}

interface Common<Options> extends Omit<CheckInfo, 'traits'> {
  readonly traits?: CheckTraits;
  readonly readsOfShares?: readonly ShareAspect[];
  /** Of which shares it reads that. Default: public links, mail shares and unknown kinds. */
  readonly judgesShares?: (share: Share) => boolean;
  /** What it judges by and the views name. Default: nothing. */
  readonly limits?: (options: Options) => Limits;
  /**
   * Its findings are of what happened since the last run, and no state: each stands for this long while its share does, and
   * is never fixed. Default: they are of a state.
   */
  readonly standsFor?: (options: Options) => Duration;
  /** What it needs to know of files that is gathered only of some. Default: nothing. */
  readonly evidenceBounds?: (options: Options) => DeclaredBounds;
  /** Zod object of the options, each with its default. `z.object({})` for none. */
  readonly options: z.ZodType<Options>;
  /** One line per option, for the doc page: name → what it means, in English. */
  readonly optionHelp: Readonly<Record<keyof Options & string, string>>;
  /** When it finds something, exactly; in English, for the doc page. */
  readonly problem: string;
  /** A finding's `actual`, for the doc page and the tests of the texts. */
  readonly example: Actual;
  /** Why the check cannot run with these options and settings (no domain list, say); null when it can. */
  readonly blocked?: (options: Options, setting: Setting) => Reason | null;
}

/** Judged member by member from what it needs and nothing else. */
export interface MemberCheck<Options, Need extends MemberNeed> extends Common<Options> {
  readonly scope: 'member';
  readonly needs: readonly Need[];
  /** Which members it speaks of. Default `enabled`. */
  readonly judges?: 'enabled' | 'disabled' | 'all';
  /** For checks that need no single entries. */
  readonly judge?: (
    evidence: Pick<MemberEvidence, Need>,
    options: Options,
    setting: MemberSetting,
  ) => readonly Draft[];
  /** Whether evidence that was gathered in part settles the question all the same. Default: it never does. */
  readonly settled?: (
    evidence: Pick<MemberEvidence, Need>,
    options: Options,
    setting: MemberSetting,
  ) => boolean;
  /** For checks that look at entries one by one; wants `tree` among the needs, and gets it when all were seen. */
  readonly watch?: (
    evidence: Pick<MemberEvidence, Exclude<Need, 'tree'>>,
    options: Options,
    setting: MemberSetting,
  ) => Watcher;
}

/** Judged once for the whole server. */
export interface ServerCheck<Options, Need extends ServerNeed> extends Common<Options> {
  readonly scope: 'server';
  readonly needs: readonly Need[];
  /** Why the evidence, though gathered, does not tell. Default: it tells. */
  readonly unknown?: (evidence: Pick<ServerEvidence, Need>) => Reason | null;
  /** Of which entries of the register it says nothing. Default: none. */
  readonly unjudged?: (evidence: Pick<ServerEvidence, Need>) => readonly UnjudgedShare[];
  readonly judge: (
    evidence: Pick<ServerEvidence, Need>,
    options: Options,
    setting: Setting,
  ) => readonly Draft[];
}

interface Listed extends CheckInfo {
  readonly readsOfShares?: readonly ShareAspect[];
  readonly judgesShares?: (share: Share) => boolean;
  readonly optionHelp: Readonly<Record<string, string>>;
  readonly problem: string;
  readonly example: Actual;
  readonly options: z.ZodType;
  /** As `boundsWith`, see `Common.limits`. */
  limitsWith(options: unknown): Limits;
  /** See `Common.standsFor`; null of what finds states. */
  standsForWith(options: unknown): Duration | null;
  /** See `Common.evidenceBounds`; takes options that its own schema has read. */
  boundsWith(options: unknown): DeclaredBounds;
}

/** A check as the list holds it. `ready` takes options that its own schema has read. */
export type Check =
  | (Listed & {
      readonly scope: 'member';
      readonly needs: readonly MemberNeed[];
      ready(options: unknown): ReadyMemberCheck;
    })
  | (Listed & {
      readonly scope: 'server';
      readonly needs: readonly ServerNeed[];
      ready(options: unknown): ReadyServerCheck;
    });

/** A member check with its options read. */
export interface ReadyMemberCheck {
  readonly judges: 'enabled' | 'disabled' | 'all';
  blocked(setting: Setting): Reason | null;
  /** Null for a check that does not look at single entries. */
  watch(evidence: Partial<MemberEvidence>, setting: MemberSetting): Watcher | null;
  judge(evidence: Partial<MemberEvidence>, setting: MemberSetting): readonly Draft[];
  /** See `MemberCheck.settled`. */
  settled(evidence: Partial<MemberEvidence>, setting: MemberSetting): boolean;
}

export interface ReadyServerCheck {
  /** See `ServerCheck.unknown`. */
  unknown(evidence: Partial<ServerEvidence>): Reason | null;
  /** See `ServerCheck.unjudged`. */
  unjudged(evidence: Partial<ServerEvidence>): readonly UnjudgedShare[];
  blocked(setting: Setting): Reason | null;
  judge(evidence: Partial<ServerEvidence>, setting: Setting): readonly Draft[];
}
