import { createHash } from 'node:crypto';
import { UsageError } from '../../model/errors.ts';
import type { Queryable, Row, Value } from '../database/database.ts';
import { type Column, type Dialect, quoted, type Table } from './tables.ts';

/** What is read at a time of rows as large as a result: memory does not grow with the store. */
const CHUNK_BYTES = 2 * 1024 * 1024;
const CHUNK_ROWS = 500;
/** Rows of one INSERT: few different statements, which the databases keep prepared. */
const ROWS_AT_ONCE = [50, 10, 1];
const SMALL_INTEGERS = 2 ** 31;

/** One side of a copy. */
export interface Side {
  /** For messages. */
  readonly shown: string;
  readonly queryable: Queryable;
  readonly dialect: Dialect;
}

/** The values of a row, in the order of the table's columns. */
type Values = readonly Value[];

/** Rows and the SHA-256 of all they hold, in the order of their keys. */
export interface Digest {
  readonly rows: number;
  readonly sha256: string;
}

/**
 * The rows of a table in the order of their keys, some at a time.
 * @param after the key behind which to begin; null = with the first.
 * @throws {UsageError} where a column holds something of another kind.
 */
export async function* chunksOf(
  side: Side,
  table: Table,
  after: Values | null = null,
): AsyncGenerator<readonly Values[]> {
  const { queryable, dialect } = side;
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
  const order = keyColumns(table).map(dialect.inOrder).join(', ');
  const sizes = table.columns
    .filter(({ kind }) => kind === 'text' || kind === 'bytes')
    .map(({ name }) => `coalesce(octet_length(${quoted(name)}), 0)`);
  for (let last = after; ; ) {
    const where = last === null ? '' : `WHERE (${order}) > (${table.key.map(() => '?').join(', ')})`;
    const some = `FROM ${quoted(table.name)} ${where} ORDER BY ${order} LIMIT ?`;
    const ahead = await queryable.all(
      `SELECT ${['0', ...sizes].join(' + ')} AS bytes ${some}`,
      ...[...(last ?? []), CHUNK_ROWS],
    );
    if (ahead.length === 0) return;
    const rows = await queryable.all(`SELECT ${columns} ${some}`, ...(last ?? []), rowsWithin(ahead));
    yield rows.map((row) => valuesOf(row, table, side.shown));
    last = keyOf(rows.at(-1), table, side.shown);
  }
}

/** How many of them, at least one, are together no larger than a chunk. */
function rowsWithin(ahead: readonly Row[]): number {
  let bytes = 0;
  for (const [at, row] of ahead.entries()) {
    bytes += Number(row['bytes']);
    if (bytes > CHUNK_BYTES) return Math.max(1, at);
  }
  return ahead.length;
}

/** The key of the last row of a table; null where it is empty. */
export async function lastKey({ queryable, dialect, shown }: Side, table: Table): Promise<Values | null> {
  const order = keyColumns(table).map((column) => `${dialect.inOrder(column)} DESC`);
  const row = await queryable.get(
    `SELECT ${table.key.map(quoted).join(', ')} FROM ${quoted(table.name)} ORDER BY ${order.join(', ')} LIMIT 1`,
  );
  return row === undefined ? null : keyOf(row, table, shown);
}

export async function countOf({ queryable }: Side, table: Table): Promise<number> {
  const row = await queryable.get(`SELECT count(*) AS rows FROM ${quoted(table.name)}`);
  return Number(row?.['rows']);
}

/** Reads a table once. */
export async function digestOf(side: Side, table: Table): Promise<Digest> {
  const hash = createHash('sha256');
  let rows = 0;
  for await (const chunk of chunksOf(side, table)) {
    rows += chunk.length;
    for (const values of chunk) for (const value of values) addTo(hash, value);
  }
  return { rows, sha256: hash.digest('hex') };
}

/** Each value with its kind and length, so that no two rows are the same text. */
function addTo(hash: ReturnType<typeof createHash>, value: Value): void {
  if (value === null) hash.update('n');
  else if (typeof value === 'number') hash.update(`i${value};`);
  else {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    hash.update(`${typeof value === 'string' ? 't' : 'b'}${bytes.length};`).update(bytes);
  }
}

/** Adds rows to a table, within a transaction. */
export async function insertInto(
  { queryable, dialect }: Side,
  table: Table,
  rows: readonly Values[],
): Promise<void> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(', ');
  const one = `(${table.columns.map(() => '?').join(', ')})`;
  let at = 0;
  for (const size of ROWS_AT_ONCE) {
    const sql = `INSERT INTO ${quoted(table.name)} (${columns}) ${dialect.numbered} VALUES ${Array(size).fill(one).join(', ')}`;
    for (; at + size <= rows.length; at += size)
      await queryable.run(sql, ...rows.slice(at, at + size).flat());
  }
}

function keyColumns(table: Table): readonly Column[] {
  return table.key.flatMap((name) => table.columns.filter((column) => column.name === name));
}

function keyOf(row: Row | undefined, table: Table, shown: string): Values {
  return keyColumns(table).map((column) => portable(row?.[column.name], column, table, shown));
}

function valuesOf(row: Row, table: Table, shown: string): Values {
  return table.columns.map((column) => portable(row[column.name], column, table, shown));
}

/** SQLite's columns take anything: what another database would not is refused by name, and nothing left out. */
function portable(value: unknown, { name, kind }: Column, table: Table, shown: string): Value {
  if (value === null) return null;
  if (kind === 'text' && typeof value === 'string') return value.replaceAll('\0', '\uFFFD');
  if (kind === 'bytes' && value instanceof Uint8Array) return value;
  // Beyond 2^53 as digits, which every database takes for the number.
  if (kind === 'integer' && typeof value === 'bigint') return String(value);
  if (kind === 'integer' && Number.isSafeInteger(value)) return Number(value);
  if (kind === 'small integer' && Number.isSafeInteger(value) && Math.abs(Number(value)) < SMALL_INTEGERS)
    return Number(value);
  throw new UsageError(
    `The store ${shown} holds, in column ${name} of table ${table.name}, something that is no ${kind}: somebody changed it, ` +
      'or it was damaged. Erase old runs by "menage purge", or restore it from a backup. It cannot be copied as it is.',
  );
}
