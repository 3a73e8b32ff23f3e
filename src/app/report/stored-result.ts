import { UsageError } from '../../model/errors.ts';
import { type RunId, runId } from '../../model/ids.ts';
import type { RunResult } from '../../model/result.ts';
import { hasResult, mayBeUsed } from '../../model/run.ts';
import type { RunRow, Store } from '../../store/store.ts';

/** A run with what it left. */
export interface StoredResult {
  readonly id: RunId;
  readonly result: RunResult;
}

/**
 * The result of a stored run.
 * @param rows all runs, newest first.
 * @param number the run, whichever it is; undefined = the latest that may be shown without its number (`RUN_USES`).
 * @throws {UsageError} naming the runs that there are, when there is no such run.
 */
export async function storedResult(
  store: Store,
  rows: readonly RunRow[],
  number?: number,
): Promise<StoredResult> {
  const wanted =
    number === undefined
      ? rows.filter((row) => mayBeUsed(row, 'latest')).map(({ id }) => id)
      : [runId(number)];
  const found = await firstReadable(store, wanted);
  if (found === null) throw new UsageError(noSuchRun(rows, number));
  return found;
}

/** The latest run of these whose result can be read: where one is damaged the one before is told. */
async function firstReadable(store: Store, ids: readonly RunId[]): Promise<StoredResult | null> {
  for (const id of ids) {
    const result = await store.runs.result(id);
    if (result !== null) return { id, result };
  }
  return null;
}

function noSuchRun(rows: readonly RunRow[], number: number | undefined): string {
  const shown = rows.filter((row) => mayBeUsed(row, 'named') && hasResult(row)).map(({ id }) => id);
  if (number === undefined) {
    const others =
      shown.length === 0
        ? ''
        : ` Stored are runs of named members, or ones that were interrupted or failed: ${shown.join(', ')}; "menage report --run N" shows one.`;
    return `There is no finished run of all members yet: start one with "menage audit".${others}`;
  }
  const row = rows.find(({ id }) => id === number);
  const others = `stored are: ${shown.filter((id) => id !== number).join(', ') || 'none'}.`;
  if (row === undefined) return `There is no finished run ${number}; ${others}`;
  if (row.status === 'running') return `Run ${number} has not ended; ${others}`;
  if (!hasResult(row)) return `Run ${number} was killed and left nothing to show; ${others}`;
  return `The result of run ${number} cannot be read; ${others}`;
}
