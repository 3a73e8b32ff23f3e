import type { ResultFinding, ResultShare } from '../../model/result.ts';
import { after, isoDate } from '../../model/time.ts';
import { shownName } from '../text/shown-name.ts';
import type { MailContext } from './context.ts';
import { whoToAsk } from './people.ts';
import { linkTo, titleOf } from './thing-words.ts';
import type { Thing } from './things.ts';
import { type Line, line, type MailView } from './view.ts';

const MOST_ASKED = 5;
/** So that five of them fit into one address. */
const LONGEST_PATH = 120;

/** Old links and files that this mail asks about instead of giving the same advice a fourth time; no risk among them. */
export function thingsToAsk(things: readonly Thing[], context: MailContext): readonly Thing[] {
  if (context.replies.address === null && context.input.portal === undefined) return [];
  return things
    .filter(
      (thing) => thing.asked && !thing.urgent && ofAge(thing, context) !== undefined && thing.path !== null,
    )
    .slice(0, MOST_ASKED);
}

/** The finding that the yearly question is about. */
function ofAge({ findings }: Thing, { traits }: MailContext): ResultFinding | undefined {
  return findings.find((finding) => traits(finding).byAge);
}

/** The link that the question is about; the thing may have other shares, of which another finding speaks. */
function linkOf(thing: Thing, context: MailContext): ResultShare | undefined {
  const subject = ofAge(thing, context)?.subject;
  return subject?.kind === 'share' ? context.shareOf(subject.id) : undefined;
}

/** « Toujours utile ? »: what it is about, and how to answer; null when nothing is to be asked. */
export function usefulView(asked: readonly Thing[], context: MailContext): MailView['useful'] {
  const { say } = context;
  const how = howToAnswer(asked, context);
  if (asked.length === 0 || how === null) return null;
  return {
    heading: say('useful.heading'),
    intro: say('useful.intro'),
    items: asked.map((thing) => itemOf(thing, context)),
    how,
  };
}

/** On the member's page, else by a mail; null where neither is possible. */
function howToAnswer(asked: readonly Thing[], context: MailContext): Line | null {
  const { parts, replies, input } = context;
  if (input.portal !== undefined) return line(parts('useful.page', {}, { page: input.portal.page }));
  if (replies.address === null) return null;
  const reply = preparedAnswer(asked, replies.address, context);
  const params = { day: context.format.date(yearAhead(context)) };
  return line(parts('useful.answer', params, { reply }), line(parts('useful.answerPlain', params)).plain);
}

function itemOf(thing: Thing, context: MailContext): Line {
  const title = {
    text: titleOf(thing, context),
    strong: true,
    href: linkTo(thing.fileId, context, thing.share !== null),
  };
  const age = { text: ` · ${ageOf(thing, context)}. `, strong: false, href: null };
  const ask = whoToAsk(thing, context);
  return line([title, age, ...(ask?.parts ?? [])], `${title.text}${age.text}${ask?.plain ?? ''}`.trim());
}

function ageOf(thing: Thing, context: MailContext): string {
  const { say, format } = context;
  const { bytes } = thing;
  const link = linkOf(thing, context);
  if (link !== undefined && link.createdAt !== null)
    return say('useful.link', { month: format.month(Date.parse(link.createdAt)) });
  const { unchangedSinceAt, newestOn } = ofAge(thing, context)?.actual ?? {};
  const month =
    typeof unchangedSinceAt === 'string'
      ? format.month(Date.parse(unchangedSinceAt))
      : format.date(String(newestOn), 'month');
  return say('useful.file', { bytes: format.bytes(bytes), month });
}

/** A mail that the member may send: what is kept, and until when, in words that become an exception. */
function preparedAnswer(asked: readonly Thing[], address: string, context: MailContext): string {
  const { say, member } = context;
  const names = asked.map((thing) => {
    const path = shownName(thing.path ?? '/', LONGEST_PATH);
    return `- ${say(linkOf(thing, context) === undefined ? 'useful.keepFile' : 'useful.keepLink', { path })}`;
  });
  const day = context.format.date(yearAhead(context));
  const body = say('useful.body', { member: member.id, day, list: names.join('\n') });
  const subject = say('useful.subject');
  return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
}

function yearAhead({ now, format }: Pick<MailContext, 'now' | 'format'>): string {
  return isoDate(after(now, { amount: 1, unit: 'years' }, format.zone), format.zone);
}
