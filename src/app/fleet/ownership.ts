import type { Config } from '../../config/load.ts';
import { ONLY, schemaOf } from '../../model/fleet/instance.ts';
import type { InstanceName } from '../../model/ids.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';
import type { UtcMs } from '../../model/units.ts';
import { addJob } from '../../queue/add-job.ts';
import { takeJobsAway } from '../../queue/take-away.ts';
import type { Database } from '../../store/database/database.ts';
import { pauseInstance, removeInstance } from '../../store/fleet/instances.ts';
import { handSchemasOver, noteSchemas, type OwnedSchema, ownedSchemas } from '../../store/fleet/schemas.ts';

/** An instance of a fleet, as its row and its config say it. */
interface Found {
  readonly name: InstanceName;
  /** Null where it cannot be read. */
  readonly config: Config | null;
  /** As `InstanceRow` has them. */
  readonly server: string | null;
  readonly pausedAt: UtcMs | null;
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
 * What a Nextcloud stored while a worker read it with its own config is that of the instance with the same server, paused as it
 * was; mails that were under way are decided anew, and none leaves twice.
 * @returns whether the rows of instances are others now.
 */
export async function takeOver(database: Database, found: readonly Found[]): Promise<boolean> {
  const only = found.find(({ name }) => name === ONLY);
  const heir = found.find(
    ({ name, config }) =>
      name !== ONLY && config !== null && new URL(config.server.url).href === only?.server,
  );
  if (only === undefined || heir === undefined) return false;
  await database.transaction(async (within) => {
    await handSchemasOver(within, { from: ONLY, to: heir.name });
    if (only.pausedAt !== null) await pauseInstance(within, heir.name, only.pausedAt);
    const { hadMails } = await takeJobsAway(within, ONLY);
    if (hadMails) await addJob(within, { kind: 'inventory', instance: heir.name, purpose: 'mails' });
    await removeInstance(within, ONLY);
  });
  return true;
}
