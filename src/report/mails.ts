import type { OutgoingMail } from '../model/mail.ts';
import type { ReportInput } from './input.ts';
import { mailFor } from './mail.ts';
import { adminMailFor } from './mail-admin.ts';
import { outgoing, type Sender } from './mail-envelope.ts';
import { renderMail } from './mail-render.ts';
import { asOnePeriod } from './one-period.ts';
import type { CompiledTemplates } from './templates.ts';

/** The mails of a run to its members, in the order of the members: one each for whom there is something to say. */
export function memberMails(
  input: ReportInput,
  templates: CompiledTemplates,
  sender: Sender,
): readonly OutgoingMail[] {
  const seen = asOnePeriod(input);
  return seen.result.members.flatMap(({ id }) => {
    const mail = mailFor(seen, id);
    return mail === null ? [] : [outgoing(mail, renderMail(mail, templates), sender)];
  });
}

export interface Admins {
  /** One bare address each. */
  readonly mails: readonly string[];
  /** Path or address of the report; null when it is not known. */
  readonly where: string | null;
}

/** The mails of a run to its admins: one each. */
export function adminMails(
  input: ReportInput,
  templates: CompiledTemplates,
  sender: Sender,
  { mails, where }: Admins,
): readonly OutgoingMail[] {
  const seen = asOnePeriod(input);
  return mails.map((to) => {
    const mail = adminMailFor(seen, { to, where });
    return outgoing(mail, renderMail(mail, templates), sender);
  });
}
