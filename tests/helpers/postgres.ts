import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { type PostgresPlace, postgresPlace } from '../../src/store/database/postgres-place.ts';

/** Its `TEST_POSTGRES`: a database in which the tests may make schemas and beside which they may make databases. */
const VARIABLE = 'TEST_POSTGRES';

/** Whether the stores of the tests are on PostgreSQL (`npm run test:postgres`). */
export const ON_POSTGRES = (process.env[VARIABLE] ?? '') !== '';

function serverAddress(): string {
  const address = process.env[VARIABLE] ?? '';
  if (address === '') throw new Error(`${VARIABLE} names no server: run "npm run test:postgres -- FILE"`);
  return address;
}

const unused = (prefix: string) => `${prefix}_${randomBytes(6).toString('hex')}`;

/** The address of a store that is not there yet: a schema of its own in the database of the test run. */
export function schemaAddress(): string {
  return withSchema(serverAddress(), unused('store'));
}

/** The address of the same database with another schema. */
export function withSchema(address: string, schema: string): string {
  const url = new URL(address);
  url.searchParams.set('schema', schema);
  return url.href;
}

/** Makes a database of its own, as a fleet needs; the test run removes it at its end. */
export async function makeDatabase(): Promise<string> {
  const url = new URL(serverAddress());
  const name = unused(url.pathname.slice(1));
  await ask(url.href, `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE template0`);
  url.pathname = `/${name}`;
  return url.href;
}

/** What the program makes of an address of the tests. */
export function placeOf(address: string): PostgresPlace {
  return postgresPlace(address, { password: null, ca: null });
}

/** The rows of one statement, over a connection of its own that names the address's schema. */
export async function ask(
  address: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const { config, schema } = placeOf(address);
  const client = new pg.Client({ ...config, options: `-c search_path=${pg.escapeIdentifier(schema)}` });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/**
 * Gives the whole test run a database of its own, where a server is named.
 * @returns removes it, and those made beside it.
 */
export async function setup(): Promise<() => Promise<void>> {
  const server = process.env[VARIABLE];
  if (server === undefined || server === '') return async () => {};
  const name = unused('menage_tests');
  await ask(server, `CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  process.env[VARIABLE] = url.href;
  return async () => {
    process.env[VARIABLE] = server;
    const made = await ask(server, 'SELECT datname FROM pg_database WHERE starts_with(datname, $1)', [name]);
    for (const { datname } of made)
      await ask(server, `DROP DATABASE ${pg.escapeIdentifier(String(datname))} WITH (FORCE)`);
  };
}
