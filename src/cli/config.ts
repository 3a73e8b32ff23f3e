import { existsSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkOptions } from '../app/open.ts';
import { type Config, loadConfig } from '../config/load.ts';
import { notOursAlone } from '../files/access.ts';
import { UsageError } from '../model/errors.ts';
import type { Context } from './context.ts';

/**
 * The config that a command works with.
 * @throws {UsageError} when it is wrong, or others could have laid it into the current folder.
 */
export function configOf(context: Context): Config {
  if (!context.isConfigNamed) refuseConfigOfOthers(context.configFile);
  return loadConfig(context.configFile, checkOptions());
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
