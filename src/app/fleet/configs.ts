import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FleetConfig } from '../../config/fleet.ts';
import { type Config, configFrom, type Given, readConfigText } from '../../config/load.ts';
import { whyUnread } from '../../files/why-unread.ts';
import { MenageError, UsageError } from '../../model/errors.ts';
import { isFleetName, schemaOf } from '../../model/fleet/instance.ts';
import type { InstanceName } from '../../model/ids.ts';
import { checkOptions } from '../open.ts';

/** The config of an instance, or why there is none that can be used. */
export type ReadConfig =
  | { readonly config: Config; readonly problem: null }
  | { readonly config: null; readonly problem: string };

/** Names in the folder of a fleet, each with the files that name it, and what no instance may be called. */
export interface FolderContent {
  readonly files: ReadonlyMap<InstanceName, readonly string[]>;
  readonly misnamed: readonly string[];
}

/**
 * The configs in the folder of a fleet: `NAME/menage.yaml` and `NAME.yaml`.
 * @throws {UsageError} when it cannot be read: a folder that is away is no empty fleet.
 */
export function configsIn(folder: string): FolderContent {
  const files = new Map<InstanceName, string[]>();
  const misnamed: string[] = [];
  for (const { text, file } of candidates(folder)) {
    if (isFleetName(text)) files.set(text, [...(files.get(text) ?? []), file]);
    else misnamed.push(file);
  }
  return { files, misnamed };
}

function candidates(folder: string): readonly { readonly text: string; readonly file: string }[] {
  try {
    return readdirSync(folder, { withFileTypes: true, encoding: 'utf8' }).flatMap((entry) => {
      if (entry.name.startsWith('.')) return [];
      if (entry.name.endsWith('.yaml'))
        return [{ text: entry.name.slice(0, -'.yaml'.length), file: join(folder, entry.name) }];
      const isConfigured = !entry.isFile() && readdirSync(join(folder, entry.name)).includes('menage.yaml');
      return isConfigured ? [{ text: entry.name, file: join(folder, entry.name, 'menage.yaml') }] : [];
    });
  } catch (error) {
    throw new UsageError(
      `Cannot read the configs of the fleet in ${folder} (${whyUnread(error)}): correct "fleet", or make the folder.`,
      { cause: error },
    );
  }
}

/** The folder that the paths of an instance are relative to: its own, wherever its config stands. */
export function folderOf({ folder, file }: Pick<FleetConfig, 'folder' | 'file'>, name: InstanceName): string {
  return join(folder ?? dirname(file), name);
}

/** Files and folders that a config names for its instance alone, and that are there. */
export function placesNamedIn({ credentials, output, server, mail }: Config): readonly string[] {
  const named = [
    ...[credentials.vault, credentials.keyFile, output.directory, output.metrics?.path],
    ...[server.admin.passwordFile, mail.passwordFile],
  ];
  return named.flatMap((path) => (path !== undefined && existsSync(path) ? [path] : []));
}

/** A file, or a text: that of a file which was read already, or of the database. Problems name the file. */
type ConfigSource = { readonly file: string } | { readonly file?: string; readonly text: string };

/** Reads configs of instances; a text that is as before is not judged again. */
export function configReader(fleet: FleetConfig) {
  const known = new Map<InstanceName, { readonly text: string; readonly read: ReadConfig }>();
  const checks = checkOptions();
  return (name: InstanceName, source: ConfigSource): ReadConfig => {
    const folder = folderOf(fleet, name);
    const place = { file: source.file ?? join(folder, 'menage.yaml (in the database)'), folder };
    try {
      const text = 'text' in source ? source.text : readConfigText(source.file);
      const earlier = known.get(name);
      if (earlier?.text === text) return earlier.read;
      const read = attempt(() => inFleet(configFrom(text, place, checks, givenTo(fleet, name)), fleet));
      known.set(name, { text, read });
      return read;
    } catch (error) {
      return failed(error);
    }
  };
}

function attempt(read: () => Config): ReadConfig {
  try {
    return { config: read(), problem: null };
  } catch (error) {
    return failed(error);
  }
}

function failed(error: unknown): ReadConfig {
  if (error instanceof MenageError) return { config: null, problem: error.message };
  throw error;
}

function givenTo({ store, storePasswordFile, storeCa }: FleetConfig, name: InstanceName): Given {
  const url = new URL(store);
  url.searchParams.set('schema', schemaOf(name));
  return {
    store: url.href,
    ...(storePasswordFile !== undefined && { storePasswordFile }),
    ...(storeCa !== undefined && { storeCa }),
  };
}

/** @throws {UsageError} where the store is not in the fleet's database. */
function inFleet(config: Config, fleet: FleetConfig): Config {
  if (databaseOf(config.store) === databaseOf(fleet.store)) return config;
  throw new UsageError(
    `${config.file}: "store" must be in the database of the fleet (${fleet.store}): leave it out, or name another schema there.`,
  );
}

function databaseOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  url.searchParams.delete('schema');
  return url.href;
}
