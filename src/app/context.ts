import type { Logger } from '../log.ts';
import type { UtcMs } from '../model/units.ts';

/** What a use case gets of the process that it runs in: no terminal, no flags, no exit code. */
export interface AppContext {
  readonly environment: NodeJS.ProcessEnv;
  /** Takes what a person should know although the work goes on. */
  readonly log: Pick<Logger, 'warn'>;
  /** The clock of every command: only durations are measured by another one. */
  readonly now: () => UtcMs;
  /**
   * Aborted to ask for an orderly end: finish what is in flight, keep what is whole. Its reason is the signal's name, or a
   * time-out where the time that the command was given is over.
   */
  readonly stop: AbortSignal;
}

/** What asks a program to end. */
export type EndSignal = 'SIGINT' | 'SIGTERM';

/** The signal that asked for an end; null where none did. */
export function endSignalOf({ stop }: Pick<AppContext, 'stop'>): EndSignal | null {
  if (!stop.aborted) return null;
  const cause: unknown = stop.reason;
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return null;
  return cause === 'SIGTERM' ? 'SIGTERM' : 'SIGINT';
}
