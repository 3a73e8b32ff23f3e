import { rowWithout } from '../../judge/check-rows.ts';
import { isOff, optionsOf } from '../../judge/runner.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import type { ResultCheck } from '../../model/result.ts';
import type { AuditSetting } from './setting.ts';

/** The rows of the checks where nothing could be read: none of them ran, for one and the same reason. */
export function unjudged(
  { checks, checkSettings }: Pick<AuditSetting, 'checks' | 'checkSettings'>,
  reason: Reason,
): readonly ResultCheck[] {
  return checks.map((check) =>
    isOff(check, checkSettings)
      ? rowWithout(check.id, 'off', [], {})
      : rowWithout(check.id, 'not-run', [reason], check.limitsWith(optionsOf(check, checkSettings))),
  );
}
