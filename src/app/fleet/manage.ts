import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from '../../files/write.ts';
import { UsageError } from '../../model/errors.ts';
import { INSTANCE_NAMES, isFleetName } from '../../model/fleet/instance.ts';
import type { InstanceName } from '../../model/ids.ts';
import type { Purpose } from '../../queue/job.ts';
import { openQueue } from '../../queue/queue.ts';
import { addInstance, pauseInstance, replaceConfig } from '../../store/fleet/instances.ts';
import { ownedSchemas } from '../../store/fleet/schemas.ts';
import type { AppContext } from '../context.ts';
import { clashes } from './clashes.ts';
import { configReader, folderOf } from './configs.ts';
import type { Fleet, Instance } from './registry.ts';
import { sharedKeys } from './vaults.ts';

/** What `menage fleet add` is given. */
export interface Addition {
  readonly name: string;
  /** The file of its config, as it was read; null where it stands in the fleet's folder already. */
  readonly from: { readonly file: string; readonly text: string } | null;
  /** Whether it takes the place of one that is there. */
  readonly replace: boolean;
}

/**
 * Adds an instance, once its config can be used beside those that are there.
 * @returns it, with its config.
 * @throws {UsageError} when it cannot be used, or there is one of this name.
 */
export async function addToFleet(
  fleet: Fleet,
  { name, from, replace }: Addition,
  { now }: Pick<AppContext, 'now'>,
): Promise<Instance> {
  if (!isFleetName(name)) throw new UsageError(`"${name}" cannot name an instance: take ${INSTANCE_NAMES}.`);
  if (fleet.config.only !== null)
    throw new UsageError(
      `${fleet.config.file} is the config of one Nextcloud: write one with "fleet" and "store", as in docs/operations.md.`,
    );
  const others = (await fleet.list()).filter((one) => one.name !== name);
  if (from !== null) {
    const there = await fleet.get(name);
    if (there !== null && !replace)
      throw new UsageError(`There is an instance "${name}" already: take another name, or --replace.`);
    await assertUsable(fleet, candidate(fleet, name, from, others, now()), others);
    await keepConfig(fleet, name, from.text, there !== null, now());
  }
  const added = await fleet.get(name);
  if (added === null)
    throw new UsageError(
      `There is no config of "${name}" in ${fleet.config.folder ?? 'the database'}: name it with --from FILE.`,
    );
  await assertUsable(fleet, added, others);
  return added;
}

/** As it would be if it were added. */
function candidate(
  fleet: Fleet,
  name: InstanceName,
  from: { readonly file: string; readonly text: string },
  others: readonly Instance[],
  now: number,
): Instance {
  const { config, problem } = configReader(fleet.config)(name, from);
  const [other] = others;
  const environment = other?.environment ?? {};
  return { name, config, problem, pausedAt: null, addedAt: now, place: null, environment };
}

async function assertUsable(
  { database }: Fleet,
  added: Instance,
  others: readonly Instance[],
): Promise<void> {
  if (added.problem !== null) throw new UsageError(added.problem);
  const all = [...others, added];
  const why = clashes(all, await ownedSchemas(database)).get(added.name) ?? sharedKeys(all).get(added.name);
  if (why !== undefined) throw new UsageError(`${why} Nothing was added.`);
}

async function keepConfig(
  { config, database }: Fleet,
  name: InstanceName,
  text: string,
  isThere: boolean,
  now: number,
): Promise<void> {
  if (config.folder !== null) writePrivate(fileOf(config.folder, config, name), text);
  else if (isThere) await replaceConfig(database, name, text);
  else await addInstance(database, { name, config: text, now });
}

/** Where its config stands, or is to stand. */
function fileOf(folder: string, config: Fleet['config'], name: InstanceName): string {
  const flat = join(folder, `${name}.yaml`);
  return existsSync(flat) ? flat : join(folderOf(config, name), 'menage.yaml');
}

/**
 * The instances of these names.
 * @throws {UsageError} naming those that there are none of.
 */
export async function instancesNamed(fleet: Fleet, names: readonly string[]): Promise<readonly Instance[]> {
  const all = await fleet.list();
  const unknown = names.filter((name) => !all.some((one) => one.name === name));
  if (unknown.length > 0)
    throw new UsageError(
      `There is no instance "${unknown.join('", "')}" in ${fleet.config.file}: "menage fleet list" has them. Nothing was done.`,
    );
  return all.filter(({ name }) => names.includes(name));
}

/** Pauses instances (a worker begins nothing there, and ends what it does), or lets them go on. */
export async function pause(
  fleet: Fleet,
  names: readonly string[],
  pausedAt: number | null,
): Promise<readonly Instance[]> {
  const instances = await instancesNamed(fleet, names);
  for (const { name } of instances) await pauseInstance(fleet.database, name, pausedAt);
  return instances;
}

/**
 * Queues a run of each, for the next worker that is free.
 * @throws {UsageError} when one is paused or broken: nothing is queued then.
 */
export async function queueRuns(
  fleet: Fleet,
  names: readonly string[],
  purpose: Purpose,
): Promise<readonly Instance[]> {
  const instances = await instancesNamed(fleet, names);
  for (const { name, problem, pausedAt } of instances) {
    if (problem !== null) throw new UsageError(`${problem} Nothing was queued.`);
    if (pausedAt !== null)
      throw new UsageError(
        `"${name}" is paused: let it go on with "menage fleet pause ${name} --off". Nothing was queued.`,
      );
  }
  const queue = await openQueue(fleet.place);
  try {
    for (const { name } of instances) await queue.add({ kind: 'inventory', instance: name, purpose });
  } finally {
    await queue.close();
  }
  return instances;
}
