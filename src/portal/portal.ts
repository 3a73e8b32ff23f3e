import type { FirstReadings } from '../app/portal/first-reading.ts';
import type { PortalSetting } from '../app/portal/setting.ts';
import type { Config } from '../config/load.ts';
import type { CompiledTemplates } from '../report/templates.ts';

/** The section `portal` of the config, which is there wherever the portal runs. */
export type PortalConfig = NonNullable<Config['portal']>;

/** What every page may use. */
export interface Portal extends PortalSetting {
  readonly settings: PortalConfig;
  readonly templates: CompiledTemplates;
  readonly readings: FirstReadings;
  /** A flow has begun: Nextcloud is asked about it from now on. */
  wakeFlows(): void;
}
