import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import type { Logger } from '../../log.ts';
import type { RunId } from '../../model/ids.ts';
import type { SharedBounds } from '../../model/network/shared-bounds.ts';
import type { HowToAdd } from '../../queue/add-job.ts';
import type { Job, Purpose } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import type { Instance } from '../fleet/registry.ts';

/** What a job of one instance gets. */
export interface JobSetting {
  readonly instance: Instance;
  readonly config: Config;
  readonly store: Store;
  /** Null where there is none. */
  readonly vault: () => Promise<Vault | null>;
  readonly queue: Queue;
  /** What the workers share of the server: of one run, or (null) before it is begun. */
  readonly sharedFor: (run: RunId | null) => SharedBounds;
  /** Lets whoever looks at the fleet know how it ended; null = well. */
  readonly noteEnd: (purpose: Purpose, problem: string | null) => Promise<void>;
  /** Asked to end when the worker is, and when it lost the lock. */
  readonly context: AppContext & { readonly log: Logger };
}

/** A job that comes after one. */
export interface NextJob {
  readonly job: Job;
  readonly how: HowToAdd;
}
