import type { Config } from '../../config/load.ts';
import { schemaOf } from '../../model/fleet/instance.ts';
import type { InstanceName } from '../../model/ids.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';
import type { Database } from '../../store/database/database.ts';
import { noteServer, removeInstance } from '../../store/fleet/instances.ts';
import { handSchemasOver, noteSchemas, type OwnedSchema, ownedSchemas } from '../../store/fleet/schemas.ts';

/** An instance of a fleet, as its row and its config say it. */
interface Found {
  readonly name: InstanceName;
  /** Null where it cannot be read. */
  readonly config: Config | null;
  /** As `InstanceRow.server`. */
  readonly server: string | null;
}

/**
 * Whose rows stand in which schema, once it is noted what configs name and nobody has: of two instances that name one, the older
 * has it. Of an instance that has none and whose config cannot be read, it is the schema of its name.
 * @param found the oldest first.
 */
export async function schemasNoted(
  database: Database,
  found: readonly Found[],
): Promise<readonly OwnedSchema[]> {
  const owned = await ownedSchemas(database);
  const named = found.flatMap(({ name, config }) =>
    config === null ? [] : [{ schema: schemaIn(config.store), instance: name }],
  );
  const unread = found.flatMap(({ name, config }) =>
    config !== null || currentSchema(owned, name) !== null
      ? []
      : [{ schema: schemaOf(name), instance: name }],
  );
  const fresh = [...named, ...unread].filter(({ schema, instance }) => {
    const owner = owned.find((one) => one.schema === schema)?.instance ?? instance;
    return owner === instance && currentSchema(owned, instance) !== schema;
  });
  if (fresh.length === 0) return owned;
  await noteSchemas(database, fresh);
  return ownedSchemas(database);
}

/** The one that the instance named last; null where it has none. */
export function currentSchema(owned: readonly OwnedSchema[], name: InstanceName): string | null {
  return owned.findLast(({ instance }) => instance === name)?.schema ?? null;
}

/**
 * What a Nextcloud stored while a worker read it with its own config is that of the instance with the same server.
 * @returns whether the rows of instances are others now.
 */
export async function takeOver(database: Database, found: readonly Found[]): Promise<boolean> {
  const only = found.find(({ server }) => server !== null);
  const heir = found.find(
    ({ config }) => config !== null && new URL(config.server.url).href === only?.server,
  );
  if (only === undefined || heir === undefined) return false;
  await database.transaction(async (within) => {
    await noteServer(within, only.name, null);
    if (heir.name === only.name) return;
    await handSchemasOver(within, { from: only.name, to: heir.name });
    await removeInstance(within, only.name);
  });
  return true;
}
