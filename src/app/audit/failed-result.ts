import { LockedError, messageOf, UsageError } from '../../model/errors.ts';
import { type RunId, runId } from '../../model/ids.ts';
import { wholeResult } from '../../model/long-result.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { RunResult } from '../../model/result.ts';
import type { UtcMs } from '../../model/units.ts';
import { composeResult, countCoverage } from './compose-result.ts';
import { scopeOf } from './run-status.ts';
import type { AuditSetting } from './setting.ts';
import { unjudged } from './unjudged.ts';

/** In the place of a run's number where none could be stored. */
const NO_RUN = runId(0);

type Audited = Pick<AuditSetting, 'url' | 'client' | 'checks' | 'checkSettings' | 'only'>;
interface Times {
  readonly startedAt: UtcMs;
  readonly finishedAt: UtcMs;
}

/** The document of an audit that reached nothing: nothing may be concluded. */
export function failedResult(run: RunId, setting: Audited, reason: Reason, times: Times): RunResult {
  return emptyResult(run, setting, reason, { ...times, status: 'failed' });
}

/** The document of an audit that was interrupted before it asked a member. */
export function interruptedResult(run: RunId, setting: Audited, times: Times): RunResult {
  return emptyResult(run, setting, because('run.interrupted'), { ...times, status: 'interrupted' });
}

function emptyResult(
  run: RunId,
  setting: Audited,
  reason: Reason,
  end: Times & { readonly status: 'failed' | 'interrupted' },
): RunResult {
  const nothing = composeResult({
    run,
    ...end,
    scope: scopeOf(setting),
    url: setting.url,
    version: null,
    traffic: setting.client.traffic,
    policy: null,
    coverage: countCoverage([]),
    members: [],
    accepted: new Map(),
    spaces: [],
    groups: null,
    shares: [],
    registered: () => null,
    findings: [],
    checks: unjudged(setting, reason),
  });
  return wholeResult(nothing);
}

/**
 * The document of an audit that broke off by what no result was made for: a full disk, our own mistake. Null where
 * nothing was done at all: then there is no document.
 */
export function brokenResult(error: unknown, setting: Audited, times: Times): RunResult | null {
  if (error instanceof UsageError || error instanceof LockedError) return null;
  return failedResult(NO_RUN, setting, because('run.broke-off', { message: messageOf(error) }), times);
}
