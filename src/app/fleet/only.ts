import type { Config } from '../../config/load.ts';
import { NotOursError } from '../../model/errors.ts';
import { instanceName } from '../../model/ids.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database, Queryable } from '../../store/database/database.ts';
import { type InstanceRow, instanceRows, noteInstances, noteServer } from '../../store/fleet/instances.ts';
import { noteSchemas, ownedSchemas } from '../../store/fleet/schemas.ts';

/** The name of the one instance where a Nextcloud's own config is the fleet's. */
export const ONLY = instanceName('menage');

/** What one Nextcloud's own config says of it. */
interface Own {
  readonly file: string;
  /** The address of the server. */
  readonly server: string;
  readonly schema: string;
}

/**
 * Gives the row of the one Nextcloud whose own config a worker has. All workers of a database take jobs of one queue: those of
 * another Nextcloud would be done with this config. The same one may have another address, or its store another schema, but not
 * both at once; whoever began with the schema of before ends.
 * @throws {NotOursError} when the jobs of the database are those of a fleet, of another Nextcloud, or of a store that this config
 * does not name any more; nothing is noted then.
 */
export function onlyRows(database: Database, config: Config, now: () => UtcMs): () => Promise<InstanceRow> {
  const own: Own = {
    file: config.file,
    server: new URL(config.server.url).href,
    schema: schemaIn(config.store),
  };
  let hasBegun = false;
  return async () => {
    const row =
      (await rowAsNoted(database, own, hasBegun)) ??
      // One after the other: what another process notes meanwhile is seen.
      (await database.transaction(async (within) => {
        const noted = await rowAsNoted(within, own, hasBegun);
        return noted ?? (await note(within, own, now()));
      }));
    hasBegun = true;
    return row;
  };
}

/** Null where something is to be noted. */
async function rowAsNoted(
  database: Queryable,
  { file, server, schema }: Own,
  hasBegun: boolean,
): Promise<InstanceRow | null> {
  const rows = await instanceRows(database);
  const other = rows.find(({ name }) => name !== ONLY);
  if (other !== undefined) throw notOurs(file, `a fleet ("${other.name}")`);
  const [row] = rows;
  const current = (await ownedSchemas(database)).findLast(({ instance }) => instance === ONLY)?.schema;
  if (row === undefined || row.server === null || current === undefined) return null;
  const isElsewhere = current !== schema;
  if (isElsewhere && (hasBegun || row.server !== server))
    throw notOurs(file, `${row.server}, whose store is in the schema ${current}`);
  return isElsewhere || row.server !== server ? null : row;
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
    `${file} names a database whose jobs are those of ${whose}: correct "store" and "server.url" (one at a time), give this ` +
      'Nextcloud a database of its own, or make a fleet (docs/fleet.md). Nothing was done.',
  );
}
