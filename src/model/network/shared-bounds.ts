import type { Reason } from '../reasons/reason.ts';
import type { MonotonicMs } from '../units.ts';

/** Which requests a stop ends: all, or those by AppAPI alone. */
export type StopScope = 'all' | 'registration';

/** What the workers know together of one run. */
export interface SharedFacts {
  /** App passwords that were refused, over all workers. */
  readonly refusedLogins: number;
  readonly stops: readonly { readonly scope: StopScope; readonly reason: Reason }[];
  /** Most requests in flight at once, over all workers; at most `server.concurrency`. */
  readonly peakConcurrency: number;
}

/** How a client used its slots since it was last asked. */
export interface SlotUse {
  readonly inFlight: number;
  /** Most in flight at once. */
  readonly peak: number;
  /** Most in flight and waiting at once. */
  readonly wanted: number;
  /** Answers that came as quickly as usual. */
  readonly successes: number;
  /** Answers far slower than usual. */
  readonly slow: number;
  /** Whether the server said "too much". */
  readonly overloaded: boolean;
}

/** A client, as those who lend it slots see it. */
export interface SlotHolder {
  /** How many of the slots it was allowed it keeps for itself. */
  limit(): number;
  /** Gives the figures since the last call, and begins new ones. */
  use(): SlotUse;
  /** From now on at most so many in flight, at times none; nothing is begun from `until` on. */
  allow(slots: number, until: MonotonicMs): void;
  /** Its slots are lost: whatever is in flight is aborted at once. */
  lose(): void;
  learn(facts: SharedFacts): void;
}

/** The part of a server's slots that one client holds, and what it shares with the others of its run. */
export interface SharedPart {
  /** More is wanted than allowed, or the server is overloaded: the others need to know soon. */
  hurry(): void;
  /** Learns what the others know by now; false where it cannot be learnt. */
  ask(): Promise<boolean>;
  /** Resolves once the others can see it, however long that takes. */
  noteRefusedLogin(): Promise<void>;
  /** The first reason of a scope stands. Resolves as above. */
  noteStop(scope: StopScope, reason: Reason): Promise<void>;
  /** Gives the slots back: nothing may be in flight any more. */
  leave(): void;
}

/**
 * What bounds the requests to one server over all workers. A client that joins is allowed nothing before it is told how much.
 */
export interface SharedBounds {
  /** @param most `server.concurrency`; where two disagree, the smaller holds. */
  join(holder: SlotHolder, most: number): SharedPart;
}
