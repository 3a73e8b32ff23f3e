import type { MemberId } from '../model/ids.ts';
import type { UtcMs } from '../model/units.ts';
import type { NameQuestions } from '../nextcloud/ocs/account-by-name.ts';
import type { MemberRow } from '../store/store.ts';
import type { KnownPerson } from './inventory/absent.ts';
import type { Inventory } from './inventory/inventory.ts';

/** What is known before the first member is asked. */
export interface Start {
  readonly startedAt: UtcMs;
  /** As in `31.0.6`. */
  readonly version: string;
  readonly major: number;
  readonly inventory: Inventory;
  /** The members as stored by earlier runs. */
  readonly earlier: readonly MemberRow[];
  /** Those known of earlier whom the server's list lacks, or whose stored trees would be erased were they gone. */
  readonly people: readonly KnownPerson[];
  /** Of whom the server said in an earlier run, asked by name, that there is no such account. */
  readonly deniedBefore: ReadonlyMap<MemberId, UtcMs>;
  /** What may still be asked about single accounts in this run. */
  readonly questions: NameQuestions;
}
