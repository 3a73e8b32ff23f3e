import type { Config } from '../../config/load.ts';
import { NotOursError } from '../../model/errors.ts';
import { ONLY } from '../../model/fleet/instance.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database, Queryable } from '../../store/database/database.ts';
import { type InstanceRow, instanceRows, noteInstances, noteServer } from '../../store/fleet/instances.ts';
import { noteSchemas, ownedSchemas } from '../../store/fleet/schemas.ts';
import { hasOtherWorkers } from '../../store/fleet/worker-connection.ts';
import { currentSchema } from './ownership.ts';

/** What one Nextcloud's own config says of it. */
interface Own {
  readonly file: string;
  /** The address of the server. */
  readonly server: string;
  readonly schema: string;
}

/**
 * Gives the row of the one Nextcloud whose own config a worker has. All workers of a database take jobs of one queue: those of
 * another Nextcloud, or of another store, would be done with this config. The same one may have another address or its store
 * another schema, one at a time and while no worker is there.
 * @throws {NotOursError} when the jobs of the database are those of a fleet, of another Nextcloud, or of workers with another
 * store; nothing is noted then.
 */
export async function onlyRow(database: Database, config: Config, now: UtcMs): Promise<InstanceRow> {
  const own: Own = {
    file: config.file,
    server: new URL(config.server.url).href,
    schema: schemaIn(config.store),
  };
  const noted = await rowAsNoted(database, own);
  if (noted !== null) return noted;
  // One after the other: what another process notes meanwhile is seen.
  return database.transaction(
    async (within) => (await rowAsNoted(within, own)) ?? (await note(within, own, now)),
  );
}

/** Null where something is to be noted. */
async function rowAsNoted(database: Queryable, { file, server, schema }: Own): Promise<InstanceRow | null> {
  const rows = await instanceRows(database);
  const other = rows.find(({ name }) => name !== ONLY);
  if (other !== undefined) throw notOurs(file, `a fleet ("${other.name}")`);
  const [row] = rows;
  const current = currentSchema(await ownedSchemas(database), ONLY);
  if (row === undefined || row.server === null || current === null) return null;
  const changed = [row.server === server, current === schema].filter((isSame) => !isSame).length;
  if (changed === 0) return row;
  if (changed > 1 || (await hasOtherWorkers(database)))
    throw notOurs(file, `${row.server}, whose store is in the schema ${current}`);
  return null;
}

async function note(within: Queryable, { server, schema }: Own, now: UtcMs): Promise<InstanceRow> {
  await noteInstances(within, [ONLY], now);
  await noteServer(within, ONLY, server);
  await noteSchemas(within, [{ schema, instance: ONLY }]);
  const [row] = await instanceRows(within);
  if (row === undefined) throw new Error('The row that was written is gone.');
  return row;
}

function notOurs(file: string, whose: string): NotOursError {
  return new NotOursError(
    `${file} names a database whose jobs are those of ${whose}: correct "store" and "server.url", give this Nextcloud ` +
      'a database of its own, or make a fleet (docs/fleet.md). Where its address or its store has changed: change one at a time, with ' +
      'all workers stopped. Nothing was done.',
  );
}
