import type { FleetConfig } from '../../config/fleet.ts';
import type { Config } from '../../config/load.ts';
import { withoutSecrets } from '../../config/secret-file.ts';
import { UsageError } from '../../model/errors.ts';
import { INSTANCE_NAMES } from '../../model/fleet/instance.ts';
import type { InstanceName } from '../../model/ids.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database } from '../../store/database/database.ts';
import type { PostgresPlace } from '../../store/database/postgres-place.ts';
import { type InstanceRow, instanceRows, noteInstances } from '../../store/fleet/instances.ts';
import { fleetPlace, openFleetDatabase } from '../../store/fleet/migrate.ts';
import type { AppContext } from '../context.ts';
import { postgresPlaceOf } from '../store-location.ts';
import { clashes } from './clashes.ts';
import { configReader, configsIn, type FolderContent, type ReadConfig } from './configs.ts';
import { onlyRow } from './only.ts';
import { currentSchema, schemasNoted, takeOver } from './ownership.ts';

/** One Nextcloud of a fleet, as it stands when it is asked for. */
export interface Instance {
  readonly name: InstanceName;
  /** Null where there is none that can be used: `problem` says why. */
  readonly config: Config | null;
  readonly problem: string | null;
  readonly pausedAt: UtcMs | null;
  readonly addedAt: UtcMs;
  /** Its store: a schema of its own in the fleet's database. Null where it has none yet. */
  readonly place: PostgresPlace | null;
  /** The environment without the secrets in it, which would be those of every instance. */
  readonly environment: NodeJS.ProcessEnv;
}

/** All instances of a host. */
export interface Fleet {
  readonly config: FleetConfig;
  /** The fleet's database, in the schema of the fleet's own tables. */
  readonly place: PostgresPlace;
  readonly database: Database;
  /**
   * Every instance, the oldest first, as files and rows have it now. One that is broken has a `problem`.
   * @throws {UsageError} when the folder or the database cannot be read.
   */
  list(): Promise<readonly Instance[]>;
  /** Null where there is none of this name. */
  get(name: string): Promise<Instance | null>;
  close(): Promise<void>;
}

type Context = Pick<AppContext, 'environment' | 'log' | 'now'>;

/**
 * Opens the registry of a fleet, and makes its tables where there are none.
 * @throws {UsageError} when its database cannot be used.
 */
export async function openFleet(config: FleetConfig, context: Context): Promise<Fleet> {
  const place = postgresPlaceOf(config, context.environment);
  const database = await openFleetDatabase(place);
  const list =
    config.only === null
      ? listOf(config, place, database, context)
      : listOfOne(config.only, place, database, context);
  return {
    config,
    place: fleetPlace(place),
    database,
    list,
    get: async (name) => (await list()).find((instance) => instance.name === name) ?? null,
    close: () => database.close(),
  };
}

/**
 * The config of one instance, for a command that works with one Nextcloud.
 * @throws {UsageError} when there is none of this name, or its config cannot be used.
 */
export async function configOfInstance(fleet: FleetConfig, name: string, context: Context): Promise<Config> {
  const opened = await openFleet(fleet, context);
  try {
    const all = await opened.list();
    const found = all.find((instance) => instance.name === name);
    if (found === undefined)
      throw new UsageError(
        `There is no instance "${name}" in ${fleet.file}: there are ${all.map((one) => one.name).join(', ') || 'none'}.`,
      );
    if (found.config === null) throw new UsageError(found.problem ?? `"${name}" has no config.`);
    return found.config;
  } finally {
    await opened.close();
  }
}

function listOf(fleet: FleetConfig, place: PostgresPlace, database: Database, context: Context) {
  const read = configReader(fleet);
  const environment = withoutSecrets(context.environment);
  const warned = new Set<string>();

  function warnOf({ misnamed }: FolderContent): void {
    for (const file of misnamed.filter((one) => !warned.has(one))) {
      warned.add(file);
      context.log.warn(`${file} is not read: an instance is named by ${INSTANCE_NAMES}.`);
    }
  }

  /** The only source there is; that there is none, or more than one, is a problem. */
  function readOf({ name, config: text, server }: InstanceRow, files: readonly string[]): ReadConfig {
    const [file] = files;
    const places = [...files, ...(text === null ? [] : ['the database'])];
    if (places.length > 1) return broken(`"${name}" has several configs (${places.join(', ')}): leave one.`);
    if (file !== undefined) return read(name, { file });
    if (text !== null) return read(name, { text });
    if (server !== null)
      return broken(
        `${server} was read by a worker with a config of its own: a config of this fleet with that server.url takes over what it ` +
          `stored. To erase all of it: menage fleet erase ${name}.`,
      );
    return broken(
      `The config of "${name}" is gone from ${fleet.folder ?? 'the database'}: put it back, or take the instance out ` +
        `(menage fleet erase ${name}).`,
    );
  }

  async function list(): Promise<readonly Instance[]> {
    const content = fleet.folder === null ? NO_FILES : configsIn(fleet.folder);
    warnOf(content);
    const rows = await rowsWith(database, [...content.files.keys()], context.now());
    const all = rows.map((row) => ({ ...row, ...readOf(row, content.files.get(row.name) ?? []) }));
    if (await takeOver(database, all)) return list();
    const owned = await schemasNoted(database, all);
    const clashing = clashes(all, owned);
    return all.map(({ name, pausedAt, addedAt, ...found }) => {
      const clash = clashing.get(name);
      const { config, problem } = clash === undefined ? found : broken(clash);
      // What a machine's config names, where another machine has an older one.
      const schema = config === null ? currentSchema(owned, name) : schemaIn(config.store);
      const own = schema === null ? null : { ...place, schema };
      return { name, config, problem, pausedAt, addedAt, place: own, environment };
    });
  }
  return list;
}

const NO_FILES: FolderContent = { files: new Map(), misnamed: [] };

function listOfOne(config: Config, place: PostgresPlace, database: Database, { environment, now }: Context) {
  return async (): Promise<readonly Instance[]> => {
    const { name, pausedAt, addedAt } = await onlyRow(database, config, now());
    const own = { ...place, schema: schemaIn(config.store) };
    return [{ name, config, problem: null, pausedAt, addedAt, place: own, environment }];
  };
}

/** The rows of the fleet; instances that are new in the folder get theirs. */
async function rowsWith(
  database: Database,
  names: readonly InstanceName[],
  now: UtcMs,
): Promise<readonly InstanceRow[]> {
  const rows = await instanceRows(database);
  const known = new Set(rows.map(({ name }) => name));
  const fresh = names.filter((name) => !known.has(name));
  if (fresh.length === 0) return rows;
  await noteInstances(database, fresh, now);
  return instanceRows(database);
}

function broken(problem: string): ReadConfig {
  return { config: null, problem };
}
