import type { Logger } from '../log.ts';
import type { UtcMs } from '../model/units.ts';

/** What a use case gets of the process that it runs in: no terminal, no flags, no exit code. */
export interface AppContext {
  readonly environment: NodeJS.ProcessEnv;
  /** Takes what a person should know although the work goes on. */
  readonly log: Pick<Logger, 'warn'>;
  /** The clock of every command: only durations are measured by another one. */
  readonly now: () => UtcMs;
  /** Aborted to ask for an orderly end: finish what is in flight, keep what is whole. */
  readonly stop: AbortSignal;
}
