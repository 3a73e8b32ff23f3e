import pg from 'pg';
import { UsageError } from '../../model/errors.ts';
import { explained } from './postgres-errors.ts';
import type { PostgresPlace } from './postgres-place.ts';

/** What the tables and statements need: identity columns, `pg_current_xact_id`. */
const OLDEST_SERVER = 13;

/**
 * Whether the schema of a store is there; makes none.
 * @throws {UsageError} when the server cannot be used, is too old, or would not let this login make what is missing.
 */
export async function isSchemaMade(place: PostgresPlace): Promise<boolean> {
  const { isMade, version, mayMake } = await askServer(place);
  if (version < OLDEST_SERVER * 10_000) {
    throw new UsageError(
      `The store ${place.shown} is on PostgreSQL ${Math.floor(version / 10_000)}, and ${OLDEST_SERVER} or newer is needed.`,
    );
  }
  if (!isMade && !mayMake) {
    throw new UsageError(
      `The login of the store ${place.shown} may not make the schema "${place.schema}": let an administrator of the database ` +
        'make it for that login (CREATE SCHEMA … AUTHORIZATION …).',
    );
  }
  return isMade;
}

interface Answer {
  readonly version: number;
  readonly isMade: boolean;
  readonly mayMake: boolean;
}

async function askServer({ config, schema, shown }: PostgresPlace): Promise<Answer> {
  const client = new pg.Client({ ...config, application_name: 'menage' });
  client.on('error', () => undefined);
  let isConnected = false;
  try {
    await client.connect();
    isConnected = true;
    const { rows } = await client.query<Answer>(
      `SELECT current_setting('server_version_num')::integer AS version,
         EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1) AS "isMade",
         has_database_privilege(current_database(), 'CREATE') AS "mayMake"`,
      [schema],
    );
    const [answer] = rows;
    if (answer === undefined) throw new RangeError('a SELECT without FROM gave no row');
    return answer;
  } catch (error) {
    throw explained(shown, error, isConnected);
  } finally {
    await client.end();
  }
}
