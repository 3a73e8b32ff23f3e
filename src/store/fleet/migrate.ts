import { FLEET_SCHEMA } from '../../model/fleet/instance.ts';
import type { Database } from '../database/database.ts';
import { openPostgres } from '../database/postgres.ts';
import { migratePostgres } from '../database/postgres-migrate.ts';
import type { PostgresPlace } from '../database/postgres-place.ts';
import { FLEET_MIGRATIONS } from './schema.ts';

/** Where a fleet's own tables are: beside the schemas of its instances. */
export function fleetPlace(place: PostgresPlace): PostgresPlace {
  return { ...place, schema: FLEET_SCHEMA };
}

/**
 * Opens the tables of a fleet, and makes them where there are none; safe when several programs do so at once.
 * @throws {UsageError} when they cannot be opened, or are of a newer version.
 */
export async function openFleetDatabase(place: PostgresPlace): Promise<Database> {
  const database = await openPostgres(fleetPlace(place));
  try {
    await migratePostgres(database, FLEET_MIGRATIONS);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}
