import type { Config } from '../config/load.ts';
import type { OutgoingMail } from '../model/mail.ts';
import type { ReportInput } from '../report/input.ts';
import { mailFor } from '../report/mail.ts';
import { adminMailFor } from '../report/mail-admin.ts';
import { outgoing } from '../report/mail-envelope.ts';
import { renderMail } from '../report/mail-render.ts';
import type { CompiledTemplates } from '../report/templates.ts';

/** The mails of a run to its members: who has nothing to do gets none. */
export function mailsOf(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
): readonly OutgoingMail[] {
  const sender = senderOf(config, input);
  return input.result.members.flatMap(({ id }) => {
    const mail = mailFor(input, id);
    return mail === null ? [] : [outgoing(mail, renderMail(mail, templates), sender)];
  });
}

/** One mail to each admin, also when the members' mails are held back: then it says why. */
export function adminMailsOf(
  config: Config,
  input: ReportInput,
  templates: CompiledTemplates,
  about: { readonly held: readonly string[]; readonly where: string | null },
): readonly OutgoingMail[] {
  const sender = senderOf(config, input);
  return config.admins.mails.map((to, index) => {
    const mail = adminMailFor(input, { number: index + 1, to, ...about });
    return outgoing(mail, renderMail(mail, templates), sender);
  });
}

function senderOf(config: Config, { result }: ReportInput) {
  return { from: config.mail.from ?? 'menage <menage@localhost>', date: Date.parse(result.run.finishedAt) };
}
