import type { z } from 'zod';
import { PartialError } from '../../model/errors.ts';
import { type OddRecord, oddRecords } from '../../model/odd-record.ts';

/**
 * How one kind of row stands in the store. The same schema writes and reads: what could not be read again is never
 * written. A file that an earlier version spoiled is read row by row.
 */
export interface StoredShape<T> {
  /** What a row is, for messages: `member`, `share`. */
  readonly what: string;
  /** The field that names a row in messages. */
  readonly id: string;
  readonly schema: z.ZodType<T>;
  /** Fields without which a row still counts, and the values that say that they are not known. */
  readonly unknown?: ReadonlyMap<string, unknown>;
  /** Puts into a row which of its fields are not known, where it has a place for that. */
  readonly mark?: (row: Fields, fields: readonly string[]) => Fields;
}

/** Takes note of what cannot be read, and where: `run 3, `. */
export type NoteOdd = (odd: OddRecord) => void;

type Fields = Readonly<Record<string, unknown>>;

/** A row as stored: with what is not known where that may be, null where there is nothing left to go by. */
export function readRow<T>(stored: unknown, shape: StoredShape<T>, note: NoteOdd): T | null {
  const first = shape.schema.safeParse(stored);
  if (first.success) return first.data;
  const fields = fieldsOf(first.error);
  const second = shape.schema.safeParse(withUnknown(stored, fields, shape));
  note({ what: shape.what, name: nameOf(stored, shape), fields, isLeftOut: !second.success });
  return second.success ? second.data : null;
}

/** The rows of a list of which something can be read. */
export function readRows<T>(stored: unknown, shape: StoredShape<T>, note: NoteOdd): readonly T[] {
  if (!Array.isArray(stored)) {
    note({ what: `list of ${shape.what}s`, name: '', fields: ['the list'], isLeftOut: true });
    return [];
  }
  return stored.flatMap((row: unknown) => readRow(row, shape, note) ?? []);
}

/**
 * To be called before rows are written.
 * @throws {PartialError} naming the rows and fields that could not be read again.
 */
export function assertReadable<T>(what: string, rows: Iterable<unknown>, shape: StoredShape<T>): void {
  const odd: OddRecord[] = [];
  for (const row of rows) {
    const read = shape.schema.safeParse(row);
    if (read.success) continue;
    odd.push({
      what: shape.what,
      name: nameOf(row, shape),
      fields: fieldsOf(read.error),
      isLeftOut: true,
    });
  }
  if (odd.length === 0) return;
  throw new PartialError(
    `${what} cannot be stored, for it could not be read again: ${oddRecords(odd)}. What stood before stands. Correct ` +
      'these values on the server and run again.',
  );
}

function fieldsOf(error: z.ZodError): readonly string[] {
  const fields = error.issues.map(({ path: [field] }) => (field === undefined ? 'the row' : String(field)));
  return [...new Set(fields)];
}

function withUnknown(stored: unknown, fields: readonly string[], shape: StoredShape<unknown>): unknown {
  if (!isFields(stored)) return stored;
  const lost = fields.filter((field) => shape.unknown?.has(field) === true);
  const row = { ...stored, ...Object.fromEntries(lost.map((field) => [field, shape.unknown?.get(field)])) };
  return shape.mark === undefined ? row : shape.mark(row, lost);
}

function nameOf(stored: unknown, { id }: StoredShape<unknown>): string {
  const name = isFields(stored) && Object.hasOwn(stored, id) ? stored[id] : undefined;
  return typeof name === 'string' || typeof name === 'number' ? String(name) : '?';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
