import type { RunId } from '../model/ids.ts';
import type { DeliveryKey, HeldReason, MailOccasion, Sendings } from '../model/mail.ts';
import type { UtcMs } from '../model/units.ts';

export const DELIVERY_STATES = ['queued', 'handing-over', 'sent', 'refused', 'deferred', 'doubtful'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** "person": of the recipient or of this message; "all": every message would fail; "unclear": either. */
export const DELIVERY_FAULTS = ['person', 'all', 'unclear'] as const;
export type DeliveryFault = (typeof DELIVERY_FAULTS)[number];

/** One message to one recipient. */
export interface Delivery {
  readonly id: number;
  readonly run: RunId;
  /** `YYYY-MM` or the like: no two messages of a period have the same key. */
  readonly period: string;
  readonly key: DeliveryKey;
  /** Why the member gets it; null for others, and where an earlier version did not note it. */
  readonly occasion: MailOccasion | null;
  readonly recipient: string;
  readonly messageId: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastAttemptAt: UtcMs | null;
  readonly lastReply: string | null;
  /** Whose fault the last failure was; null where there was none, or an earlier version did not note it. */
  readonly fault: DeliveryFault | null;
  /** By which transport it was last tried, as a fingerprint without the secret; null where that was not noted. */
  readonly via: string | null;
}

/** A mail that a sending held back. */
export interface HeldMail {
  readonly run: RunId;
  readonly period: string;
  readonly key: DeliveryKey;
  /** The address it would have gone to. */
  readonly recipient: string;
  /** Of all mails, and of this one alone. */
  readonly reasons: readonly HeldReason[];
}

export interface OutboxStore {
  /**
   * Queues what the period still lacks, in one transaction. A period and key already there stays as it is, but that
   * what waits goes to the address that is right now, and that what was refused waits again once its reason may be
   * gone: another address, another transport. Who was forgotten after a message had gone to them gets no second one in
   * that period.
   */
  queue(
    deliveries: readonly (Pick<Delivery, 'run' | 'period' | 'key' | 'recipient' | 'messageId'> &
      Partial<Pick<Delivery, 'occasion'>>)[],
    way?: {
      /** The transport that is right now. */
      readonly via?: string;
      /** Whether everything that was refused waits again. */
      readonly retryRefused?: boolean;
    },
  ): Promise<void>;
  list(period: string): Promise<readonly Delivery[]>;
  /** The period of the newest message; null where there is none. */
  latestPeriod(): Promise<string | null>;
  /**
   * @param failure of a try that failed; left out = what is noted of the last one is erased.
   * @throws {LockedError} at "handing-over", where another program has begun with it since.
   */
  mark(
    id: number,
    state: DeliveryState,
    at: UtcMs,
    reply: string | null,
    failure?: { readonly fault: DeliveryFault | null; readonly via: string },
  ): Promise<void>;
  /** Every delivery with this key, in whatever state, newest first. */
  under(key: string): Promise<readonly Delivery[]>;
  /** Null before the first sending. */
  sendings(): Promise<Sendings | null>;
  noteSendings(sendings: Sendings): Promise<void>;
  /** Whether a mail to a member was ever handed over, or may have been; also where its delivery is erased since. */
  hasMailedMembers(): Promise<boolean>;
  /** Every delivery that was accepted, newest first: for "the address changed" and "unlike last time". */
  sent(): Promise<readonly Delivery[]>;
  /** What the last sending held back. */
  held(): Promise<readonly HeldMail[]>;
  /** Puts these in the place of all that were held before. */
  noteHeld(held: readonly HeldMail[]): Promise<void>;
}
