import type { Inventory } from '../inventory/inventory.ts';
import type { UtcMs } from '../model/units.ts';
import type { MemberRow } from '../store/store.ts';

/** What is known before the first member is asked. */
export interface Start {
  readonly startedAt: UtcMs;
  /** As in `31.0.6`. */
  readonly version: string;
  readonly major: number;
  readonly inventory: Inventory;
  /** The members as stored by earlier runs. */
  readonly earlier: readonly MemberRow[];
}
