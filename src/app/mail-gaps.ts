import type { Config } from '../config/load.ts';
import type { SayLine } from '../report/text/lines.ts';

/** What the config lacks before mails can go and the admins get theirs, one sentence each. */
export function mailGaps({ mail, admins }: Pick<Config, 'mail' | 'admins'>, say: SayLine): readonly string[] {
  const missing = [
    ...(mail.transport === undefined ? ['mail.transport'] : []),
    ...(mail.from === undefined ? ['mail.from'] : []),
  ];
  const [one, other] = missing;
  const keys = other === undefined ? one : say('doctor.and', { one: one ?? '', other });
  return [
    ...(keys === undefined ? [] : [say('doctor.mailNoSender', { keys })]),
    ...(admins.mails.length === 0 ? [say('doctor.mailNoAdmin')] : []),
  ];
}
