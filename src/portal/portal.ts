import type { AppContext } from '../app/context.ts';
import type { Links } from '../app/portal/links.ts';
import type { Config } from '../config/load.ts';
import type { DerivedKey } from '../credentials/derived-key.ts';
import type { Vault } from '../credentials/vault.ts';
import type { Logger } from '../log.ts';
import type { Client } from '../nextcloud/http/client.ts';
import type { CompiledTemplates } from '../report/templates.ts';
import type { Words } from '../report/text/words.ts';
import type { Store } from '../store/store.ts';

/** The section `portal` of the config, which is there wherever the portal runs. */
export type PortalConfig = NonNullable<Config['portal']>;

/** What every page may use. */
export interface Portal {
  readonly config: Config;
  readonly settings: PortalConfig;
  readonly context: AppContext & { readonly log: Logger };
  readonly store: Store;
  readonly vault: Vault;
  readonly client: Client;
  readonly links: Links;
  readonly keys: { readonly form: DerivedKey; readonly id: DerivedKey; readonly sealed: DerivedKey };
  readonly templates: CompiledTemplates;
  readonly words: Words;
  /** Runs what must not be lost when the answer has gone; `serve` waits for it before it ends. */
  background(work: () => Promise<void>): void;
}
