import type { Config } from '../../config/load.ts';
import type { DerivedKey } from '../../credentials/derived-key.ts';
import type { Vault } from '../../credentials/vault.ts';
import type { Logger } from '../../log.ts';
import type { Client, ClientSettings } from '../../nextcloud/http/client.ts';
import type { Words } from '../../report/text/words.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import type { AccountsNow } from './accounts-now.ts';
import type { Links } from './links.ts';

/** What the acts of the portal need, without HTTP. */
export interface PortalSetting {
  readonly config: Config;
  readonly context: AppContext & { readonly log: Logger };
  readonly store: Store;
  readonly vault: Vault;
  readonly links: Links;
  readonly keys: { readonly form: DerivedKey; readonly id: DerivedKey; readonly sealed: DerivedKey };
  readonly words: Words;
  /**
   * Lends a client for one act, impatient: a person waits. Each act has its own, for a client that was refused or has
   * met maintenance sends nothing more.
   */
  withClient<T>(work: (client: Client) => Promise<T>, changes?: Partial<ClientSettings>): Promise<T>;
  readonly accounts: AccountsNow;
  /** Lets the notices leave that were queued just now; they leave by themselves as well, some seconds later. */
  deliverSoon(): void;
  /** Runs what must not be lost when the answer has gone; `serve` waits for it before it ends. */
  background(work: () => Promise<void>): void;
}
