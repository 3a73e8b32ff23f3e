import { FLEET_SCHEMA, QUEUE_SCHEMA } from '../fleet/instance.ts';

/** Whether a store is named by the address of a PostgreSQL server. */
export function isPostgresAddress(location: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(location);
}

/** The schema of a store where its address names none. */
const USUAL_SCHEMA = 'menage';

/** The schema that the address of a store names. */
export function schemaIn(address: string): string {
  return new URL(address).searchParams.get('schema') ?? USUAL_SCHEMA;
}

const NO_STORES: ReadonlySet<string> = new Set(['public', 'information_schema', FLEET_SCHEMA, QUEUE_SCHEMA]);

/** PostgreSQL cuts longer names, so that two could be one; its own, that of everybody and those of a fleet hold no store. */
function isSchema(name: string): boolean {
  return /^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(name) && !NO_STORES.has(name);
}

/**
 * What is wrong with the address of a store; null where it may be used.
 * `postgres://USER@HOST[:PORT]/DATABASE[?schema=NAME]`, or `postgres://USER@localhost/DATABASE?host=/run/postgresql`.
 */
export function postgresAddressProblem(location: string): string | null {
  if (!isPostgresAddress(location) || !URL.canParse(location))
    return 'is no address: write postgres://user@host/database';
  const { username, password, pathname, searchParams } = new URL(location);
  if (password !== '')
    return 'a password must not stand in the config: put it into a file and name that in storePasswordFile';
  if (username === '') return 'names no user: write postgres://user@host/database';
  if (!/^\/[^/]+$/.test(pathname)) return 'names no database: write postgres://user@host/database';
  const unknown = [...searchParams.keys()].filter((key) => key !== 'schema' && key !== 'host');
  if (!isSchema(schemaIn(location)))
    return `names a schema that cannot be used (${schemaIn(location)}): take another, of small letters, digits and _, up to 63, as in "menage_lyon"`;
  return unknown.length === 0
    ? null
    : `"${unknown.join('", "')}" is not known: there are "schema" and "host"`;
}
