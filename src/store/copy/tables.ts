import type { Queryable } from '../database/database.ts';

/** What a column holds; PostgreSQL has integers of 32 bits too. */
export type ColumnKind = 'text' | 'bytes' | 'integer' | 'small integer';

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** A table of a store: what stands in it, and by which columns its rows are known and ordered. */
export interface Table {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly key: readonly string[];
  /** The column that the database numbers by itself and never twice; null where there is none. */
  readonly counter: string | null;
}

/** What a copy must know of a kind of database, beside the statements that all understand. */
export interface Dialect {
  tables(from: Queryable): Promise<readonly Table[]>;
  /** A column as rows are put in order by it: as bytes, on every server. */
  inOrder(column: Column): string;
  /** Stands between the columns and the values of an INSERT that numbers rows itself. */
  readonly numbered: string;
  /** The highest number that a table gave out by itself, also to rows that are gone; 0 = none. */
  lastNumber(from: Queryable, table: string, counter: string): Promise<number>;
  /** Goes on numbering after it. */
  numberFrom(within: Queryable, table: string, counter: string, last: number): Promise<void>;
}

/** What belongs to the place where a store is, or to work under way there, and not to what it remembers. */
const OF_THE_PLACE: ReadonlySet<string> = new Set([
  'new_tree_parts',
  'owed',
  'run_holder',
  'schema_version',
  'unfinished_copy',
  'used_as',
]);

/** The order in which rows came, where no column of ours has it. */
export const ROWID = 'rowid';

/** Others refer to it: its rows come first. */
const FIRST = 'runs';

/**
 * The tables that a copy takes over, in its order, their columns in one order on each side. The order in which rows came is
 * taken over where both keep it.
 */
export function sharedTables(from: readonly Table[], to: readonly Table[]): readonly Table[] {
  const known = new Map(from.map((table) => [table.name, table]));
  return to
    .filter(({ name }) => !OF_THE_PLACE.has(name))
    .map((table) => shared(known.get(table.name), table))
    .sort((one, other) => Number(other.name === FIRST) - Number(one.name === FIRST));
}

/** @throws {TypeError} where the two schemas are not the same, which a test sees. */
function shared(source: Table | undefined, table: Table): Table {
  const there = source?.columns.map(({ name }) => name) ?? [];
  const here = table.columns.map(({ name }) => name);
  const apart = [...there, ...here].filter(
    (name) => name !== ROWID && !(there.includes(name) && here.includes(name)),
  );
  if (source === undefined || apart.length > 0)
    throw new TypeError(`the two kinds of store differ in table ${table.name}: ${apart.join(', ')}`);
  return {
    ...table,
    columns: table.columns
      .filter(({ name }) => there.includes(name))
      .sort((one, other) => (one.name < other.name ? -1 : 1)),
    counter: source.counter === table.counter ? table.counter : null,
  };
}

/** A name in a statement. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
