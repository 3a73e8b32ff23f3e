import type { GroupId, MemberId } from '../model/ids.ts';
import type { Language } from '../model/member.ts';
import type { Login } from '../model/secret.ts';
import type { HashToken } from '../model/share.ts';
import type { Bytes, Duration, UtcMs } from '../model/units.ts';
import type { Client } from '../nextcloud/http/client.ts';
import type { Store } from '../store/store.ts';
import type { DirectoryRow } from './inventory/directory.ts';
import type { AccessRules } from './members/access.ts';

/** What the reading half of an audit needs from outside. */
export interface GatherSetting {
  readonly url: string;
  readonly client: Client;
  readonly admin: Login;
  readonly access: AccessRules;
  /** Everybody who granted access. */
  readonly granted: readonly MemberId[];
  /** How long the tree of a departed member is kept. */
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
  /** Only these members; null = all. */
  readonly only: ReadonlySet<string> | null;
  /** Read everything anew, also what has not changed. */
  readonly full: boolean;
  readonly readTrash: boolean;
  /** Members read side by side. */
  readonly membersAtOnce: number;
  /** By which the register knows public links; left out = their tokens leave no trace. */
  readonly hashToken?: HashToken;
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly members: number;
  readonly membersDone: number;
  readonly entries: number;
  readonly requests: number;
}
