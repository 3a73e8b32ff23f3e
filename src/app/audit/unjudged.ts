import type { ResultCheck } from '../../model/result.ts';
import type { AuditSetting } from './setting.ts';

/** The rows of the checks where nothing could be read: none of them ran, for one and the same reason. */
export function unjudged(
  { checks, checkSettings }: Pick<AuditSetting, 'checks' | 'checkSettings'>,
  reason: string,
): readonly ResultCheck[] {
  return checks.map(({ id }) =>
    checkSettings[id] === 'off'
      ? { id, status: 'off', reason: null, findings: 0, bytes: 0 }
      : { id, status: 'not-run', reason, findings: 0, bytes: 0 },
  );
}
