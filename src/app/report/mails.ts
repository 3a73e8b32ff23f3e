import type { Config } from '../../config/load.ts';
import type { OutgoingMail } from '../../model/mail.ts';
import type { ReportInput } from '../../report/input.ts';
import { adminMails, memberMails } from '../../report/mail/mails.ts';
import type { CompiledTemplates } from '../../report/templates.ts';

/** The mails of a run to its members: who has nothing to do gets none. */
export function mailsOf(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
): readonly OutgoingMail[] {
  return memberMails(input, templates, senderOf(config, input));
}

/**
 * One mail to each admin, also when the members' mails are held back: then it says why.
 * @param where the path of the report; null when there is none.
 */
export function adminMailsOf(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
  where: string | null,
): readonly OutgoingMail[] {
  return adminMails(input, templates, senderOf(config, input), {
    mails: [...new Set(config.admins.mails)],
    where,
  });
}

function senderOf(config: Config, { result }: ReportInput) {
  return { from: config.mail.from ?? 'menage <menage@localhost>', date: Date.parse(result.run.finishedAt) };
}
