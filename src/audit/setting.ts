import type { CheckSettings } from '../checks/bench.ts';
import type { Check } from '../checks/check.ts';
import type { Exception } from '../checks/exceptions.ts';
import type { DirectoryRow } from '../inventory/directory.ts';
import type { GroupId, MemberId } from '../model/ids.ts';
import type { Language } from '../model/member.ts';
import type { Credential } from '../model/secret.ts';
import type { Bytes, Duration, UtcMs } from '../model/units.ts';
import type { Door } from '../nextcloud/door.ts';
import type { Store } from '../store/store.ts';

/** Everything that one audit needs from outside. */
export interface AuditSetting {
  readonly url: string;
  readonly door: Door;
  readonly admin: Credential;
  /** What a member granted; null = nothing yet. */
  readonly credentialOf: (member: MemberId) => Credential | null;
  /** Everybody who granted access. */
  readonly granted: readonly MemberId[];
  /** So long the tree of a departed member is kept. */
  readonly keepDeparted: Duration;
  readonly store: Store;
  readonly clock: () => UtcMs;
  readonly zone: string;
  readonly language: Language;
  readonly groups: readonly GroupId[];
  readonly except: readonly string[];
  readonly quotaRule: Bytes;
  readonly directory: ReadonlyMap<MemberId, DirectoryRow> | null;
  /** Groups named in `referents`. */
  readonly antennas: readonly string[];
  readonly checks: readonly Check[];
  readonly checkSettings: CheckSettings;
  readonly exceptions: readonly Exception[];
  /** Only these members; null = all. */
  readonly only: ReadonlySet<string> | null;
  /** Read everything anew, also what has not changed. */
  readonly full: boolean;
  readonly readTrash: boolean;
  /** Members read side by side. */
  readonly membersAtOnce: number;
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly members: number;
  readonly membersDone: number;
  readonly entries: number;
  readonly requests: number;
}
