import { createHash } from 'node:crypto';
import type { DeliveryKey, OutgoingMail } from '../../../model/mail.ts';
import type { Language } from '../../../model/member.ts';
import type { UtcMs } from '../../../model/units.ts';
import type { ReportInput } from '../../input.ts';
import { formatter } from '../../text/format.ts';
import { shownName } from '../../text/shown-name.ts';
import { partsSpeaker, speaker } from '../../text/words.ts';
import { repliesOf } from '../context.ts';
import { organisationOf, whomToAsk } from '../end.ts';
import { automaticHeaders, domainOf, type Sender, unsubscribeHeaders } from '../envelope.ts';
import type { RenderedMail } from '../render.ts';
import { type Line, line } from '../view.ts';
import type { NoticeContent, NoticeContext } from './content.ts';
import type { NoticeMail, NoticeView } from './view.ts';
import { wordsOfNotice } from './words.ts';

/** What a notice is made of. */
export interface NoticeInput extends Pick<ReportInput, 'words' | 'organisation' | 'referents'> {
  readonly to: {
    readonly mail: string;
    readonly language: Language;
    /** As Nextcloud shows it; '' = of nobody in particular. */
    readonly name: string;
    readonly antenna: string | null;
  };
  readonly hosts: NoticeContext['hosts'];
  readonly content: NoticeContent;
  readonly now: UtcMs;
}

const LONGEST_NAME = 60;

/** The mail of one notice. */
export function noticeMail(input: NoticeInput): NoticeMail {
  const { words, organisation, content, to } = input;
  const format = formatter(to.language, organisation.timezone);
  const context: NoticeContext = {
    say: speaker(words, 'notice', to.language),
    parts: partsSpeaker(words, 'notice', to.language),
    ...{ format, hosts: input.hosts },
  };
  const replies = repliesOf(input, to.antenna);
  return {
    kind: 'notice',
    to: to.mail,
    replyTo: content.kind === 'message-to-referent' ? content.replyTo : replies.address,
    unsubscribe: content.kind === 'invitation' ? content.unsubscribe : null,
    view: noticeView(input, context),
  };
}

function noticeView(input: NoticeInput, context: NoticeContext): NoticeView {
  const { to, words, now, content } = input;
  const { say, format } = context;
  const ofMail = speaker(words, 'mail', to.language);
  const { named, name } = organisationOf(input);
  const own = wordsOfNotice(content, context);
  return {
    language: to.language,
    subject: own.subject,
    preheader: own.lines[0]?.plain ?? own.title,
    sender: named === 'yes' ? ofMail('sender.named', { name }) : ofMail('sender.plain'),
    month: format.day(now),
    hello: to.name === '' ? ofMail('hello') : say('hello', { name: shownName(to.name, LONGEST_NAME) }),
    ...{ title: own.title, lines: own.lines, button: own.button, note: own.note, facts: own.facts },
    cards: ownCards(own.cards, input, context),
    // An invitation comes again.
    foot: content.kind === 'invitation' ? own.foot : [...own.foot, line(context.parts('automatic'))],
    signature: ofMail('signature', { named, name }),
  };
}

/** Whom to ask stands at the end of the last card, else in one of its own; a message is answered to its writer. */
function ownCards(
  cards: NoticeView['cards'],
  input: NoticeInput,
  { say, format }: NoticeContext,
): NoticeView['cards'] {
  if (input.content.kind === 'message-to-referent') return cards;
  const { to, words, organisation } = input;
  const parts = partsSpeaker(words, 'mail', to.language);
  const { help } = organisation;
  const lines: readonly Line[] = [
    line(whomToAsk(repliesOf(input, to.antenna), to.antenna, { parts, format })),
    ...(help === null ? [] : [line(parts('question.help', {}, { help }))]),
  ];
  const last = cards.at(-1);
  if (last === undefined) return [{ heading: say('help.heading'), lines }];
  return [...cards.slice(0, -1), { ...last, lines: [...last.lines, ...lines] }];
}

/**
 * A rendered notice with everything that its transport needs.
 * @param notice its id, by which the mail is known for ever, and whom it is for.
 */
export function outgoingNotice(
  mail: NoticeMail,
  rendered: RenderedMail,
  { from, date }: Sender,
  notice: { readonly id: string; readonly key: DeliveryKey },
): OutgoingMail {
  const mark = createHash('sha256').update(`notice ${notice.id}`).digest('hex').slice(0, 24);
  return {
    ...{ key: notice.key, occasion: null, from, to: mail.to, replyTo: mail.replyTo, ...rendered },
    messageId: `<menage.${mark}@${domainOf(from)}>`,
    date,
    headers: { ...automaticHeaders(mail.view.language), ...unsubscribeHeaders(null, mail.unsubscribe) },
  };
}
