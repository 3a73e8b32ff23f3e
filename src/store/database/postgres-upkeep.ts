import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { messageOf } from '../../model/errors.ts';

/** How long is waited for others who see the erased rows or use a table, and how often they are looked for. */
const PATIENCE_MS = 10_000;
const LOOK_AGAIN_MS = 100;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Writes the schema's tables and their indexes anew without what was erased: a plain VACUUM would leave its bytes in the
 * pages. What the server keeps of its own (its log, a standby, a backup) ends by that server's settings.
 * @returns false when another session may still see erased rows, or holds a table.
 */
export async function rewriteTables(client: pg.PoolClient): Promise<boolean> {
  if (!(await isUnseen(client))) return false;
  await client.query(`SET lock_timeout = ${PATIENCE_MS}`);
  try {
    for (const table of await tablesWithRows(client)) await client.query(`VACUUM (FULL) ${table}`);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE) return false;
    throw error;
  } finally {
    await client.query('RESET lock_timeout');
  }
}

/** Whether no session has a view of the data from before this call: VACUUM keeps what such a one could still read. */
async function isUnseen(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ now: string }>('SELECT pg_current_xact_id()::text AS now');
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const older = await client.query(OLDER_VIEWS, [rows[0]?.now]);
    if (older.rows.length === 0) return true;
    if (performance.now() > until) return false;
    await pause(LOOK_AGAIN_MS);
  }
}

const OLDER_VIEWS = `SELECT 1 FROM pg_stat_activity
  WHERE pid <> pg_backend_pid() AND datname = current_database() AND backend_type <> 'autovacuum worker'
    AND greatest(age(backend_xmin), age(backend_xid)) > age($1::xid8::xid)`;

/**
 * Reads every row as a whole; null where all can be read, else what the server says is damaged (a page that does not fit
 * its checksum, a value that cannot be put together).
 */
export async function damageOf(client: pg.PoolClient): Promise<string | null> {
  for (const table of await tablesWithRows(client)) {
    try {
      await client.query(`SELECT sum(octet_length(t::text)) FROM ${table} AS t`);
    } catch (error) {
      // Class XX: data or an index is corrupted.
      if (error instanceof pg.DatabaseError && error.code?.startsWith('XX') === true)
        return `${table}: ${messageOf(error)}`;
      throw error;
    }
  }
  return null;
}

async function tablesWithRows(client: pg.PoolClient): Promise<readonly string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT relname FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
     ORDER BY relname`,
  );
  return rows.map(({ relname }) => pg.escapeIdentifier(relname));
}
