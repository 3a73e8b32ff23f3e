import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkOptions } from '../app/open.ts';
import { type FleetConfig, isFleetConfig, loadFleetConfig } from '../config/fleet.ts';
import { type Config, configFrom, readConfigText } from '../config/load.ts';
import { withoutSecrets } from '../config/secret-file.ts';
import { notOursAlone } from '../files/access.ts';
import { UsageError } from '../model/errors.ts';
import type { Context } from './context.ts';

/**
 * The config of the Nextcloud that a command works with.
 * @throws {UsageError} when it is wrong, is that of a fleet, or others could have laid it into the current folder.
 */
export function configOf(context: Context): Config {
  if (context.instance !== null) return context.instance;
  if (!context.isConfigNamed) refuseConfigOfOthers(context.configFile);
  const file = resolve(context.configFile);
  const text = readConfigText(file);
  if (isFleetConfig(text))
    throw new UsageError(
      `${file} is the config of a fleet: name one of its Nextclouds by --instance NAME ("menage fleet list" has them).`,
    );
  return configFrom(text, { file, folder: dirname(file) }, checkOptions());
}

/**
 * The context of a command for one Nextcloud of a fleet.
 * @throws {UsageError} when there is no fleet, none of this name in it, or its config cannot be used.
 */
export async function withInstance(context: Context, name: string): Promise<Context> {
  const fleet = fleetConfigOf(context);
  const { configOfInstance } = await import('../app/fleet/registry.ts');
  const instance = await configOfInstance(fleet, name, context);
  return { ...context, instance, environment: withoutSecrets(context.environment) };
}

/**
 * The config of a fleet; that of one Nextcloud with a store on PostgreSQL is a fleet of one.
 * @throws {UsageError} as `configOf`.
 */
export function fleetConfigOf(context: Context): FleetConfig {
  if (!context.isConfigNamed) refuseConfigOfOthers(context.configFile);
  return loadFleetConfig(context.configFile, checkOptions());
}

/**
 * Whether a command is to work with a fleet, not with one Nextcloud.
 * @throws {UsageError} as `configOf`.
 */
export function isFleet(context: Context): boolean {
  if (context.instance !== null) return false;
  if (!context.isConfigNamed) refuseConfigOfOthers(context.configFile);
  return isFleetConfig(readConfigText(resolve(context.configFile)));
}

/** Nobody named it: whoever may write into the folder we happen to be in would name the server that gets our passwords. */
function refuseConfigOfOthers(file: string): void {
  if (!existsSync(file)) return;
  for (const folder of new Set([dirname(resolve(file)), dirname(realpathSync(file))])) {
    const why = notOursAlone(folder);
    if (why === null) continue;
    throw new UsageError(
      `Others could have put ${resolve(file)} there, so it is not used. ${why}. Or name the config: --config ${resolve(file)}`,
    );
  }
}
