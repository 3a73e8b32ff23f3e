import { randomUUID } from 'node:crypto';
import type { InstanceName, RunId } from '../../model/ids.ts';
import type { SlotHolder } from '../../model/network/shared-bounds.ts';
import type { MonotonicMs } from '../../model/units.ts';
import type { Renewal } from './slots-table.ts';

/** Milliseconds. */
export interface LeaseTimes {
  /** Between two renewals. */
  readonly renewMs: number;
  /** From a renewal on, by the clock of the database. */
  readonly leaseMs: number;
  /** Before the end of a lease: then what is in flight is aborted. */
  readonly marginMs: number;
  /** Of a database, after which it is lost. */
  readonly silentMs: number;
  /** Between two renewals that cannot wait. */
  readonly hurryMs: number;
}

export const LEASE_TIMES: LeaseTimes = {
  renewMs: 1_000,
  leaseMs: 10_000,
  marginMs: 3_000,
  silentMs: 2_000,
  hurryMs: 100,
};

/** One client of this worker, and what it holds of its server's slots. */
export interface SlotPart {
  readonly instance: InstanceName;
  readonly run: RunId | null;
  /** `server.concurrency`. */
  readonly most: number;
  readonly client: SlotHolder;
  holder: string;
  renewals: number;
  /** What the database has it hold. */
  held: number;
  isLeaving: boolean;
}

/** Before any moment: nothing may be begun. */
export const NEVER: MonotonicMs = Number.NEGATIVE_INFINITY;

export function newSlotPart(of: Pick<SlotPart, 'instance' | 'run' | 'most' | 'client'>): SlotPart {
  return { ...of, holder: randomUUID(), renewals: 0, held: 0, isLeaving: false };
}

/** What the part asks to keep, and for: it keeps to that from now on. */
export function renewalOf(part: SlotPart): Renewal {
  const { instance, run, holder, most, client, isLeaving } = part;
  const use = client.use();
  // Once a client has ended, those who wait go on without a slot, and send nothing.
  part.held = isLeaving ? 0 : Math.min(use.holds, part.held);
  part.renewals++;
  return {
    ...{ instance, run, holder, most, number: part.renewals },
    use: { ...use, holds: part.held, wanted: isLeaving ? 0 : use.wanted },
  };
}

/**
 * What was granted holds until then.
 * @param granted null where what the part held was lost: it begins anew, as another holder.
 */
export function takeGranted(part: SlotPart, granted: number | null, until: MonotonicMs): void {
  if (granted !== null) {
    part.held = Math.max(part.held, granted);
    part.client.allow(granted, until);
    return;
  }
  part.client.allow(0, NEVER);
  part.client.lose();
  part.holder = randomUUID();
  part.renewals = 0;
  part.held = 0;
}
