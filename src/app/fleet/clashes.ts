import { existsSync, realpathSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import { isCredentialPath } from '../../config/secret-file.ts';
import type { InstanceName } from '../../model/ids.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';
import type { OwnedSchema } from '../../store/fleet/schemas.ts';

interface Configured {
  readonly name: InstanceName;
  /** Null where it cannot be read: what it has for itself besides its schemas is not known then. */
  readonly config: Config | null;
}

/** What every instance has for itself, as the config calls it: what two shared, one could read or overwrite of the other. */
const OWN: readonly { readonly key: string; readonly own: (config: Config) => string | undefined }[] = [
  { key: 'store', own: ({ store }) => schemaIn(store) },
  { key: 'server.url', own: ({ server }) => new URL(server.url).href },
  { key: 'credentials.vault', own: ({ credentials }) => placed(credentials.vault) },
  { key: 'credentials.keyFile', own: ({ credentials }) => placed(credentials.keyFile) },
  { key: 'output.directory', own: ({ output }) => placed(output.directory) },
  { key: 'output.metrics.path', own: ({ output }) => placed(output.metrics?.path) },
  { key: 'portal.url', own: ({ portal }) => portal && new URL(portal.url).href },
];

/**
 * Why instances cannot be used beside those that were there before them.
 * @param instances the oldest first: a new one takes nothing from it.
 * @param owned whose rows stand in which schema, whatever configs say now.
 */
export function clashes(
  instances: readonly Configured[],
  owned: readonly OwnedSchema[],
): ReadonlyMap<InstanceName, string> {
  const owners = new Map(owned.map(({ schema, instance }) => [idOf('store', schema), instance]));
  const problems = new Map<InstanceName, string>();
  for (const { name, config } of instances) {
    if (config === null) continue;
    const things = OWN.flatMap(({ key, own }) => {
      const value = own(config);
      return value === undefined ? [] : [{ key, value, id: idOf(key, value) }];
    });
    const taken = things.filter(({ id }) => (owners.get(id) ?? name) !== name);
    if (taken.length === 0) for (const { id } of things) owners.set(id, name);
    else {
      const parts = taken.map(({ key, value, id }) => `${key} (${value}) is that of "${owners.get(id)}"`);
      problems.set(name, `${config.file}: ${parts.join('; ')}. Each instance has its own: name another.`);
    }
  }
  return problems;
}

function idOf(key: string, value: string): string {
  return JSON.stringify([key, value]);
}

/** A file by whatever links it is named. */
function placed(path: string | undefined): string | undefined {
  return path === undefined || isCredentialPath(path) || !existsSync(path) ? path : realpathSync(path);
}
