import type { HandOver } from './transport.ts';

/** Maximum number of failures in a row that may concern all mails; then nothing more is tried. */
const MOST_IN_A_ROW = 3;
/** A server that is down costs a run so much time, milliseconds; with the pause before another try 15 s at most. */
const LONGEST_IN_VAIN_MS = 12_000;
/** A first connection may take so long until the login is done: some servers greet late on purpose (postscreen: 6 s). */
const PATIENCE_MS = 8_000;

/**
 * A circuit breaker for one run: it opens, and nothing more is tried, once failures that concern all mails come in a row
 * or have cost too much time.
 */
export interface Circuit {
  /** What the mail server answered last when the circuit opened; null while it is closed. */
  opened(): HandOver | null;
  /** @param tookMs how long this hand-over took. */
  note(handOver: HandOver, tookMs: number): void;
  /** How long the next connection may take until the login is done. */
  patienceMs(): number;
}

export function circuit(mostInARow = MOST_IN_A_ROW): Circuit {
  let inARow = 0;
  let inVainMs = 0;
  let last: HandOver | null = null;
  return {
    opened: () => last,
    note(handOver, tookMs) {
      if (handOver.outcome === 'sent') {
        inARow = 0;
        inVainMs = 0;
      }
      if (!mayConcernAll(handOver)) return;
      inARow += 1;
      if (handOver.fault === 'all') inVainMs += tookMs;
      if (inARow >= mostInARow || inVainMs >= LONGEST_IN_VAIN_MS - 1_000) last = handOver;
    },
    patienceMs: () => Math.max(1_000, Math.min(PATIENCE_MS, LONGEST_IN_VAIN_MS - inVainMs)),
  };
}

function mayConcernAll({ outcome, fault }: HandOver): boolean {
  return outcome !== 'sent' && fault !== 'person';
}
