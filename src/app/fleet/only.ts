import type { Config } from '../../config/load.ts';
import { NotOursError } from '../../model/errors.ts';
import { instanceName } from '../../model/ids.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database } from '../../store/database/database.ts';
import { type InstanceRow, instanceRows, noteInstances, noteServer } from '../../store/fleet/instances.ts';
import { noteSchemas, ownedSchemas } from '../../store/fleet/schemas.ts';

/** The name of the one instance where a Nextcloud's own config is the fleet's. */
const ONLY = instanceName('menage');

/**
 * The row of the one Nextcloud whose own config a worker has. All workers of a database take jobs of one queue: those of another
 * Nextcloud would be done with this config. The same one may have another address, or its store another schema, but not both at once.
 * @throws {NotOursError} when the jobs of the database are those of a fleet, or of another Nextcloud; nothing is noted then.
 */
export async function onlyRow(database: Database, config: Config, now: UtcMs): Promise<InstanceRow> {
  const server = new URL(config.server.url).href;
  const schema = schemaIn(config.store);
  const row = await rowOfOnly(database, config, now);
  const known = row.server ?? (await noteServer(database, ONLY, { from: null, to: server }));
  const current = (await ownedSchemas(database)).findLast(({ instance }) => instance === ONLY)?.schema;
  if (known !== server && current !== undefined && current !== schema)
    throw notOurs(config, `another Nextcloud (${known}, its store is in the schema ${current})`);
  if (known !== server) await noteServer(database, ONLY, { from: known, to: server });
  if (current !== schema) await noteSchemas(database, [{ schema, instance: ONLY }]);
  return row;
}

async function rowOfOnly(database: Database, config: Config, now: UtcMs): Promise<InstanceRow> {
  const rows = await instanceRows(database);
  const other = rows.find(({ name }) => name !== ONLY);
  if (other !== undefined) throw notOurs(config, `a fleet ("${other.name}")`);
  const [row] = rows;
  if (row !== undefined) return row;
  await noteInstances(database, [ONLY], now);
  return rowOfOnly(database, config, now);
}

function notOurs({ file }: Config, whose: string): NotOursError {
  return new NotOursError(
    `${file} names a database whose jobs are those of ${whose}: give this Nextcloud a database of its own, or make a ` +
      'fleet of both (docs/fleet.md). Nothing was done.',
  );
}
