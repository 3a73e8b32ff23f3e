import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf, PartialError } from '../../model/errors.ts';
import type { InstanceName } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import { openQueue } from '../../queue/queue.ts';
import { pauseInstance, removeInstance } from '../../store/fleet/instances.ts';
import { ownedSchemas } from '../../store/fleet/schemas.ts';
import type { Lock } from '../../store/lock.ts';
import { acquireLock } from '../../store/open.ts';
import type { AppContext } from '../context.ts';
import { folderOf, placesNamedIn } from './configs.ts';
import type { Fleet, Instance } from './registry.ts';

/** What an erasure took away, and what it left to its host. */
export interface Erased {
  /** All that it had. */
  readonly schemas: readonly string[];
  readonly jobs: number;
  readonly files: readonly string[];
  /** Files that lie outside the instance's own folder: others may use them. */
  readonly left: readonly string[];
}

/**
 * Erases an instance whole: store, jobs, reports, vault, config, and what the fleet knows of it. Killed in between it
 * stays paused, and the same call goes on.
 * @throws {LockedError} when a run is working with its store.
 */
export async function eraseInstance(
  fleet: Fleet,
  instance: Instance,
  context: Pick<AppContext, 'now'>,
): Promise<Erased> {
  const { name, pausedAt } = instance;
  await pauseInstance(fleet.database, name, context.now());
  const schemas = await schemasOf(fleet, name);
  const locks = await locksOf(fleet, schemas, context.now()).catch(async (error) => {
    // Nothing was erased: it goes on as before.
    await pauseInstance(fleet.database, name, pausedAt);
    throw error;
  });
  try {
    const queue = await openQueue(fleet.place);
    const jobs = await queue.remove(name).finally(() => queue.close());
    for (const schema of schemas) await fleet.database.exec(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
    const { files, left } = placesOf(fleet, instance);
    for (const file of files) remove(file, name);
    await removeInstance(fleet.database, name);
    return { schemas, jobs, files, left };
  } finally {
    for (const lock of locks) await lock.release();
  }
}

/** All schemas that an instance ever had. */
export async function schemasOf({ database }: Pick<Fleet, 'database'>, name: InstanceName) {
  return (await ownedSchemas(database)).flatMap(({ schema, instance }) =>
    instance === name ? [schema] : [],
  );
}

async function locksOf({ place }: Fleet, schemas: readonly string[], now: UtcMs): Promise<readonly Lock[]> {
  const locks: Lock[] = [];
  try {
    for (const schema of schemas)
      locks.push(await acquireLock({ ...place, schema }, 'menage fleet erase', now));
    return locks;
  } catch (error) {
    for (const lock of locks) await lock.release();
    throw error;
  }
}

/** @throws {PartialError} when it stays: the instance, whose rows are gone, stays paused. */
function remove(path: string, name: InstanceName): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch (error) {
    throw new PartialError(
      `The store of "${name}" is erased, and ${path} is not (${messageOf(error)}): make it erasable, then run the command again.`,
      { cause: error },
    );
  }
}

/** Its own folder and its config; of what lies elsewhere, what is there is named. */
function placesOf(
  { config: fleet }: Fleet,
  { name, config }: Instance,
): { readonly files: readonly string[]; readonly left: readonly string[] } {
  const own = folderOf(fleet, name);
  const flat = fleet.folder === null ? [] : [join(fleet.folder, `${name}.yaml`)];
  const named = config === null ? [] : placesNamedIn(config);
  return {
    files: (fleet.only === null ? [own, ...flat] : []).filter((path) => existsSync(path)),
    left: named.filter((path) => !isIn(own, path)),
  };
}

function isIn(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..');
}
