import { createHash } from 'node:crypto';
import { readSecret } from '../../config/secret-file.ts';
import { MenageError } from '../../model/errors.ts';
import type { InstanceName } from '../../model/ids.ts';
import { reveal } from '../../model/secret.ts';
import type { Instance } from './registry.ts';

/**
 * Why the vault of an instance is locked by no key of its own: one that leaks must open one vault. That two name one file
 * is a problem of their configs (`clashes`); here files are told apart by what they hold.
 * @param instances the oldest first: the newer one is to get another key.
 */
export function sharedKeys(instances: readonly Instance[]): ReadonlyMap<InstanceName, string> {
  const owners = new Map<string, InstanceName>();
  const problems = new Map<InstanceName, string>();
  for (const { name, config, environment } of instances) {
    const file = config?.credentials.keyFile;
    if (file === undefined) continue;
    const key = digestOf(file, environment);
    if (key === null) continue;
    const owner = owners.get(key);
    if (owner === undefined) owners.set(key, name);
    else
      problems.set(
        name,
        `The key in ${file} is that of "${owner}" as well, so that one leak opens both vaults: make a key of its own ` +
          `(head -c 32 /dev/urandom | base64), and import the app passwords into a new vault with it.`,
      );
  }
  return problems;
}

/** Null where it cannot be read: whoever needs it says why. */
function digestOf(file: string, environment: NodeJS.ProcessEnv): string | null {
  const source = { what: 'the vault key', file, key: 'credentials.keyFile', variable: 'MENAGE_KEY' };
  try {
    return createHash('sha256')
      .update(reveal(readSecret(source, environment)))
      .digest('base64');
  } catch (error) {
    if (error instanceof MenageError) return null;
    throw error;
  }
}
