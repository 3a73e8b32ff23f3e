import type { AuditSetting } from './setting.ts';

/** Whether Ctrl-C or SIGTERM ended the reading: no further request is sent. */
export function isInterrupted({ client }: Pick<AuditSetting, 'client'>): boolean {
  return client.stopped()?.key === 'stop.asked';
}
