import pino from 'pino';
import { MenageError } from './model/errors.ts';
import { visibleJson, visibleLines } from './model/text/visible-text.ts';

export type Logger = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error' | 'child'>;

export interface LogSettings {
  readonly level: 'debug' | 'info' | 'warn' | 'silent';
  /** `json`: one object a line for journald; `text`: a line for a person. */
  readonly format: 'json' | 'text';
}

/** Where log lines go: standard error of the process. */
export type LogSink = { write(text: string): unknown };

/**
 * A logger on standard error. An error is logged by picked fields only (name, message, status): whole error
 * objects of HTTP clients carry headers, and with them passwords.
 */
export function openLog(settings: LogSettings, sink: LogSink): Logger {
  const options: pino.LoggerOptions = {
    level: settings.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  };
  return pino(options, {
    write: (line) => sink.write(settings.format === 'json' ? visibleJson(line) : readable(line)),
  });
}

function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  const known = error instanceof MenageError ? { exitCode: error.exitCode } : { stack: error.stack };
  return { name: error.name, message: error.message, ...known };
}

/**
 * What a log may hold of an error whose message may quote a person's address, path or token: what it is, and where in the
 * program it began.
 */
export function faultOf(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error && { code: error.code };
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { name: error.name, ...code, at: at.map((line) => line.trim()) };
}

/** The JSON line as a person reads it at 23:00: the message, then what belongs to it. No name in it drives the terminal. */
function readable(line: string): string {
  const { level, time: _, msg, err, ...rest }: Record<string, unknown> = JSON.parse(line);
  const mark = level === 'warn' || level === 'error' ? `${level}: ` : '';
  const cause = isRecord(err) ? `: ${String(err['message'])}` : '';
  const facts = Object.entries(rest).map(
    ([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const text = `${mark}${String(msg ?? '')}${cause}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`;
  return `${visibleLines(text)}\n`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
