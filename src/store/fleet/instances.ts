import { z } from 'zod';
import { type InstanceName, isInstanceName } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Queryable } from '../database/database.ts';

/** What the database holds of an instance. */
export interface InstanceRow {
  readonly name: InstanceName;
  readonly addedAt: UtcMs;
  /** YAML; null where it stands in a file. */
  readonly config: string | null;
  readonly pausedAt: UtcMs | null;
  /** The address of the one Nextcloud whose own config is the fleet's, once it was noted; null of any other. */
  readonly server: string | null;
}

const Row = z.object({
  name: z.string().refine(isInstanceName),
  added_at: z.number(),
  config: z.string().nullable(),
  paused_at: z.number().nullable(),
  server: z.string().nullable(),
});

/** Every row, the oldest first. */
export async function instanceRows(database: Queryable): Promise<readonly InstanceRow[]> {
  const rows = await database.all(
    'SELECT name, added_at, config, paused_at, server FROM instances ORDER BY added_at, name',
  );
  return rows.flatMap((row) => {
    const read = Row.safeParse(row);
    if (!read.success) {
      database.noteOdd({ what: 'instance', name: String(row['name']), fields: [], isLeftOut: true });
      return [];
    }
    const { name, added_at: addedAt, config, paused_at: pausedAt, server } = read.data;
    return [{ name, addedAt, config, pausedAt, server }];
  });
}

/** Notes instances that stand in files; those that are known stay as they are. */
export async function noteInstances(
  database: Queryable,
  names: readonly InstanceName[],
  now: UtcMs,
): Promise<void> {
  await database.runEach(
    'INSERT INTO instances (name, added_at) VALUES (?, ?) ON CONFLICT (name) DO NOTHING',
    names.map((name) => [name, now]),
  );
}

/** Notes the address of the one Nextcloud of a database. */
export async function noteServer(database: Queryable, name: InstanceName, server: string): Promise<void> {
  await database.run('UPDATE instances SET server = ? WHERE name = ?', server, name);
}

/** Keeps the config of an instance in the database; false where the name is taken. */
export async function addInstance(
  database: Queryable,
  { name, config, now }: { readonly name: InstanceName; readonly config: string | null; readonly now: UtcMs },
): Promise<boolean> {
  const row = await database.get(
    'INSERT INTO instances (name, added_at, config) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING RETURNING name',
    ...[name, now, config],
  );
  return row !== undefined;
}

/** Pauses an instance, or lets it go on (null); one that is paused keeps its moment. */
export async function pauseInstance(
  database: Queryable,
  name: InstanceName,
  pausedAt: UtcMs | null,
): Promise<void> {
  await database.run(
    `UPDATE instances SET paused_at = ? WHERE name = ?${pausedAt === null ? '' : ' AND paused_at IS NULL'}`,
    pausedAt,
    name,
  );
}

/** Takes out of the fleet's tables whatever names an instance; its store is another schema. */
export async function removeInstance(database: Queryable, name: InstanceName): Promise<void> {
  await database.transaction(async (within) => {
    const tables = await within.all(
      `SELECT c.relname AS name FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attname = 'instance'`,
    );
    for (const table of tables)
      await within.run(`DELETE FROM "${String(table['name'])}" WHERE instance = ?`, name);
    await within.run('DELETE FROM instances WHERE name = ?', name);
  });
}

/** Another config for an instance whose config stands in the database. */
export async function replaceConfig(database: Queryable, name: InstanceName, config: string): Promise<void> {
  await database.run('UPDATE instances SET config = ? WHERE name = ?', config, name);
}
