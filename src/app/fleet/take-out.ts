import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfigText } from '../../config/load.ts';
import { makePrivateFolder } from '../../files/folders.ts';
import { writePrivate } from '../../files/write.ts';
import { UsageError } from '../../model/errors.ts';
import { type Copied, copyStore } from '../../store/copy/copy.ts';
import { instanceRows } from '../../store/fleet/instances.ts';
import type { AppContext } from '../context.ts';
import { placesNamedIn } from './configs.ts';
import type { Fleet, Instance } from './registry.ts';

/** One Nextcloud's data, in a folder. */
export interface TakenOut {
  readonly folder: string;
  readonly copied: Copied;
  /** What its config names and stays where it is: vault, key, passwords, reports. */
  readonly beside: readonly string[];
}

/**
 * Copies the store of an instance into an SQLite file, and its config beside it; erases nothing.
 * @returns null where it was stopped: the same call goes on.
 * @throws {UsageError} when the folder holds something else, or the instance has no config that can be read.
 * @throws {LockedError} when a run is working with its store.
 */
export async function takeOut(
  fleet: Fleet,
  { name, config, problem, place }: Instance,
  out: string,
  context: Pick<AppContext, 'now' | 'stop'>,
): Promise<TakenOut | null> {
  if (config === null || place === null) throw new UsageError(problem ?? `"${name}" has no config.`);
  const folder = resolve(out);
  const store = join(folder, 'menage.db');
  if (existsSync(folder) && readdirSync(folder).length > 0 && !existsSync(store))
    throw new UsageError(`${folder} holds other files: name a folder that is empty, or not there yet.`);
  const row = (await instanceRows(fleet.database)).find((one) => one.name === name);
  const text = row?.config ?? readConfigText(config.file);
  makePrivateFolder(folder);
  const copied = await copyStore(place, store, {
    now: context.now(),
    stop: context.stop,
    onProgress: () => {},
  });
  if (copied === null) return null;
  writePrivate(join(folder, 'menage.yaml'), text);
  return { folder, copied, beside: placesNamedIn(config) };
}
