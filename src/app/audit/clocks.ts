import { ServerUnusableError } from '../../errors.ts';
import { isoUtc } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import type { RunRow } from '../../store/store.ts';

/** Clocks that differ by more are not set: ages, periods and what is to be erased would all be judged wrongly. */
const MOST_APART_MS = 24 * 60 * 60_000;
/** A clock that is corrected goes back by minutes at most. */
const MOST_BACK_MS = 10 * 60_000;

/** Whether the two clocks are more than a day apart; false where the server does not tell its time. */
export function clocksDisagree(server: UtcMs | null, own: UtcMs): boolean {
  return server !== null && Math.abs(own - server) > MOST_APART_MS;
}

/**
 * Nothing that cannot be undone (sending, erasing, calling somebody departed) is done by a clock that is wrong.
 * @param server the server's time, by its header `Date`; null where it does not tell.
 * @throws {ServerUnusableError} with both times where they are more than a day apart.
 */
export function assertClocksAgree(server: UtcMs | null, own: UtcMs): void {
  if (server === null || !clocksDisagree(server, own)) return;
  throw new ServerUnusableError(
    `This machine says ${isoUtc(own)}, the server ${isoUtc(server)}: the clocks are more than a day apart. ` +
      'Nothing was concluded, sent or erased. Set both by NTP, then run again.',
  );
}

/**
 * The same against what this machine did last.
 * @param runs as the store lists them, newest first; a failed one changed nothing and proves nothing.
 * @throws {ServerUnusableError} with both times where the last run lies in the future.
 */
export function assertNoRunAhead(runs: readonly RunRow[], own: UtcMs): void {
  const last = runs.find(({ status }) => status === 'complete' || status === 'partial');
  if (last === undefined || last.startedAt - own <= MOST_BACK_MS) return;
  throw new ServerUnusableError(
    `This machine says ${isoUtc(own)}, but run ${last.id} began at ${isoUtc(last.startedAt)}: one of the two times is wrong. ` +
      'Nothing was concluded, sent or erased. Set the clock by NTP; if it was wrong at that run, "menage purge --future" erases what lies ahead.',
  );
}
