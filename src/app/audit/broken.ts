import { CHECKS } from '../../checks/index.ts';
import type { Config } from '../../config/load.ts';
import { LockedError, messageOf, UsageError } from '../../errors.ts';
import { runId } from '../../model/ids.ts';
import { because } from '../../model/reasons/reason.ts';
import type { RunResult } from '../../model/result.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import { composeResult } from './compose-result.ts';
import { unjudged } from './unjudged.ts';

/** In the place of a run's number where none could be stored. */
const NO_RUN = runId(0);

/**
 * The document of an audit that broke off by what no result was made for: a full disk, our own mistake. It says that
 * nothing may be concluded. Null where nothing was done at all: then there is no document.
 */
export function brokenResult(
  error: unknown,
  config: Config,
  { traffic }: Client,
  startedAt: UtcMs,
  finishedAt: UtcMs,
): RunResult | null {
  if (error instanceof UsageError || error instanceof LockedError) return null;
  return composeResult({
    run: NO_RUN,
    startedAt,
    finishedAt,
    status: 'failed',
    url: config.server.url,
    version: null,
    traffic,
    policy: null,
    members: [],
    spaces: [],
    shares: [],
    findings: [],
    checks: unjudged(
      { checks: CHECKS, checkSettings: config.checks },
      because('run.broke-off', { message: messageOf(error) }),
    ),
  });
}
