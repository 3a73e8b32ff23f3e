import type { Row } from '../database/database.ts';
import { type ColumnKind, type Dialect, quoted, type Table } from './tables.ts';

const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['text', 'text'],
  ['bytea', 'bytes'],
  ['bigint', 'integer'],
  ['integer', 'small integer'],
]);

/** Each column, and its place in the key of its table; null = it has none. */
const COLUMNS = `
  SELECT c.relname AS "table", a.attname AS name, format_type(a.atttypid, NULL) AS type,
    a.attidentity <> '' AS is_counter, array_position(i.indkey::int2[], a.attnum) AS place
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE n.nspname = current_schema() AND c.relkind = 'r'
  ORDER BY c.relname COLLATE "C", a.attnum`;

const SEQUENCE = "pg_get_serial_sequence(format('%I.%I', current_schema(), ?::text), ?::text)::regclass";

export const POSTGRES: Dialect = {
  async tables(from) {
    const columns = new Map<string, Row[]>();
    for (const row of await from.all(COLUMNS)) {
      const table = String(row['table']);
      columns.set(table, [...(columns.get(table) ?? []), row]);
    }
    return [...columns].map(([name, rows]) => tableOf(name, rows));
  },
  inOrder: ({ name, kind }) => (kind === 'text' ? `${quoted(name)} COLLATE "C"` : quoted(name)),
  numbered: 'OVERRIDING SYSTEM VALUE',
  async lastNumber(from, table, counter) {
    const kept = await from.get(`SELECT pg_sequence_last_value(${SEQUENCE}) AS last`, table, counter);
    const highest = await from.get(`SELECT max(${quoted(counter)}) AS last FROM ${quoted(table)}`);
    return Math.max(Number(kept?.['last'] ?? 0), Number(highest?.['last'] ?? 0));
  },
  async numberFrom(within, table, counter, last) {
    if (last > 0) await within.get(`SELECT setval(${SEQUENCE}, ?)`, table, counter, last);
  },
};

function tableOf(name: string, rows: readonly Row[]): Table {
  const key = rows
    .filter(({ place }) => place !== null)
    .sort((one, other) => Number(one['place']) - Number(other['place']));
  const counter = rows.find((row) => row['is_counter'] === true);
  return {
    name,
    columns: rows.map((row) => ({
      name: String(row['name']),
      kind: KINDS.get(String(row['type'])) ?? 'text',
    })),
    key: key.map((row) => String(row['name'])),
    counter: counter === undefined ? null : String(counter['name']),
  };
}
