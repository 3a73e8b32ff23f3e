import type { Queryable, Row } from './database.ts';

/** Rows that are asked for at a time: what a driver gives is larger than what is made of it. */
const ROWS_OF_A_PAGE = 500;

interface Table {
  readonly name: 'members' | 'space_looks';
  /** Its primary key, a text. */
  readonly key: string;
}

/** What is made of each row of a table, in the order of its key; without what comes out as null. */
export async function readTable<T>(
  from: Pick<Queryable, 'all'>,
  { name, key }: Table,
  read: (row: Row) => T | null,
): Promise<readonly T[]> {
  const all: T[] = [];
  let page = await from.all(`SELECT * FROM ${name} ORDER BY ${key} LIMIT ?`, ROWS_OF_A_PAGE);
  for (;;) {
    for (const row of page) {
      const one = read(row);
      if (one !== null) all.push(one);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < ROWS_OF_A_PAGE) return all;
    page = await from.all(
      `SELECT * FROM ${name} WHERE ${key} > ? ORDER BY ${key} LIMIT ?`,
      String(last[key]),
      ROWS_OF_A_PAGE,
    );
  }
}
