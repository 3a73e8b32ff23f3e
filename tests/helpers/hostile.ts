import { performance } from 'node:perf_hooks';
import { expect, it } from 'vitest';
import { MenageError } from '../../src/model/errors.ts';

/** One hostile input: what it is, what meets it, and what must come of it. */
export type Hostile = readonly [what: string, meet: () => unknown, says: RegExp];

const LIMIT_MS = 30_000;
const LIMIT_BYTES = 400 * 1024 ** 2;
/** What could drive a terminal or disguise a text; line ends and tabs are the program's own. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/**
 * Holds a table of hostile inputs: each ends in time, takes a bounded amount of memory, and comes to a clear sentence
 * of ours (`exit code: message`) or to safe text; an error that nobody foresaw is a failure.
 */
export function holdTable(table: readonly Hostile[]): void {
  it.each(table)('%s', { timeout: LIMIT_MS + 10_000 }, async (_, meet, says) => {
    const before = process.memoryUsage.rss();
    const began = performance.now();
    const came = await outcome(meet);
    expect(came.slice(0, 2_000)).toMatch(says);
    expect(came).not.toMatch(UNSAFE);
    expect(came.length).toBeLessThan(20_000);
    expect(performance.now() - began).toBeLessThan(LIMIT_MS);
    expect(process.memoryUsage.rss() - before).toBeLessThan(LIMIT_BYTES);
  });
}

/** What came of it, as text; only errors that say what happened and what to do are caught. */
async function outcome(meet: () => unknown): Promise<string> {
  try {
    const came: unknown = await meet();
    return typeof came === 'string' ? came : (JSON.stringify(came) ?? 'undefined');
  } catch (error) {
    if (error instanceof MenageError) return `exit ${error.exitCode}: ${error.message}`;
    throw error;
  }
}
