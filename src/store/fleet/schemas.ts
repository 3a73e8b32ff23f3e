import { z } from 'zod';
import { type InstanceName, isInstanceName } from '../../model/ids.ts';
import type { Queryable } from '../database/database.ts';

/** A schema of the fleet's database, and the instance whose rows stand in it. */
export interface OwnedSchema {
  readonly schema: string;
  readonly instance: InstanceName;
}

const Row = z.object({ schema: z.string(), instance: z.string().refine(isInstanceName) });

/**
 * Whose rows stand in which schema: of the first instance whose config named it, until that instance is erased, whatever configs
 * say since. Of each instance the one that it named last stands last.
 */
export async function ownedSchemas(database: Queryable): Promise<readonly OwnedSchema[]> {
  const rows = await database.all('SELECT schema, instance FROM schemas ORDER BY named_at, schema');
  return rows.flatMap((row) => {
    const read = Row.safeParse(row);
    if (read.success) return [read.data];
    database.noteOdd({ what: 'schema', name: String(row['schema']), fields: [], isLeftOut: true });
    return [];
  });
}

/** Notes which schema each instance names now, while there is such an instance; one that belongs to another stays that one's. */
export async function noteSchemas(database: Queryable, named: readonly OwnedSchema[]): Promise<void> {
  await database.runEach(
    `INSERT INTO schemas (schema, instance, named_at)
     SELECT ?, name, clock_timestamp() FROM instances WHERE name = ?
     ON CONFLICT (schema) DO UPDATE SET named_at = excluded.named_at WHERE schemas.instance = excluded.instance`,
    named.map(({ schema, instance }) => [schema, instance]),
  );
}

/** Gives all schemas of an instance to another one. */
export async function handSchemasOver(
  database: Queryable,
  { from, to }: { readonly from: InstanceName; readonly to: InstanceName },
): Promise<void> {
  await database.run('UPDATE schemas SET instance = ? WHERE instance = ?', to, from);
}
