import type { GroupId, MemberId } from '../model/ids.ts';
import type { Language } from '../model/member.ts';
import type { UtcMs } from '../model/units.ts';
import type { TakeBack } from './database/database.ts';

/** What mails need beside the result, and the last login that was not ours. */
export interface MemberRow {
  readonly id: MemberId;
  readonly name: string;
  readonly mail: string | null;
  readonly language: Language;
  readonly antenna: string | null;
  /** As of before our first request with this member's token. */
  readonly lastLogin: UtcMs | null;
  /** When we last sent a request as this member; null = never. */
  readonly lastRequestAt: UtcMs | null;
  /** As the server last listed the account; null = not noted. Saving null leaves what is there. */
  readonly groups: readonly GroupId[] | null;
}

/** Somebody whom the server's account list does not show. */
export interface Absence {
  readonly id: MemberId;
  /** Whether an earlier run had them as a member; else they are named elsewhere (vault, directory, a share). */
  readonly wasListed: boolean;
  /** When a run first missed them. */
  readonly missedAt: UtcMs;
  /** When the server said, asked by name, that there is no such account; null = it did not. */
  readonly deniedAt: UtcMs | null;
}

export interface MemberStore {
  list(): Promise<readonly MemberRow[]>;
  /** Null where nothing is stored of such a member. */
  get(id: MemberId): Promise<MemberRow | null>;
  save(rows: readonly MemberRow[]): Promise<void>;
  /** Who was missing from the account list in the latest run. */
  absences(): Promise<readonly Absence[]>;
  /** Puts these in the place of all that were there. */
  saveAbsences(absences: readonly Absence[]): Promise<void>;
  /**
   * Erases a person: member row, snapshot, shares, findings, figures, deliveries, and its part of stored results. What
   * stays until the period ends is a mark without the id, so that no second mail goes out in it. `alongside` belongs to
   * the same transaction: what it throws takes the erasure back.
   */
  forget(member: MemberId, alongside?: () => Promise<TakeBack>): Promise<void>;
  /** Everybody of whom something is stored, also who only shares with members or is shared with. */
  known(): Promise<ReadonlySet<MemberId>>;
}
