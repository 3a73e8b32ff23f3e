import type { MemberId } from '../../model/ids.ts';
import type { Language } from '../../model/member.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { DirectoryRow } from './directory.ts';

/** What decides who is a member, and what is known of them beside the server. */
export interface InventoryQuestion {
  /** `members.groups`: a member is in one of them; empty = every account. */
  readonly groups: readonly string[];
  /** `members.except`: accounts that are neither listed nor judged. */
  readonly except: readonly string[];
  /** The house rule where the server sets no quota. */
  readonly quotaRule: Bytes;
  /** The organisation's language, for accounts that set none. */
  readonly language: Language;
  readonly directory: ReadonlyMap<MemberId, DirectoryRow> | null;
  /** Groups named in `referents`: the antennas. */
  readonly antennas: readonly string[];
  /** When we last sent a request as a member. */
  readonly lastRequestAt: ReadonlyMap<MemberId, UtcMs>;
  /** The last login that was stored earlier. */
  readonly earlierLastLogin: ReadonlyMap<MemberId, UtcMs | null>;
}
