import type { GatherSetting } from '../../gather/setting.ts';
import type { Check } from '../../judge/check.ts';
import type { Exception } from '../../judge/exceptions.ts';
import type { CheckSettings } from '../../judge/runner.ts';
import type { LongResult } from '../../model/long-result.ts';
import type { ListReading } from '../../register/read-list.ts';
import type { Store } from '../../store/store.ts';
import type { ConfigNames } from '../config-names.ts';
import type { Acceptance } from './acceptance.ts';

/** Everything that one audit needs from outside. */
export interface AuditSetting extends GatherSetting {
  readonly checks: readonly Check[];
  readonly checkSettings: CheckSettings;
  readonly exceptions: readonly Exception[];
  /** What need not be read. */
  readonly accept: readonly Acceptance[];
  /** What the config names, to be compared with the server; left out = nothing. */
  readonly names?: ConfigNames;
  /** Reads the lists of links that are meant to be open; left out = the config names none. */
  readonly readLists?: () => Promise<readonly ListReading[]>;
  /** Takes a result as it is stored, within that transaction; none that is worth nothing. Left out = nothing is to be noted. */
  readonly onStored?: (result: LongResult, within: Store) => Promise<void>;
  /** Where the administrator's password comes from, for messages. */
  readonly passwordPlace?: string;
}
