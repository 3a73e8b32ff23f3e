import { groupBy } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { howTo } from '../text/how-to.ts';
import { shownName } from '../text/shown-name.ts';
import type { Part } from '../text/words.ts';
import { bytesOf, type Card, type Choice, cardViews, chosenCards, thingsThat } from './cards.ts';
import { type MailContext, mailContext } from './context.ts';
import { endView } from './end.ts';
import { leadOf } from './lead.ts';
import { answersView } from './live/given-answers.ts';
import { isWanted, occasionOf } from './occasion.ts';
import { openView } from './open.ts';
import { sinceView } from './since.ts';
import { spaceView } from './space.ts';
import { gaugeView, titleOf as spaceTitle, stateLines } from './state.ts';
import { capitalised, linkTo, titleOf, wordsOf } from './thing-words.ts';
import { type Thing, thingsToDo, thingsToKnow } from './things.ts';
import { thingsToAsk, usefulView } from './useful.ts';
import { type Line, line, type MailView, type MemberMail, type Occasion } from './view.ts';

const MOST_NOTES = 3;
const LONGEST_ACCOUNT = 40;

/**
 * The mail to one member: one person, one subject, that person's own things only. Null when there is nothing to say
 * that is worth a mail, or nobody to say it to.
 */
export function mailFor(input: ReportInput, memberId: string): MemberMail | null {
  const context = mailContext(input, memberId);
  const occasion = context === null || !isWanted(context) ? null : occasionOf(context);
  if (context === null || occasion === null) return null;
  const { id, startedAt } = input.result.run;
  return {
    kind: 'member',
    member: memberId,
    occasion,
    run: { id, startedAt },
    to: context.contact.mail,
    replyTo: context.replies.address,
    stopSubject: context.say('often.subjectNever'),
    unsubscribe: context.input.portal?.unsubscribe ?? null,
    view: mailView(occasion, context),
  };
}

function mailView(occasion: Occasion, context: MailContext): MailView {
  const { input, say, format, now, contact } = context;
  const things = occasion === 'unread' ? [] : thingsToDo(context);
  const asked = thingsToAsk(things, context);
  const choice = chosenCards(things.filter((thing) => !asked.includes(thing)));
  // Where the mail only asks, what it asks about is what it is about.
  const lead = choice.cards.length > 0 ? choice.cards : chosenCards(asked).cards;
  const { subject, title } = leadOf(occasion, lead, context);
  const space = occasion === 'report' ? spaceView(things, context) : null;
  const state = stateOf(occasion, title, context);
  const { name } = input.organisation;
  return {
    language: contact.language,
    subject: ofAccount(subject, context),
    preheader: state.join(' '),
    sender: name === '' || name === 'Nextcloud' ? say('sender.plain') : say('sender.named', { name }),
    month: capitalised(format.month(now)),
    hello: say('hello'),
    title,
    gauge: gaugeView(context),
    state,
    since: occasion === 'unread' ? null : sinceView(context),
    actions: actionsOf(choice, context),
    useful: usefulView(asked, context),
    answers: answersView(context),
    page: pageView(occasion, choice.cards.length + asked.length, context),
    space,
    notes: occasion === 'unread' ? null : notesOf(things, space !== null, context),
    open: occasion === 'unread' ? null : openView(things, context),
    ...endView(context, asked.length > 0),
  };
}

/** Where several accounts have one address, each mail says whose it is. */
function ofAccount(subject: string, { member, say, sharesAddress }: MailContext): string {
  return sharesAddress
    ? say('subject.ofAccount', { account: shownName(member.id, LONGEST_ACCOUNT), subject })
    : subject;
}

/** The sentence of state: after a headline about something else, the space is named too. */
export function stateOf(occasion: Occasion, title: string, context: MailContext): readonly string[] {
  if (occasion === 'unread') {
    const ask = context.input.portal === undefined ? 'state.unreadAsk' : 'state.unreadPage';
    return [context.say('state.unread'), context.say(ask)];
  }
  const key = spaceTitle(context);
  const ofSpace = key === null ? '' : context.say(key);
  const [room = '', ...others] = stateLines(context);
  return [[ofSpace === title ? '' : ofSpace, room].filter((text) => text !== '').join(' '), ...others];
}

/** The member's page of the portal, where there is something to answer. */
function pageView(occasion: Occasion, n: number, { input, say }: MailContext): MailView['page'] {
  const href = input.portal?.page;
  if (href === undefined) return null;
  if (occasion === 'unread') return { heading: null, text: null, button: say('portal.grant'), href };
  if (n === 0) return null;
  return { heading: say('portal.heading'), text: say('portal.text'), button: say('portal.button'), href };
}

function actionsOf(choice: Choice, context: MailContext): MailView['actions'] {
  const { cards, rest } = choice;
  if (cards.length === 0) return null;
  return {
    heading: context.say('actions.heading', { n: cards.length }),
    intro: actionsIntro(cards, context),
    items: cardViews(cards, context),
    more: moreOf(rest, context),
  };
}

/** What the cards bring together, each byte once. */
export function actionsIntro(cards: readonly Card[], { say, format, member, level }: MailContext): string {
  const open = thingsThat('protect', cards).length;
  const bytes = bytesOf(cards.flatMap(({ things }) => things));
  const key = open > 0 ? (bytes > 0 ? 'doorsAndBytes' : 'doors') : bytes > 0 ? 'bytes' : 'neither';
  const intro = say(`actions.${key}`, { n: open, bytes: format.bytes(bytes) });
  const { percent } = member.usage;
  const quota = member.quota.bytes;
  if (bytes === 0 || quota === null || percent === null || level === 'calm') return intro;
  const after = Math.max(0, percent - (100 * bytes) / Math.max(1, quota));
  const params = { percent: format.percent(percent), after: format.percent(after) };
  if (params.percent === params.after) return intro;
  return `${intro} ${say('actions.after', params)}`;
}

function moreOf(rest: readonly Thing[], context: MailContext): Line | null {
  if (rest.length === 0) return null;
  const bytes = bytesOf(rest);
  const params = { n: rest.length, bytes: context.format.bytes(bytes) };
  const key = bytes === 0 ? 'more.points' : 'more.pointsAndBytes';
  return line(context.parts(key, params, { files: linkTo(null, context) }));
}

/** One line per check, about its largest thing. */
export function notesOf(toDo: readonly Thing[], hasSpace: boolean, context: MailContext): MailView['notes'] {
  // What fills a space that is short stands where room is made.
  const isInSpace = ({ lead }: Thing) =>
    hasSpace && (context.traits(lead).filledByOthers === true || context.traits(lead).place === 'trash');
  const things = thingsToKnow(context, toDo).filter((thing) => !isInSpace(thing));
  const known = groupBy(things, ({ lead }) => lead.check);
  const lines = [...known.values()].slice(0, MOST_NOTES).flatMap((same) => noteOf(same, context));
  return lines.length === 0 ? null : { heading: context.say('notes.heading'), lines };
}

function noteOf([first, ...others]: readonly Thing[], context: MailContext): readonly Line[] {
  if (first === undefined) return [];
  const { finding, remedy } = wordsOf(first, context);
  const more = others.length > 0 ? ` ${context.say('notes.more', { n: others.length })}` : '';
  const sentence = `${finding} ${remedy}${more}`;
  if (first.path === null)
    return [line([{ text: sentence, strong: false, href: null }, ...emptyingPartsOf(first, context)])];
  const href = linkTo(first.fileId, context, first.share !== null);
  const what = { text: titleOf(first, context), strong: true, href };
  const rest = { text: context.say('notes.about', { said: sentence }), strong: false, href: null };
  return [line([what, rest], `${what.text}${rest.text}`)];
}

/** How to empty the trash bin, unless that would take from others what they deleted in common folders. */
function emptyingPartsOf({ action }: Thing, { member, input, parts, sayHow }: MailContext): readonly Part[] {
  const { trashBytes, trashOwnBytes } = member.usage;
  if (action !== 'trash' || trashBytes !== trashOwnBytes) return [];
  const steps = howTo(action, input.result.run.server.version, sayHow);
  return [{ text: ' ', strong: false, href: null }, ...parts('card.how', { steps })];
}
