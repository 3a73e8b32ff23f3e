import { nameOf } from '../../../model/path/path.ts';
import type { ResultShare } from '../../../model/result.ts';
import { isWayOut } from '../../../model/share.ts';
import type { Bytes, UtcMs } from '../../../model/units.ts';
import type { ReportInput } from '../../input.ts';
import { stepsOf } from '../../text/how-to.ts';
import { shownName } from '../../text/shown-name.ts';
import { bytesOf, type Card, cardViews, chosenCards, MOST_ROWS } from '../cards.ts';
import { type MailContext, memberContext } from '../context.ts';
import { actionsIntro, notesOf } from '../mail.ts';
import { mustGrantAgain } from '../occasion.ts';
import { openView } from '../open.ts';
import { sinceView } from '../since.ts';
import { spaceView } from '../space.ts';
import { gaugeView, roomLines, titleOf as spaceTitle } from '../state.ts';
import { linkTo, titleOf } from '../thing-words.ts';
import { type Thing, thingsToDo } from '../things.ts';
import { thingsToAsk } from '../useful.ts';
import type { CardView, MailView } from '../view.ts';

/** One thing of a member, as the page shows it: the words are those of the mail. */
export interface ReportedThing {
  readonly thing: Thing;
  /** As in `Dossier « Devis »`. */
  readonly title: string;
  /** Its name alone; null for places without one. */
  readonly name: string | null;
  readonly chip: CardView['chip'];
  readonly where: string | null;
  readonly text: string | null;
  readonly ask: CardView['ask'];
  readonly steps: readonly string[];
  readonly href: string;
  readonly button: string;
  /** Whether an admin must agree that it stays. */
  readonly asksAdmin: boolean;
  /** Whether it leads to people without an account. */
  readonly isOpen: boolean;
}

/** What a member's page says; the same words and figures as the mail, one card per thing. */
export interface MemberReport extends Pick<MailView, 'gauge' | 'since' | 'space' | 'notes' | 'open'> {
  readonly title: string | null;
  readonly state: readonly string[];
  /** Folders that could not be read. */
  readonly unread: number;
  readonly things: readonly ReportedThing[];
  /** Things below the last that is shown. */
  readonly rest: { readonly count: number; readonly bytes: Bytes; readonly href: string };
  readonly intro: string;
  readonly readAt: UtcMs;
  /** Whether the person has given no access, or what they gave is refused. */
  readonly access: 'given' | 'not-granted' | 'refused';
  /** What was read; null = not known. */
  readonly read: { readonly files: number | null; readonly shares: number };
  readonly replies: MailContext['replies'];
  readonly antenna: string | null;
}

/** Whoever looks at a page for long enough to do thirty things has seen that there are more. */
const MOST_THINGS = 30;

/** The keys of the things that the mail of a run names: whoever has its link is shown no other. */
export function mailedThings(input: ReportInput, memberId: string): ReadonlySet<string> {
  const context = memberContext(input, memberId);
  if (context === null) return new Set();
  const all = thingsToDo(context);
  const asked = thingsToAsk(all, context);
  const { cards } = chosenCards(all.filter((thing) => !asked.includes(thing)));
  const shown = cards.flatMap(({ things }) =>
    things.length <= MOST_ROWS + 1 ? things : things.slice(0, MOST_ROWS),
  );
  return new Set([...shown, ...asked].map(({ key }) => key));
}

/**
 * The report of one member, as it stands now.
 * @param mailed the things that may be named; null = all.
 * @returns null for who is unknown or disabled.
 */
export function memberReport(
  input: ReportInput,
  memberId: string,
  mailed: ReadonlySet<string> | null,
): MemberReport | null {
  const context = memberContext(input, memberId);
  if (context === null) return null;
  const all = thingsToDo(context);
  const nameable = mailed === null ? all : all.filter(({ key }) => mailed.has(key));
  const shown = nameable.slice(0, MOST_THINGS);
  const rest = all.filter((thing) => !shown.includes(thing));
  const title = spaceTitle(context);
  const heading = title === null ? null : context.say(title);
  // What the mail did not name stays unnamed to whoever has its link.
  const space = mailed === null ? spaceView(all, context) : null;
  return {
    title: heading,
    state: roomLines(context),
    unread: context.member.coverage.unreadable.length,
    gauge: gaugeView(context),
    since: sinceView(context),
    things: thingsIn(shown, context),
    rest: { count: rest.length, bytes: bytesOf(rest), href: linkTo(null, context) },
    intro: actionsIntro(shown.map(cardOf), context),
    space,
    notes: mailed === null ? notesOf(all, space !== null, context) : null,
    open: openView(all, context),
    readAt: Date.parse(input.result.run.finishedAt),
    access: accessOf(context),
    read: { files: context.member.usage.files, shares: context.shares.length },
    replies: context.replies,
    antenna: context.contact.antenna,
  };
}

/** One thing of a member by its key, whether or not anything is left to do about it. */
export function reportedThing(input: ReportInput, memberId: string, key: string): ReportedThing | null {
  const context = memberContext(input, memberId);
  const thing = context === null ? undefined : thingsToDo(context).find((one) => one.key === key);
  return context === null || thing === undefined ? null : (thingsIn([thing], context)[0] ?? null);
}

/** The keys of everything that a member could do something about. */
export function thingKeys(input: ReportInput, memberId: string): readonly string[] {
  const context = memberContext(input, memberId);
  return context === null ? [] : thingsToDo(context).map(({ key }) => key);
}

function cardOf(thing: Thing): Card {
  return { action: thing.action, things: [thing] };
}

function thingsIn(things: readonly Thing[], asked: MailContext): readonly ReportedThing[] {
  // Whoever looks at the page answers on it, and not by a mail.
  const context = { ...asked, replies: { referents: [], address: null } };
  const cards = cardViews(things.map(cardOf), context);
  const { version } = context.input.result.run.server;
  return things.map((thing, at) => {
    const card = cards[at];
    const row = card?.rows[0];
    return {
      thing,
      title: titleOf(thing, context),
      name: thing.path === null || thing.path === '/' ? null : shownName(nameOf(thing.path)),
      chip: card?.chip ?? null,
      where: row?.where ?? null,
      text: [card?.why ?? '', row?.text ?? ''].filter((text) => text !== '').join(' ') || null,
      ask: card?.ask ?? row?.ask ?? null,
      steps: stepsOf(thing.action, version, context.sayHow),
      href: row?.href ?? linkTo(null, context),
      button: card?.button?.text ?? context.say('action.openFiles'),
      asksAdmin: thing.findings.some((finding) => context.traits(finding).asksAdmin === true),
      isOpen: openShares(thing, context).length > 0,
    };
  });
}

function openShares(thing: Thing, { shareOf }: MailContext): readonly ResultShare[] {
  return thing.findings.flatMap(({ subject }) => {
    const share = subject.kind === 'share' ? shareOf(subject.id) : undefined;
    return share !== undefined && isWayOut(share) ? [share] : [];
  });
}

function accessOf(context: MailContext): MemberReport['access'] {
  if (mustGrantAgain(context)) return 'refused';
  return context.member.coverage.status === 'not-granted' ? 'not-granted' : 'given';
}
