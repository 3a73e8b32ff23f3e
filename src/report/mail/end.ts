import type { ReportInput } from '../input.ts';
import type { MailContext, Replies } from './context.ts';
import { type Line, line, type MailView } from './view.ts';

/**
 * Help, how often, privacy, signature: what stands below everything else.
 * @param isAsked whether the mail says already how to keep a file.
 */
export function endView(
  context: MailContext,
  isAsked: boolean,
): Pick<MailView, 'question' | 'often' | 'privacy' | 'signature'> {
  return {
    question: { heading: context.say('question.heading'), lines: questionLines(context, isAsked) },
    often: oftenLine(context),
    privacy: privacyLines(context),
    signature: context.say('signature', organisationOf(context.input)),
  };
}

/** An organisation that the config does not name goes by Nextcloud's. */
export function organisationOf({ organisation: { name } }: Pick<ReportInput, 'organisation'>) {
  return { named: name !== '' && name !== 'Nextcloud' ? 'yes' : 'no', name };
}

function questionLines(context: MailContext, isAsked: boolean): readonly Line[] {
  const { help } = context.input.organisation;
  const lines = [line(whomToAsk(context.replies, context.contact.antenna, context))];
  const mayKeep = context.replies.address !== null && context.findings.some(({ bytes }) => bytes > 0);
  if (mayKeep && !isAsked) lines.push(line(context.parts('question.useful')));
  if (help !== null) lines.push(line(context.parts('question.help', {}, { help })));
  return lines;
}

/** Where an answer to the mail goes. */
export function whomToAsk(
  { referents, address }: Replies,
  antenna: string | null,
  { parts, format }: Pick<MailContext, 'parts' | 'format'>,
) {
  if (address === null) return parts('question.plain');
  const mail = `mailto:${address}`;
  if (referents.length === 0) return parts('question.reply', { address }, { mail });
  const params = {
    n: referents.length,
    antenna: antenna ?? '',
    address: format.list(referents),
  };
  return parts('question.referent', params, { mail });
}

function oftenLine(context: MailContext): Line {
  const { replies, say, parts, input } = context;
  if (input.portal !== undefined)
    return line(parts('often.page', {}, { page: `${input.portal.page}/mails` }));
  if (replies.address === null) return line(parts('often.plain'));
  const links = {
    two: preparedMail(replies.address, say('often.subjectTwo'), context),
    three: preparedMail(replies.address, say('often.subjectThree'), context),
    never: preparedMail(replies.address, say('often.subjectNever'), context),
  };
  return line(parts('often.links', {}, links), line(parts('often.plain')).plain);
}

/** A link that opens a mail to the person who sets this; nothing is sent until the member sends it. */
function preparedMail(address: string, subject: string, { say, member }: MailContext): string {
  const body = say('often.body', { member: member.id });
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

/** By the registration the organisation decides, and a member may refuse. */
function declineLine(context: MailContext): Line {
  const { replies, say, parts } = context;
  const organisation = organisationOf(context.input);
  const plain = line(parts('privacy.decline', organisation));
  if (replies.address === null) return plain;
  const decline = preparedMail(replies.address, say('privacy.declineSubject'), context);
  return line(parts('privacy.declineLink', organisation, { decline }), plain.plain);
}

/** What was read, who sees what, how long it is kept: true for exactly this member. */
function privacyLines(context: MailContext): readonly Line[] {
  const { member, shares, input, format, now, parts } = context;
  const { status, unreadable } = member.coverage;
  const day = format.day(now);
  const { files } = member.usage;
  const key =
    status === 'not-granted' || status === 'failed'
      ? 'privacy.unread'
      : files === null || unreadable.length > 0
        ? 'privacy.part'
        : 'privacy.read';
  const params = { day, files: files ?? 0, count: format.count(files ?? 0), shares: shares.length };
  const kept = input.retention;
  return [
    line(parts(key, params)),
    ...(member.coverage.right === 'appapi' ? [declineLine(context)] : []),
    ...(key === 'privacy.unread' ? [] : [line(parts('privacy.kept', { n: kept.amount, unit: kept.unit }))]),
  ];
}
