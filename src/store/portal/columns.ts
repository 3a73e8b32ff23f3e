import { z } from 'zod';
import { memberId } from '../../model/ids.ts';
import type { Row } from '../database/database.ts';

export const Moment = z.number().int();
export const Member = z.string().transform(memberId);
/** Parameters of sentences; the names are ours. */
export const Params = z.record(z.string(), z.union([z.string(), z.number()]));

/** Columns as fields: `made_at` is `madeAt`. */
export function fields(row: Row): Row {
  const named = Object.entries(row).map(([name, value]) => [
    name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value,
  ]);
  return Object.fromEntries(named);
}
