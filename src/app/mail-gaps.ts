import type { Config } from '../config/load.ts';

/** What the config lacks before mails can go and the admins get theirs, one sentence each. */
export function mailGaps({ mail, admins }: Pick<Config, 'mail' | 'admins'>): readonly string[] {
  const missing = [
    ...(mail.transport === undefined ? ['mail.transport'] : []),
    ...(mail.from === undefined ? ['mail.from'] : []),
  ];
  return [
    ...(missing.length === 0
      ? []
      : [
          `Without ${missing.join(' and ')} "menage run" and "menage send" refuse to begin; an audit needs no mail.`,
        ]),
    ...(admins.mails.length === 0
      ? ['admins.mails is empty: no admin gets the audit by mail, nor learns that mails to members are held.']
      : []),
  ];
}
