import type { TeamFacts } from '../../app/portal/team/facts.ts';
import type { Message } from '../../model/portal/answer.ts';
import { shownName } from '../../report/text/shown-name.ts';
import type { TeamLocale } from './frame.ts';
import { nameOf, pathOf } from './names.ts';
import { button, cell, link, type Table, table } from './table.ts';

/** Whole, as a member may write it. */
const LONGEST_MESSAGE = 500;
const KINDS = ['file', 'folder', 'share', 'member'] as const;

/**
 * What members wrote about their things: who, about what, and how to answer. The thing is named only where the message
 * has its path.
 */
export function messagesTable(
  messages: readonly Message[],
  facts: Pick<TeamFacts, 'members'>,
  locale: TeamLocale,
  closeAddress: (message: Message) => string,
): Table {
  const { say, moment } = locale;
  return table(
    say('messages.heading'),
    [say('column.from'), say('column.about'), say('column.message'), say('column.decision')],
    messages.map((message) => {
      const name = nameOf(facts, message.member);
      const kind = KINDS.find((one) => message.thing.startsWith(`${one}:`)) ?? 'member';
      const mail = facts.members.get(message.member)?.mail ?? null;
      return [
        cell({ strong: name, second: moment(message.sentAt) }),
        cell({
          text: say('messages.about', { kind }),
          second: message.path === null ? say('messages.unnamed') : pathOf(message.path, locale),
        }),
        cell({ text: say('messages.quoted', { text: shownName(message.text, LONGEST_MESSAGE) }) }),
        cell({
          actions: [
            ...(mail === null ? [] : [link(say('do.write'), name, `mailto:${encodeURIComponent(mail)}`)]),
            button(say('do.close'), name, closeAddress(message)),
          ],
        }),
      ];
    }),
  );
}
