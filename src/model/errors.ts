import type { Reason } from './reasons/reason.ts';

/** Exit codes that cron can trust; see the README. */
export const EXIT = {
  done: 0,
  findings: 1,
  usage: 2,
  partial: 3,
  unusable: 4,
  locked: 5,
  unforeseen: 70,
  /** As shells number what a signal ended: 128 and SIGINT (Ctrl-C), 128 and SIGTERM. */
  interrupted: 130,
  terminated: 143,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** Each in a line, for --help, the man page and the README. */
export const EXIT_MEANINGS = {
  0: 'done',
  1: 'done, and a finding at or above `--fail-on` exists',
  2: 'usage, config or own credentials wrong: nothing was done',
  3: 'done in part: a member who should have been readable was not, or a mail could not be handed over',
  4: 'the server cannot be used: nothing may be concluded',
  5: 'another run holds the lock',
  70: 'an error nobody foresaw: the message says what to report',
  130: 'interrupted by Ctrl-C: what was read is kept; start again to go on',
  143: 'the same by SIGTERM',
} as const satisfies Readonly<Record<ExitCode, string>>;

export interface MenageErrorOptions extends ErrorOptions {
  readonly reason?: Reason;
}

/** An error that we foresaw: its message says what happened, where, and what to do. Shown without a stack. */
export class MenageError extends Error {
  readonly exitCode: ExitCode;
  /** The same as data, where it may be shown in another language; null where it is for the terminal alone. */
  readonly reason: Reason | null;
  constructor(message: string, exitCode: ExitCode, options: MenageErrorOptions = {}) {
    super(message, options);
    this.name = new.target.name;
    this.exitCode = exitCode;
    this.reason = options.reason ?? null;
  }
}

/** The command, the config or our own credentials are wrong: nothing was done. */
export class UsageError extends MenageError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.usage, options);
  }
}

/** What this process would do is for another one, of a newer menage or another config: it must end. */
export class NotOursError extends UsageError {}

/** A newer menage keeps what this one would use otherwise. */
export class OutdatedError extends NotOursError {}

/** The store cannot be reached or opened now; what was to be done may be tried again. */
export class StoreAwayError extends UsageError {}

/** The server cannot be used: nothing may be concluded. */
export class ServerUnusableError extends MenageError {
  constructor(message: string, options?: MenageErrorOptions) {
    super(message, EXIT.unusable, options);
  }
}

/** Another run holds the lock. */
export class LockedError extends MenageError {
  constructor(message: string, options?: ErrorOptions) {
    super(message, EXIT.locked, options);
  }
}

/** Part of the work could not be done (a full disk, say); what stood before stands. */
export class PartialError extends MenageError {
  constructor(message: string, options?: MenageErrorOptions) {
    super(message, EXIT.partial, options);
  }
}

/** Why one request to the server gave nothing that can be used. */
export type RequestFailure =
  | 'unauthorised'
  | 'forbidden'
  | 'not-found'
  | 'locked'
  | 'rate-limited'
  | 'locked-out'
  | 'maintenance'
  | 'unavailable'
  | 'gateway'
  | 'disabled-account'
  | 'too-big'
  | 'bound'
  | 'cut-short'
  | 'time-out'
  | 'connection'
  | 'unreachable'
  | 'redirected'
  | 'unsupported'
  | 'stopped'
  | 'unexpected';

export interface RequestErrorOptions extends MenageErrorOptions {
  readonly retryAfterMs?: number | null;
  readonly ocsCode?: number | null;
  readonly exception?: string | null;
  readonly elsewhere?: URL | null;
}

/** One request failed; the caller decides what that means for its member. */
export class RequestError extends MenageError {
  readonly failure: RequestFailure;
  /** HTTP status; null when no answer came. */
  readonly status: number | null;
  /** How long the server asks to wait, milliseconds; null when it did not say. */
  readonly retryAfterMs: number | null;
  /** The code in the envelope of an OCS refusal; null where there was none. */
  readonly ocsCode: number | null;
  /** Where a redirect points; null where the answer was none. */
  readonly elsewhere: URL | null;
  /** The class that DAV names in a refusal; null where none was: a front that refuses knows no classes. */
  readonly exception: string | null;
  constructor(
    failure: RequestFailure,
    message: string,
    status: number | null,
    options: RequestErrorOptions = {},
  ) {
    super(message, EXIT.unusable, options);
    this.elsewhere = options.elsewhere ?? null;
    this.exception = options.exception ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.ocsCode = options.ocsCode ?? null;
    this.failure = failure;
    this.status = status;
  }
}

/** The text of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A host whose address lies in a private network, where nothing is asked. */
export class PrivateAddressError extends Error {}
