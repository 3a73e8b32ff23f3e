import type { Attachment, OutgoingMail } from '../../model/mail.ts';
import { asOnePeriod } from '../figures/one-period.ts';
import type { ReportInput } from '../input.ts';
import type { CompiledTemplates } from '../templates.ts';
import { outgoing, type Sender } from './envelope.ts';
import { mailFor } from './mail.ts';
import { renderMail } from './render.ts';
import { type AttachedReport, adminMailFor } from './team/admin.ts';
import { referentsOf } from './team/antenna.ts';
import { referentMailFor } from './team/referent.ts';

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

/** The mails of a run to referents, about their antennas: one to each address for which there is something to do. */
export function referentMails(
  input: ReportInput,
  templates: CompiledTemplates,
  sender: Sender,
): readonly OutgoingMail[] {
  const seen = asOnePeriod(input);
  return referentsOf(seen).flatMap((referent) => {
    const mail = referentMailFor(seen, referent);
    return mail === null ? [] : [outgoing(mail, renderMail(mail, templates), sender)];
  });
}

export interface Admins {
  /** One bare address each. */
  readonly mails: readonly string[];
  /** Path or address of the report; null when it is not known. */
  readonly where: string | null;
  /** The page of the run, to go with the mails; left out = it does not. */
  readonly page?: Attachment;
}

/** The largest page that goes with a mail, bytes: in base64 it has a third more, and many mail servers take 10 MB. */
const MOST_ATTACHED = 5 * 1024 * 1024;

/** The mails of a run to its admins: one each. */
export function adminMails(
  input: ReportInput,
  templates: CompiledTemplates,
  sender: Sender,
  { mails, where, page }: Admins,
): readonly OutgoingMail[] {
  const seen = asOnePeriod(input);
  const report = page === undefined ? null : attachedReport(page);
  const attachments = page !== undefined && report?.kind === 'attached' ? [page] : [];
  return mails.map((to) => {
    const mail = adminMailFor(seen, { to, where, report });
    return { ...outgoing(mail, renderMail(mail, templates), sender), attachments };
  });
}

function attachedReport({ name, content }: Attachment): AttachedReport {
  const bytes = Buffer.byteLength(content);
  return bytes > MOST_ATTACHED
    ? { kind: 'too-large', bytes, most: MOST_ATTACHED }
    : { kind: 'attached', name };
}
