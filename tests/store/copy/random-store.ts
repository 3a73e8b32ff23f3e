import type { Random } from '../../../src/demo/random.ts';
import { insertInto, type Side } from '../../../src/store/copy/rows.ts';
import { SQLITE } from '../../../src/store/copy/sqlite-dialect.ts';
import { type Column, ROWID, sharedTables, type Table } from '../../../src/store/copy/tables.ts';
import type { Value } from '../../../src/store/database/database.ts';
import { openDatabase, type StoreLocation } from '../../../src/store/open.ts';

/** Texts that servers and people have written. */
const TEXTS = [
  '',
  'anna',
  'Zoë',
  '🌱',
  'a\0b',
  "'; DROP TABLE runs; --",
  '?',
  '$1',
  '"',
  '\\',
  'é',
  'e\u0301',
  '\ud800',
  '%_',
];

/** Puts random rows into every table of a store that is an SQLite file, at most `most` into each. */
export async function fillAtRandom(path: string, random: Random, most: number): Promise<void> {
  const database = await openDatabase(path);
  const side: Side = { shown: path, queryable: database, dialect: SQLITE };
  const all = await SQLITE.tables(database);
  for (const table of sharedTables(all, all)) {
    const isOne = table.key.join() === 'one';
    const rows = Array.from({ length: isOne ? 1 : Math.max(3, random.between(0, most)) }, (_, at) =>
      table.columns.map((column) => valueFor(column, table, at + 1, random)),
    );
    await database.transaction((queryable) => insertInto({ ...side, queryable }, table, rows));
  }
  // Numbers that were given out and are gone must not come again.
  await database.run('DELETE FROM runs WHERE id > (SELECT max(id) - 3 FROM runs)');
  await database.close();
}

/** What is unique in our tables is made of the row's number. */
function valueFor({ name, kind }: Column, table: Table, at: number, random: Random): Value {
  if (name === 'one') return 1;
  if (name === table.counter) return at * 2;
  // Refers to a run.
  if (name === 'run' && table.key.includes(name)) return 2;
  const isUnique =
    table.key.includes(name) || name === 'key' || (table.name === 'snapshots' && name === 'member');
  const text = TEXTS[random.between(0, TEXTS.length - 1)] ?? '';
  if (kind === 'bytes') return Buffer.from(`${isUnique ? at : ''}\0\xff${text}`, 'latin1');
  if (kind === 'text')
    return isUnique ? `${text.replaceAll('\0', '')}${at}` : text.repeat(random.between(0, 40));
  const range = /(_at|^at|bytes|until|since|login)$/.test(name) ? Number.MAX_SAFE_INTEGER : 2 ** 31;
  return isUnique ? at : random.between(-range + 1, range - 1);
}

/** The portal shows these in the order in which they came. */
const IN_ORDER_OF_ARRIVAL = new Set([
  'portal_sessions',
  'portal_notices',
  'portal_answers',
  'portal_messages',
]);

/** All that a store holds, table by table, as the database gives it. */
export async function contentOf(location: StoreLocation): Promise<ReadonlyMap<string, unknown>> {
  const database = await openDatabase(location);
  const all = await SQLITE.tables(database);
  const content = new Map<string, unknown>();
  for (const { name, columns, key } of sharedTables(all, all)) {
    const names = columns.map((column) => column.name).filter((column) => column !== ROWID);
    const order = IN_ORDER_OF_ARRIVAL.has(name) ? [ROWID] : key;
    content.set(
      name,
      await database.all(`SELECT ${names.join(', ')} FROM ${name} ORDER BY ${order.join(', ')}`),
    );
  }
  content.set('sqlite_sequence', await database.all('SELECT name, seq FROM sqlite_sequence ORDER BY name'));
  await database.close();
  return content;
}
