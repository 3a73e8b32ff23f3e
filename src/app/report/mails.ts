import type { Config } from '../../config/load.ts';
import type { Attachment, OutgoingMail } from '../../model/mail.ts';
import type { ReportInput } from '../../report/input.ts';
import { adminMails, memberMails, referentMails } from '../../report/mail/mails.ts';
import { renderPage } from '../../report/page/page.ts';
import type { CompiledTemplates } from '../../report/templates.ts';
import { monthOf } from './period.ts';

/** The mails of a run to its members: who has nothing to do gets none. */
export function mailsOf(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
): readonly OutgoingMail[] {
  return memberMails(input, templates, senderOf(config, input));
}

/** The mails of a run to the referents: one to each for whose antenna there is something to do. */
export function referentMailsOf(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
): readonly OutgoingMail[] {
  return referentMails(input, templates, senderOf(config, input));
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
  const mails = [...new Set(config.admins.mails)];
  const isAttached = config.admins.attach === 'html' && mails.length > 0;
  return adminMails(input, templates, senderOf(config, input), {
    ...{ mails, where },
    ...(isAttached && { page: pageOf(input, templates) }),
  });
}

/** Every mail of a run: to members, referents and admins. */
export function allMailsOf(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
  where: string | null,
): readonly OutgoingMail[] {
  return [
    ...mailsOf(config, input, templates),
    ...referentMailsOf(config, input, templates),
    ...adminMailsOf(config, input, templates, where),
  ];
}

function pageOf(input: ReportInput, templates: CompiledTemplates): Attachment {
  const month = monthOf(Date.parse(input.result.run.startedAt), input.organisation.timezone);
  return {
    name: `report-${month}.html`,
    type: 'text/html; charset=utf-8',
    content: renderPage(input, templates),
  };
}

function senderOf(config: Config, { result }: ReportInput) {
  return { from: config.mail.from ?? 'menage <menage@localhost>', date: Date.parse(result.run.finishedAt) };
}
