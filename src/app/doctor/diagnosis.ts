/** Whom a failure lies with: our config and passwords, the server, or anything else. */
export type Fault = 'ours' | 'server' | 'other';

/** One thing that a run needs: how it stands, and what to do where it does not. */
export interface Diagnosis {
  readonly what: string;
  readonly state: 'ok' | 'warning' | 'failure';
  readonly detail: string;
  readonly remedy: string | null;
  /** Of a failure only. */
  readonly fault?: Fault;
}

export function ok(what: string, detail: string): Diagnosis {
  return { what, state: 'ok', detail, remedy: null };
}

/** @param remedy null where the detail says it. */
export function failure(
  what: string,
  detail: string,
  remedy: string | null,
  fault: Fault = 'other',
): Diagnosis {
  return { what, state: 'failure', detail, remedy, fault };
}

/** @param remedy null where the detail says it. */
export function warning(what: string, detail: string, remedy: string | null): Diagnosis {
  return { what, state: 'warning', detail, remedy };
}
