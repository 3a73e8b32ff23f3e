import type pg from 'pg';
import { UsageError } from '../../model/errors.ts';
import { isLoopback } from '../../model/network/loopback.ts';
import { postgresAddressProblem, schemaIn } from '../../model/network/postgres-address.ts';
import { reveal, type Secret } from '../../model/secret.ts';

/** Where a store on a PostgreSQL server is. */
export interface PostgresPlace {
  /** For messages: without a password. */
  readonly shown: string;
  readonly config: Pick<pg.PoolConfig, 'host' | 'port' | 'user' | 'password' | 'database' | 'ssl'>;
  /** Holds the tables of this one Nextcloud. */
  readonly schema: string;
}

/**
 * The place that an address names. To another machine only TLS with a certificate that is verified.
 * @param ca the certificate of an own authority (PEM); null = those that Node trusts.
 * @throws {UsageError} when the address cannot be used.
 */
export function postgresPlace(
  location: string,
  { password, ca }: { readonly password: Secret | null; readonly ca: string | null },
): PostgresPlace {
  const problem = postgresAddressProblem(location);
  if (problem !== null) throw new UsageError(`store: ${location} ${problem}.`);
  const url = new URL(location);
  const folder = url.searchParams.get('host');
  const host = folder ?? (url.hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost');
  const isHere = folder?.startsWith('/') === true || isLoopback(url.hostname || 'localhost');
  return {
    shown: location,
    schema: schemaIn(location),
    config: {
      host,
      user: decodeURIComponent(url.username),
      database: decodeURIComponent(url.pathname.slice(1)),
      ...(url.port !== '' && { port: Number(url.port) }),
      ...(password !== null && { password: reveal(password) }),
      ssl: isHere ? false : { rejectUnauthorized: true, ...(ca !== null && { ca }) },
    },
  };
}
