import type { Config } from '../config/load.ts';
import { RequestError, UsageError } from '../model/errors.ts';
import { reasonOf, serverUnusable } from '../model/reasons/errors.ts';
import { because } from '../model/reasons/reason.ts';
import { reasonSentence } from '../model/reasons/sentence.ts';
import { closedBecause, isStranger, readStatus, type ServerStatus } from '../nextcloud/ocs/status.ts';
import { clientOf } from './open.ts';
import { unsupportedBecause } from './unsupported.ts';

/** Who asks for a few things does not wait as a run at night does. */
const PATIENCE_MS = 6_000;

/**
 * Asks once whether the server is there, before something is asked of it for each of many members.
 * @returns what it says of itself.
 * @throws {ServerUnusableError} within 6 s where it is away or serves nobody.
 * @throws {UsageError} where it is no Nextcloud.
 */
export async function assertServes(config: Config): Promise<ServerStatus> {
  const { url } = config.server;
  const client = await clientOf(config, { idleTimeoutMs: PATIENCE_MS, maxTries: 1 });
  try {
    const status = await readStatus(client.as(null));
    if (isStranger(status)) throw new UsageError(reasonSentence([status.stranger]));
    const unsupported = unsupportedBecause(status, url);
    if (unsupported !== null) throw new UsageError(unsupported);
    const closed = closedBecause(status);
    if (closed !== null) throw serverUnusable(because(`run.${closed}`, { url }));
    return status;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw serverUnusable(because('run.unusable', { cause: [reasonOf(error)] }), { cause: error });
  } finally {
    client.close();
  }
}
