import type { Queryable } from '../database/database.ts';
import { type Column, type ColumnKind, type Dialect, quoted, ROWID, type Table } from './tables.ts';

const KINDS: ReadonlyMap<string, ColumnKind> = new Map([
  ['TEXT', 'text'],
  ['BLOB', 'bytes'],
  ['INTEGER', 'integer'],
]);

export const SQLITE: Dialect = {
  async tables(from) {
    const found = await from.all(
      "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    );
    const tables: Table[] = [];
    for (const { name, wr } of found) tables.push(await tableOf(from, String(name), Number(wr) === 1));
    return tables;
  },
  inOrder: ({ name }) => quoted(name),
  numbered: '',
  async lastNumber(from, table, counter) {
    const kept = await from.get('SELECT seq FROM sqlite_sequence WHERE name = ?', table);
    const highest = await from.get(`SELECT max(${quoted(counter)}) AS seq FROM ${quoted(table)}`);
    return Math.max(Number(kept?.['seq'] ?? 0), Number(highest?.['seq'] ?? 0));
  },
  async numberFrom(within, table, _counter, last) {
    // Without AUTOINCREMENT the highest row counts alone.
    const counts = "SELECT 1 FROM sqlite_schema WHERE name = ? AND instr(sql, 'AUTOINCREMENT') > 0";
    if ((await within.get(counts, table)) === undefined) return;
    await within.run('DELETE FROM sqlite_sequence WHERE name = ?', table);
    await within.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', table, last);
  },
};

async function tableOf(from: Queryable, name: string, isWithoutRowid: boolean): Promise<Table> {
  const rows = await from.all('SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid', name);
  const columns = rows.map(
    (row): Column => ({
      name: String(row['name']),
      kind: KINDS.get(String(row['type'])) ?? 'text',
    }),
  );
  const key = rows
    .filter(({ pk }) => Number(pk) > 0)
    .sort((one, other) => Number(one['pk']) - Number(other['pk']));
  const isNumbered = key.length === 1 && key[0]?.['type'] === 'INTEGER';
  const hasRowid = !isWithoutRowid && !isNumbered;
  return {
    name,
    columns: hasRowid ? [{ name: ROWID, kind: 'integer' }, ...columns] : columns,
    key: key.map((row) => String(row['name'])),
    counter: isNumbered ? String(key[0]?.['name']) : hasRowid ? ROWID : null,
  };
}
