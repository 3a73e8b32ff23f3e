import type { MemberId } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { JournalEntry } from './journal-store.ts';

/** People who took access back or had everything erased, and what is still owed to them. */
export interface WithdrawalStore {
  /**
   * In one transaction: nothing of the person is read or kept of their tree any more, and their key waits to be revoked.
   * Figures and results stay; `clearRuns` blanks the private names in them.
   */
  withdraw(withdrawal: Withdrawal): Promise<void>;
  /** The same, and everything else that the store holds of the person; `clearRuns` does so in stored runs. */
  erase(erasure: Erasure): Promise<void>;
  /**
   * Whether somebody took access back or had everything erased, and did not give access since. Such a person is neither
   * read nor invited; what a run under way writes of them is left out.
   */
  hasLeft(member: MemberId): Promise<boolean>;
  /** Those of many who left, as `hasLeft` says it. */
  leftAmong(members: readonly MemberId[]): Promise<readonly MemberId[]>;
  /** Who took access back and did not give it again, and when. */
  withdrawn(): Promise<ReadonlyMap<MemberId, UtcMs>>;
  /** Takes note that somebody gave access at `at`: what they did before then ends. */
  returned(member: MemberId, at: UtcMs): Promise<void>;
  /** Blanks or erases names in one stored run of somebody who left; false once nothing is owed. */
  clearRuns(): Promise<boolean>;
  /** Keys that wait to be revoked, oldest first. */
  keys(): Promise<readonly WaitingKey[]>;
  /** When a key is tried next. */
  postpone(id: string, nextAt: UtcMs): Promise<void>;
  /** The key is revoked, or given up: it is destroyed, and this noted, in one transaction; nothing where it is gone. */
  destroy(id: string, note: KeyNote): Promise<void>;
}

export interface Withdrawal {
  readonly member: MemberId;
  readonly at: UtcMs;
  /** The key that is to be revoked, encrypted; null where there is none, or what reads is no key of the person. */
  readonly sealedKey: string | null;
  /** What the journal says of it. */
  readonly entry: JournalEntry;
}

/** What is noted of a key that ended. */
export interface KeyNote {
  readonly entry: JournalEntry | null;
  /** A mail to its person. */
  readonly notice: {
    readonly kind: 'key-left' | 'key-revoked';
    readonly member: MemberId | null;
    readonly recipient: string | null;
    readonly key: string;
    readonly params: { readonly keyName: string };
    readonly dueAt: UtcMs;
  } | null;
}

export interface Erasure extends Pick<Withdrawal, 'member' | 'at' | 'sealedKey'> {
  /** Until when a salted mark keeps the person from being invited and read; null = for good. */
  readonly until: UtcMs | null;
}

/** A key that its person took back and that the server may still take. */
export interface WaitingKey {
  readonly id: string;
  /** Null where the person was erased. */
  readonly member: MemberId | null;
  readonly sealed: string;
  readonly since: UtcMs;
  readonly nextAt: UtcMs;
}
