import type { Reason } from '../reasons/reason.ts';
import type { MonotonicMs } from '../units.ts';

/** What the workers know together of one run. */
export interface SharedFacts {
  /** App passwords that were refused, over all workers. */
  readonly refusedLogins: number;
  /** Why nothing is sent any more, or nothing by AppAPI; the first one first. */
  readonly stops: readonly Reason[];
  /** Most requests in flight at once, over all workers; at most `server.concurrency`. */
  readonly peakConcurrency: number;
}

/** How a client used its slots since it was last asked. */
export interface SlotUse {
  /** Slots that it has in use, or keeps for itself. */
  readonly holds: number;
  /** Most in flight at once. */
  readonly peak: number;
  /** Most in flight and waiting at once. */
  readonly wanted: number;
  /** Answers that came about as quickly as usual. */
  readonly successes: number;
  /** Answers far slower than usual. */
  readonly slow: number;
  /** Whether the server said "too much". */
  readonly overloaded: boolean;
}

/** A client, as those who lend it slots see it. */
export interface SlotHolder {
  /** Gives the figures since the last call, and begins new ones. */
  use(): SlotUse;
  /** From now on at most so many in flight, at times none; nothing is begun from `until` on. */
  allow(slots: number, until: MonotonicMs): void;
  /** The slots are lost: whatever is in flight is aborted at once. */
  lose(): void;
  learn(facts: SharedFacts): void;
}

/** The part of a server's slots that one client holds, and what it shares with the others of its run. */
export interface SharedPart {
  /** More is wanted than allowed, or the others are to know of an overload. */
  hurry(): void;
  /** Learns what the others know by now; false where that cannot be learnt: nothing may be sent then. */
  ask(): Promise<boolean>;
  /** Resolves once the others can see it, however long that takes. */
  noteRefusedLogin(): Promise<void>;
  noteStop(reason: Reason): void;
  /** Gives the slots back: nothing is in flight any more. */
  leave(): void;
}

/** What bounds the requests to one server over all workers. */
export interface SharedBounds {
  /**
   * A client that joins may have nothing in flight before it is allowed to.
   * @param most `server.concurrency`; where two disagree, the smaller holds.
   */
  join(holder: SlotHolder, most: number): SharedPart;
}
