import { existsSync, realpathSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import { isCredentialPath } from '../../config/secret-file.ts';
import { schemaOf } from '../../model/fleet/instance.ts';
import type { InstanceName } from '../../model/ids.ts';
import { schemaIn } from '../../model/network/postgres-address.ts';

interface Configured {
  readonly name: InstanceName;
  /** Null where it cannot be read: what it has for itself besides its schema is not known then. */
  readonly config: Config | null;
}

/** What an instance names that is another's. */
export interface Clash {
  readonly problem: string;
  /** Whether its store is among it: "named" is another's, "contested" one of which it is not known whose it is. */
  readonly store: 'own' | 'named' | 'contested';
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
 * Why instances cannot be used beside those that were there before them. A schema of whose rows it is not known whose they
 * are is used by neither: the one that an older instance names, and that belongs to a newer one by its name.
 * @param instances the oldest first: a new one takes nothing from it.
 */
export function clashes(instances: readonly Configured[]): ReadonlyMap<InstanceName, Clash> {
  // The schema of its name belongs to an instance also while its config is broken, or names another one.
  const owners = new Map(instances.map(({ name }) => [idOf('store', schemaOf(name)), name]));
  const problems = new Map<InstanceName, Clash>();
  const contested = contestedStores(instances);
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
      problems.set(name, {
        problem: `${config.file}: ${parts.join('; ')}. Each instance has its own: name another.`,
        store: taken.some(({ key }) => key === 'store') ? 'named' : 'own',
      });
    }
  }
  return new Map([...problems, ...contested]);
}

/** Of newer instances whose schema an older one names. */
function contestedStores(instances: readonly Configured[]): ReadonlyMap<InstanceName, Clash> {
  const namedBy = new Map<string, InstanceName>();
  const contested = new Map<InstanceName, Clash>();
  for (const { name, config } of instances) {
    const schema = config === null ? schemaOf(name) : schemaIn(config.store);
    const other = namedBy.get(schema);
    if (other !== undefined && schema === schemaOf(name))
      contested.set(name, {
        problem: `"${other}" names the store of "${name}" (${schema}), and was there before. Each instance has its own: name another for one of them.`,
        store: 'contested',
      });
    if (config !== null && !namedBy.has(schema)) namedBy.set(schema, name);
  }
  return contested;
}

function idOf(key: string, value: string): string {
  return JSON.stringify([key, value]);
}

/** A file by whatever links it is named. */
function placed(path: string | undefined): string | undefined {
  return path === undefined || isCredentialPath(path) || !existsSync(path) ? path : realpathSync(path);
}
