import type { CoverageStatus } from '../../model/coverage.ts';
import type { Audience, FindingState, Subject } from '../../model/finding.ts';
import type { ResultShare } from '../../model/result.ts';
import type { Severity } from '../../model/severity.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { Times } from './relative-dates.ts';

/**
 * What a run must conclude on the thing of one case: that it stands, that it just misses the threshold, that it is
 * gone, or nothing at all, because it cannot be seen or is not there yet.
 */
export type Outcome = 'found' | 'spared' | 'gone' | 'silent';

/** The thing of one case, and what each of the two runs must make of it. */
export interface Fact {
  readonly check: string;
  readonly member: string | null;
  readonly subject: Subject;
  readonly description: string;
  readonly audience: Audience;
  /** Null where the check's own holds or it is of no case. */
  readonly severity: Severity | null;
  /** What acting frees; null where the case does not say. */
  readonly bytes: Bytes | null;
  readonly outcomes: readonly [first: Outcome, second: Outcome];
  /** The last day of the exception that covers it. */
  readonly exceptedUntil: string | null;
}

export interface ExpectedFinding extends Omit<Fact, 'outcomes' | 'exceptedUntil'> {
  readonly state: FindingState;
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly since: string;
  /** uids and gids, sorted; only for files and folders. */
  readonly sharedWith: readonly string[];
}

interface NearMiss {
  readonly check: string;
  readonly member: string | null;
  readonly subject: Subject;
  readonly description: string;
}

export interface TruthMember {
  readonly id: string;
  readonly status: CoverageStatus;
  /** Own bytes as the result has them: from the entries where read, else the server's figure. */
  readonly bytes: Bytes;
  /** Null where the tree was not read whole. */
  readonly files: number | null;
  readonly folders: number | null;
  readonly trashBytes: Bytes | null;
  readonly quotaBytes: Bytes;
  readonly unlimited: boolean;
  readonly lastLogin: UtcMs | null;
  readonly unreadable: readonly string[];
  /** Whether a mail can reach this person at all. */
  readonly mail: string | null;
}

/** A group folder, as the run that reads it must tell of it. */
export interface TruthSpace {
  readonly id: string;
  /** Its mount point. */
  readonly name: string;
  readonly bytes: Bytes;
  readonly files: number;
  readonly folders: number;
  /** Null where there is no limit. */
  readonly quotaBytes: Bytes | null;
  /** Uids of those who see it and were read, sorted. */
  readonly members: readonly string[];
  /** Those of them who have it elsewhere than at its name. */
  readonly places: readonly { readonly member: string; readonly path: string }[];
  /** The groups that have it, each with all rights; null where a circle has it. */
  readonly groups: readonly string[] | null;
  /** Whether rules of its own take rights away inside. */
  readonly advancedPermissions: boolean;
}

export interface ExceptionTruth {
  readonly check: string;
  readonly member: string;
  readonly path: string;
  readonly reason: string;
  readonly until: string;
}

/**
 * What menage must say of the cooperative, with the demo's config. It comes from how the cooperative was built,
 * never from the checks: a check and its test cannot be wrong in the same way.
 */
export interface Truth {
  readonly run: 1 | 2;
  readonly times: Times;
  /** Role → uid, for tests that look for one person. */
  readonly roles: Readonly<Record<string, string>>;
  /** Members of the configured groups, in the order of the world. */
  readonly members: readonly TruthMember[];
  readonly spaces: readonly TruthSpace[];
  readonly shares: readonly ResultShare[];
  /** Of this run, fixed ones included. No finding but these. */
  readonly findings: readonly ExpectedFinding[];
  readonly nearMisses: readonly NearMiss[];
  readonly facts: readonly Fact[];
  readonly exceptions: readonly ExceptionTruth[];
}
