import { z } from 'zod';
import { type InstanceName, isInstanceName } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Queryable } from '../database/database.ts';

/** How the workers fared with an instance the last time, by purpose. */
export interface InstanceOutcome {
  readonly instance: InstanceName;
  /** "reading" or "mails"; a newer version may know more. */
  readonly purpose: string;
  readonly at: UtcMs;
  /** What kept it from being done, as an English sentence; null = it was done. */
  readonly problem: string | null;
}

const Row = z.object({
  instance: z.string().refine(isInstanceName),
  purpose: z.string(),
  at: z.number(),
  problem: z.string().nullable(),
});

/** Puts an outcome in the place of the one before. */
export async function noteOutcome(
  database: Queryable,
  { instance, purpose, at, problem }: InstanceOutcome,
): Promise<void> {
  await database.run(
    `INSERT INTO outcomes (instance, purpose, at, problem) VALUES (?, ?, ?, ?)
     ON CONFLICT (instance, purpose) DO UPDATE SET at = excluded.at, problem = excluded.problem`,
    ...[instance, purpose, at, problem],
  );
}

/** The last outcome of each instance and purpose. */
export async function lastOutcomes(database: Queryable): Promise<readonly InstanceOutcome[]> {
  const rows = await database.all(
    'SELECT instance, purpose, at, problem FROM outcomes ORDER BY instance, purpose',
  );
  return rows.flatMap((row) => Row.safeParse(row).data ?? []);
}
