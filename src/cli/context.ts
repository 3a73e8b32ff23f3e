import type { Command } from 'commander';
import type { AppContext, EndSignal } from '../app/context.ts';
import type { Config } from '../config/load.ts';
import { type Logger, openLog } from '../log.ts';
import { EXIT, type ExitCode } from '../model/errors.ts';
import { visibleText } from '../model/text/visible-text.ts';
import { print, printDocument, printFile } from './output.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly instance?: string;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  readonly logFormat?: 'text' | 'json';
  readonly color?: boolean;
}

/** What a command may use of the process it runs in; Ctrl-C and SIGTERM abort `stop`. */
export interface Context extends AppContext {
  readonly configFile: string;
  /** By --config or MENAGE_CONFIG; else it is whatever lies in the current folder. */
  readonly isConfigNamed: boolean;
  /** By --instance: the config of one Nextcloud of a fleet; null where `configFile` is that of the only one. */
  readonly instance: Config | null;
  readonly log: Logger;
  readonly quiet: boolean;
  /** Text for people, on standard output; names from outside cannot drive the terminal by it. */
  out(text: string): void;
  /** A JSON document, on standard output. */
  document(json: string): void;
  /** A file that its view made harmless (a table, a page), on standard output. */
  file(text: string): void;
  /** Whether somebody reads standard output as it comes: it is a terminal. */
  readonly isTerminal: boolean;
  /** Whether standard output shows colours. */
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** One line on standard error that is written over; does nothing unless that is a terminal. */
  progress(line: string | null): void;
}

/** The context of this process for one command. */
export function contextOf(options: GlobalOptions, stop: AbortSignal): Context {
  const { stdout, stderr, env } = process;
  const line = progressOn(stderr, options);
  const named = options.config ?? (env['MENAGE_CONFIG'] || undefined);
  const color = options.color !== false && (env['NO_COLOR'] ?? '') === '' && stdout.isTTY === true;
  return {
    configFile: named ?? USUAL,
    isConfigNamed: named !== undefined,
    instance: null,
    environment: env,
    log: openLog(
      {
        level: options.quiet === true ? 'warn' : options.verbose === true ? 'debug' : 'info',
        format: options.logFormat ?? 'text',
      },
      line.log,
    ),
    quiet: options.quiet === true,
    out: (text) => print(text, color),
    document: printDocument,
    file: printFile,
    isTerminal: stdout.isTTY === true,
    color,
    width: stdout.columns ?? 100,
    progress: line.show,
    now: Date.now,
    stop,
  };
}

const USUAL = 'menage.yaml';

const CLEAR = '\r\x1b[K';

/** One line that is written over, cut to the terminal's width; a message of the log takes its place. */
function progressOn(stderr: NodeJS.WriteStream, { quiet, logFormat }: GlobalOptions) {
  const isShown = stderr.isTTY === true && quiet !== true && logFormat !== 'json';
  let shows = false;
  const clear = () => {
    if (shows) stderr.write(CLEAR);
    shows = false;
  };
  return {
    show: (text: string | null) => {
      if (text === null) return clear();
      if (!isShown) return;
      shows = true;
      stderr.write(`${CLEAR}${visibleText(text).slice(0, (stderr.columns || 80) - 1)}`);
    },
    log: {
      write: (text: string) => {
        clear();
        return stderr.write(text);
      },
    },
  };
}

/** Runs a command's job in the context that its options describe; the job gives the exit code. */
export type Act = (
  job: (context: Context, command: Command) => Promise<ExitCode>,
) => (...parameters: unknown[]) => Promise<void>;

/** What a program exits with that was asked to end before its work was done. */
export function exitCodeAfter(signal: EndSignal): ExitCode {
  return signal === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}

/** Resolves once the program was asked to end. */
export async function stopped({ stop }: Pick<Context, 'stop'>): Promise<void> {
  if (stop.aborted) return;
  await new Promise<void>((ended) => stop.addEventListener('abort', () => ended(), { once: true }));
}
