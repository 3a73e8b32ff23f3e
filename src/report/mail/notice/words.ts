import { shownName } from '../../text/shown-name.ts';
import { type Line, line } from '../view.ts';
import type { NoticeContent, NoticeContext } from './content.ts';
import type { NoticeView } from './view.ts';

type Own = Pick<NoticeView, 'subject' | 'title' | 'lines' | 'button' | 'note' | 'facts' | 'cards' | 'foot'>;

const PLAIN = { button: null, note: null, facts: null, cards: [], foot: [] } as const;

/** What a notice says beside how every mail begins and ends. */
export function wordsOfNotice(content: NoticeContent, context: NoticeContext): Own {
  const { say, format, hosts } = context;
  switch (content.kind) {
    case 'invitation':
      return invitation(content, context);
    case 'sign-in':
      return {
        ...PLAIN,
        subject: say('signIn.subject'),
        title: say('signIn.title'),
        lines: texts(say('signIn.text', { portal: hosts.portal })),
        button: { text: say('signIn.button'), href: content.page.href },
        note: say('signIn.until'),
        foot: texts(say('signIn.notYou')),
      };
    case 'renewed-link':
      return {
        ...PLAIN,
        subject: say('renewed.subject'),
        title: say('renewed.title'),
        lines: texts(say('renewed.text')),
        button: { text: say('page.button'), href: content.page.href },
        note: say('page.until', { day: format.day(content.page.until) }),
      };
    case 'access-given':
      return {
        ...PLAIN,
        subject: say('given.subject'),
        title: say('given.title'),
        lines: [...texts(say('given.reading'), say('given.key', { name: content.keyName }))],
        button: { text: say('given.button'), href: content.page.href },
        note: say('page.until', { day: format.day(content.page.until) }),
      };
    case 'key-left':
      return {
        ...PLAIN,
        subject: say('keyLeft.subject'),
        title: say('keyLeft.title'),
        lines: texts(say('keyLeft.text', { name: content.keyName })),
        button: { text: say('keyLeft.button'), href: content.settings },
      };
    case 'key-revoked':
      return {
        ...PLAIN,
        subject: say('keyRevoked.subject'),
        title: say('keyRevoked.subject'),
        lines: texts(say('keyRevoked.text', { name: content.keyName })),
      };
    case 'answer-decided':
      return decided(content, context);
    case 'message-to-referent':
      return message(content, context);
    case 'wrong-accounts':
      return {
        ...PLAIN,
        subject: say('wrong.subject'),
        title: say('wrong.subject'),
        lines: texts(
          say('wrong.text', { name: shownName(content.name), n: content.tries }),
          say('wrong.ask'),
        ),
      };
  }
}

function texts(...sentences: readonly string[]): readonly Line[] {
  return sentences.map((text) => line([{ text, strong: false, href: null }]));
}

function invitation(
  { reminder, left, page }: Extract<NoticeContent, { readonly kind: 'invitation' }>,
  { say, parts, format, hosts }: NoticeContext,
): Own {
  return {
    subject: say(reminder === 0 ? 'invitation.subject' : 'invitation.reminder'),
    title: say('invitation.title'),
    lines: texts(say('invitation.what'), say('invitation.needs')),
    button: { text: say('invitation.button'), href: page.href },
    note: say('invitation.until', { day: format.day(page.until) }),
    facts: {
      heading: say('fact.heading'),
      items: [
        { heading: say('fact.read'), text: say('fact.readText') },
        { heading: say('fact.never'), text: say('fact.neverText') },
        { heading: say('fact.who'), text: say('fact.whoText') },
        { heading: say('fact.stop'), text: say('fact.stopText') },
      ],
    },
    cards: [
      {
        heading: say('no.heading'),
        lines: [line(parts('no.text', { n: left }, { decline: `${page.href}/decline` }))],
      },
    ],
    foot: [line(parts('doubt', hosts))],
  };
}

function decided(
  { decision, thing, until, reason, page }: Extract<NoticeContent, { readonly kind: 'answer-decided' }>,
  { say, format }: NoticeContext,
): Own {
  const shown = shownName(thing);
  return {
    ...PLAIN,
    subject: say('decided.subject', { decision }),
    title: say('decided.title', { decision }),
    lines: texts(
      decision === 'accepted'
        ? say('decided.accepted', { thing: shown, day: format.date(until) })
        : say('decided.refused', { thing: shown, reason }),
    ),
    button: { text: say('page.button'), href: page.href },
    note: say('page.until', { day: format.day(page.until) }),
  };
}

function message(
  { name, text, thing, page }: Extract<NoticeContent, { readonly kind: 'message-to-referent' }>,
  { say }: NoticeContext,
): Own {
  const writer = shownName(name);
  return {
    ...PLAIN,
    subject: say('message.subject', { name: writer }),
    title: say('message.title', { name: writer }),
    lines: texts(
      say('message.text', { name: writer }),
      text,
      thing === null ? say('message.noThing') : say('message.thing', { thing: shownName(thing) }),
      say('message.answer', { name: writer }),
    ),
    button: { text: say('message.button'), href: page },
  };
}
