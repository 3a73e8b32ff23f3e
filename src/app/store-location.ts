import type { Config } from '../config/load.ts';
import { readSecret } from '../config/secret-file.ts';
import { readNamedFile } from '../files/read.ts';
import { isPostgresAddress } from '../model/network/postgres-address.ts';
import type { Secret } from '../model/secret.ts';
import { type PostgresPlace, postgresPlace } from '../store/database/postgres-place.ts';
import type { StoreLocation } from '../store/open.ts';

/** Where a config names a store, and what opens it. */
export type StoreKeys = Pick<Config, 'store' | 'storePasswordFile' | 'storeCa'>;

const PASSWORD_KEY = 'storePasswordFile';

/**
 * Where the store is, with what opens it.
 * @param key what named the file of the password, for messages.
 * @throws {UsageError} when its password or certificate cannot be read.
 */
export function storeLocation(
  config: StoreKeys,
  environment: NodeJS.ProcessEnv,
  key = PASSWORD_KEY,
): StoreLocation {
  return isPostgresAddress(config.store) ? postgresPlaceOf(config, environment, key) : config.store;
}

/**
 * The place on a PostgreSQL server that a config names: of one Nextcloud, or of a fleet.
 * @throws {UsageError} when its password or certificate cannot be read.
 */
export function postgresPlaceOf(
  config: StoreKeys,
  environment: NodeJS.ProcessEnv,
  key = PASSWORD_KEY,
): PostgresPlace {
  const ca =
    config.storeCa === undefined
      ? null
      : readNamedFile(config.storeCa, 'the certificate of the store', 'any').toString();
  return postgresPlace(config.store, { password: storePassword(config, environment, key), ca });
}

/** Null where the server lets this user in without one, as over a socket of this machine. */
function storePassword(
  { storePasswordFile: file }: StoreKeys,
  environment: NodeJS.ProcessEnv,
  key: string,
): Secret | null {
  const source = { what: 'the password of the store', key, variable: 'PGPASSWORD' };
  if (file === undefined && (environment[source.variable] ?? '') === '') return null;
  return readSecret({ ...source, file }, environment);
}
