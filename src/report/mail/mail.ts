import { groupBy } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { shownName } from '../text/shown-name.ts';
import { actionViews, linkTo, titleOf, wordsOf } from './actions.ts';
import { type MailContext, mailContext } from './context.ts';
import { endView } from './end.ts';
import { leadOf } from './lead.ts';
import { occasionOf } from './occasion.ts';
import { openView } from './open.ts';
import { sinceView } from './since.ts';
import { gaugeView, titleOf as spaceTitle, stateLines } from './state.ts';
import { chosen, type Thing, thingsToDo, thingsToKnow } from './things.ts';
import { thingsToAsk, usefulView } from './useful.ts';
import { type Line, line, type MailView, type MemberMail, type Occasion } from './view.ts';

const MOST_ACTIONS = 5;
const MOST_NOTES = 3;
const LONGEST_ACCOUNT = 40;

/**
 * The mail to one member: one person, one subject, that person's own things only. Null when there is nothing to say
 * that is worth a mail, or nobody to say it to.
 */
export function mailFor(input: ReportInput, memberId: string): MemberMail | null {
  const context = mailContext(input, memberId);
  const occasion = context === null ? null : occasionOf(context);
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
    view: mailView(occasion, context),
  };
}

function mailView(occasion: Occasion, context: MailContext): MailView {
  const { input, say, format, now, contact } = context;
  const things = occasion === 'unread' ? [] : thingsToDo(context);
  const asked = thingsToAsk(things, context);
  const toDo = things.filter((thing) => !asked.includes(thing));
  const { subject, title } = leadOf(occasion, things, context);
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
    actions: actionsOf(toDo, context),
    useful: usefulView(asked, context),
    begin: things.length === 0 ? beginOf(occasion, context) : null,
    notes: occasion === 'unread' ? null : notesOf(things, context),
    open: occasion === 'unread' ? null : openView(context),
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
function stateOf(occasion: Occasion, title: string, context: MailContext): readonly string[] {
  if (occasion === 'unread') return [context.say('state.unread'), context.say('state.unreadAsk')];
  const key = spaceTitle(context);
  const ofSpace = key === null ? '' : context.say(key);
  const [room = '', ...others] = stateLines(context);
  return [[ofSpace === title ? '' : ofSpace, room].filter((text) => text !== '').join(' '), ...others];
}

function actionsOf(things: readonly Thing[], context: MailContext): MailView['actions'] {
  const first = chosen(things, MOST_ACTIONS);
  if (first.length === 0) return null;
  return {
    heading: context.say('actions.heading', { n: first.length }),
    intro: introOf(first, context),
    items: actionViews(first, context),
    more: moreOf(
      things.filter((thing) => !first.includes(thing)),
      context,
    ),
  };
}

/** What the five bring together, each byte once. */
function introOf(first: readonly Thing[], { say, format, member, level }: MailContext): string {
  const open = first.filter(({ urgent, share }) => urgent && share !== null).length;
  const bytes = first.reduce((sum, thing) => sum + thing.bytes, 0);
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
  const bytes = rest.reduce((sum, thing) => sum + thing.bytes, 0);
  const onlyFiles = rest.every(({ share, fileId }) => share === null && fileId !== null);
  const key = bytes === 0 ? 'points' : onlyFiles ? 'files' : 'pointsAndBytes';
  const params = { n: rest.length, bytes: context.format.bytes(bytes) };
  return line(context.parts(`more.${key}`, params, { files: linkTo(null, context) }));
}

function beginOf(occasion: Occasion, context: MailContext): Line | null {
  const { level } = context;
  if (occasion !== 'report' || level === null || level === 'calm') return null;
  const { status } = context.member.coverage;
  const key = status === 'read' || status === 'unchanged' ? 'nothing.found' : 'nothing.known';
  return line(context.parts(key, {}, { files: linkTo(null, context) }));
}

/** One line per check, about its largest thing. */
function notesOf(toDo: readonly Thing[], context: MailContext): MailView['notes'] {
  const known = groupBy(thingsToKnow(context, toDo), ({ findings: [first] }) => first.check);
  const lines = [...known.values()].slice(0, MOST_NOTES).flatMap((same) => noteOf(same, context));
  return lines.length === 0 ? null : { heading: context.say('notes.heading'), lines };
}

function noteOf([first, ...others]: readonly Thing[], context: MailContext): readonly Line[] {
  if (first === undefined) return [];
  const { finding, remedy } = wordsOf(first, context);
  const more = others.length > 0 ? ` ${context.say('notes.more', { n: others.length })}` : '';
  const sentence = `${finding} ${remedy}${more}`;
  if (first.path === null) return [line([{ text: sentence, strong: false, href: null }])];
  const what = { text: titleOf(first, context), strong: true, href: linkTo(first.fileId, context) };
  const rest = { text: context.say('notes.about', { said: sentence }), strong: false, href: null };
  return [line([what, rest], `${what.text}${rest.text}`)];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
