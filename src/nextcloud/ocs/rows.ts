import { z } from 'zod';
import type { OddRecord } from '../../model/odd-record.ts';

/** The records of a list that could be read, and those that could not. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly odd: readonly OddRecord[];
}

export interface RowShape<T> {
  /** See `OddRecord.what`. */
  readonly what: string;
  /** The field that names a record in messages. */
  readonly id: string;
  readonly schema: z.ZodType<T>;
  /** Fields without which a record still counts: an unreadable one is taken out, as if it had not been sent. */
  readonly optional?: readonly string[];
}

/** The records of a list with their keys; PHP writes an empty list and an empty object alike. Read them by `readRows`. */
export type RowList = readonly (readonly [key: string, record: unknown])[];

/** Schema of a list of records. */
export const ListOfRows = z
  .array(z.unknown())
  .transform((list): RowList => list.map((record, at) => [String(at), record]));

/** Schema of an object of records. Not `z.record`: that drops a key such as `__proto__` in silence. */
export const ObjectOfRows = z.unknown().transform((given, context): RowList => {
  if (Array.isArray(given) && given.length === 0) return [];
  if (isRecord(given)) return Object.entries(given);
  context.addIssue({ code: 'custom', message: 'is no object' });
  return z.NEVER;
});

/** Schema of a list; PHP writes one of which it took some out as an object with numbers for keys. */
export function listOf<T>(row: z.ZodType<T>) {
  return z
    .unknown()
    .transform((given) => (isNumbered(given) ? Object.values(given) : given))
    .pipe(z.array(row));
}

function isNumbered(given: unknown): given is Readonly<Record<string, unknown>> {
  return isRecord(given) && Object.keys(given).every((key) => /^\d+$/.test(key));
}

/** Reads records one by one: what is wrong with one costs this one, or only its field where it can do without. */
export function readRows<T>(list: RowList, shape: RowShape<T>): Rows<T> {
  const rows: T[] = [];
  const odd: OddRecord[] = [];
  for (const [key, record] of list) {
    const name = nameOf(record, key, shape);
    const first = shape.schema.safeParse(record);
    if (first.success) {
      rows.push(first.data);
      continue;
    }
    const fields = fieldsOf(first.error);
    const optional = fields.filter((field) => shape.optional?.includes(field) === true);
    const second = optional.length === 0 ? first : shape.schema.safeParse(without(record, optional));
    if (second.success) rows.push(second.data);
    odd.push({ what: shape.what, name, fields, isLeftOut: !second.success });
  }
  return { rows, odd };
}

function fieldsOf(error: z.ZodError): readonly string[] {
  const fields = error.issues.flatMap(({ path: [field] }) => (field === undefined ? [] : [String(field)]));
  return [...new Set(fields)];
}

function without(record: unknown, fields: readonly string[]): unknown {
  if (!isRecord(record)) return record;
  return Object.fromEntries(Object.entries(record).filter(([field]) => !fields.includes(field)));
}

function nameOf(record: unknown, key: string, { id }: RowShape<unknown>): string {
  const given = isRecord(record) && Object.hasOwn(record, id) ? record[id] : undefined;
  return typeof given === 'string' || typeof given === 'number' ? String(given) : key;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
