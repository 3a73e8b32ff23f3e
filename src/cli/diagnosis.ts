import { EXIT, type ExitCode } from '../errors.ts';
import { outsideText } from '../model/outside-text.ts';

/** One thing that a run needs: how it stands, and what to do where it does not. */
export interface Diagnosis {
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'failure';
  readonly detail: string;
  readonly remedy: string | null;
  /** What an audit would end with; of a failure only. */
  readonly exitCode?: ExitCode;
}

const MARKS = { ok: '✔ ok     ', warning: '! warning', failure: '✖ FAILED ' } as const;

/** As one line for a person, a uid that is an address no link, with the remedy below it. */
export function lineOf({ what, state, detail, remedy }: Diagnosis): string {
  return `${MARKS[state]}  ${outsideText(what)}: ${detail}${remedy === null ? '' : `\n             → ${remedy}`}`;
}

export function ok(what: string, detail: string): Diagnosis {
  return { what, state: 'ok', detail, remedy: null };
}

export function failure(
  what: string,
  detail: string,
  remedy: string,
  exitCode: ExitCode = EXIT.partial,
): Diagnosis {
  return { what, state: 'failure', detail, remedy, exitCode };
}

export function warning(what: string, detail: string, remedy: string): Diagnosis {
  return { what, state: 'warning', detail, remedy };
}
