import type { ActionKind } from '../../model/check-info.ts';
import { thingAddress, thingOnPage } from '../../model/portal/thing-address.ts';
import { bySeverity } from '../../model/severity.ts';
import type { Bytes } from '../../model/units.ts';
import { groupBy } from '../figures/totals.ts';
import { howTo } from '../text/how-to.ts';
import type { MailContext } from './context.ts';
import { whoToAsk } from './people.ts';
import { linkTo, otherCopies, titleOf, whereOf, wordsOf } from './thing-words.ts';
import type { Thing } from './things.ts';
import { type CardView, type Line, line, type RowView } from './view.ts';

const MOST_CARDS = 5;
/** Things that a card names, unless there is just one more. */
export const MOST_ROWS = 5;
/** To be done to make room, and not to protect. */
const MAKES_ROOM: ReadonlySet<ActionKind> = new Set(['tidy', 'compare', 'trash']);

/** All things about which the same is to be done, in the order of the mail; never empty. */
export interface Card {
  readonly action: ActionKind;
  readonly things: readonly [Thing, ...Thing[]];
}

/** What the mail asks for first, and the things of which it gives only the number. */
export interface Choice {
  readonly cards: readonly Card[];
  readonly rest: readonly Thing[];
}

/** One card for what is done in one way: the first ones, but a critical or high risk is never left out for a lesser thing. */
export function chosenCards(things: readonly Thing[]): Choice {
  const all = [...groupBy(things, ({ action }) => action)].flatMap(([action, [first, ...others]]): Card[] =>
    first === undefined ? [] : [{ action, things: [first, ...others] }],
  );
  const worst = ({ things: [first] }: Card) => first.findings[0].severity;
  const urgent = all.filter(isUrgent).sort((a, b) => bySeverity(worst(a), worst(b)));
  const others = all.filter((card) => !isUrgent(card));
  const kept = new Set([...urgent, ...others].slice(0, MOST_CARDS));
  return {
    cards: all.filter((card) => kept.has(card)),
    rest: all.filter((card) => !kept.has(card)).flatMap((card) => card.things),
  };
}

/** The cards: what is to be done, about which things, why, who to ask, and where to click. A sentence is said once. */
export function cardViews(cards: readonly Card[], context: MailContext): readonly CardView[] {
  const fresh = firstTimes();
  return cards.map((card, at) => {
    const { action, things } = card;
    // One more costs no more room than to say that there is one.
    const shown = things.length <= MOST_ROWS + 1 ? things : things.slice(0, MOST_ROWS);
    const texts = textsOf(shown, fresh, context);
    const rows = shown.map((thing, row) => rowOf(thing, texts.rows[row] ?? '', context));
    const ask = sameAsk(rows);
    const steps = howTo(action, context.input.result.run.server.version, context.sayHow);
    return {
      rank: at + 1,
      action,
      count: things.length,
      title: context.say(`card.${action}`, { n: things.length }),
      chip: chipOf(card, context),
      why: texts.why === '' ? null : texts.why,
      ask,
      rows: ask === null ? rows : rows.map((row) => ({ ...row, ask: null })),
      more: moreOf(things.slice(shown.length), context),
      how: line(context.parts('card.how', { steps })),
      button: shown.length === 1 ? buttonOf(things[0], at === 0, context) : null,
      answer: answerOf(card, context),
    };
  });
}

function isUrgent({ things }: Card): boolean {
  return things.some(({ urgent }) => urgent);
}

function chipOf(card: Card, { say, format }: MailContext): CardView['chip'] {
  if (isUrgent(card)) return { text: say('chip.urgent'), tone: 'red' };
  const bytes = bytesOf(card.things);
  return bytes === 0 ? null : { text: say('chip.frees', { bytes: format.bytes(bytes) }), tone: 'calm' };
}

/** The things of cards that make room, or of the others. */
export function thingsThat(kind: 'makeRoom' | 'protect', cards: readonly Card[]): readonly Thing[] {
  return cards
    .filter(({ action }) => MAKES_ROOM.has(action) === (kind === 'makeRoom'))
    .flatMap(({ things }) => things);
}

export function bytesOf(things: readonly Thing[]): Bytes {
  return things.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Gives back a text the first time only; texts of one topic count as the same. */
function firstTimes(): (text: string, topic?: string) => string {
  const given = new Set<string>();
  return (text, topic = text) => {
    if (given.has(topic)) return '';
    given.add(topic);
    return text;
  };
}

/** What is true of all things, once for the card; what differs, with each; no advice a second time in one mail. */
function textsOf(shown: readonly Thing[], fresh: ReturnType<typeof firstTimes>, context: MailContext) {
  const words = shown.map((thing) => wordsOf(thing, context));
  const [first] = words;
  const isOfOneCheck = shown.length > 1 && new Set(shown.map(({ lead }) => lead.check)).size === 1;
  const isSame = isOfOneCheck && words.every(({ finding }) => finding === first?.finding);
  // What is a risk stays said in full, what was said often without effect does not.
  const isAdvised = shown.some(({ repeated, urgent }) => urgent || !repeated);
  const why = [
    isSame ? fresh(first?.finding ?? '') : '',
    isOfOneCheck && isAdvised ? fresh(first?.remedy ?? '') : '',
  ];
  const rows = shown.map((thing, at) => {
    const { finding = '', remedy = '' } = words[at] ?? {};
    const advice = isOfOneCheck || (thing.repeated && !thing.urgent) ? '' : fresh(remedy);
    const softer = thing.repeated ? fresh(context.say(softerKey(thing, context)), 'repeated') : '';
    const isWaiting = thing.findings.some(({ answer }) => answer?.state === 'waiting');
    const waiting = isWaiting ? context.say('answers.onThing') : '';
    return sentences([isSame ? '' : finding, otherCopies(thing.lead, context), advice, softer, waiting]);
  });
  return { why: sentences(why), rows };
}

function sentences(all: readonly string[]): string {
  return all.filter((sentence) => sentence !== '').join(' ');
}

/** What was said often without effect becomes a question, once a year: is it still useful? */
function softerKey({ share, asked, urgent }: Thing, { replies }: MailContext) {
  if (replies.address === null) return 'action.saidQuietly';
  if (!asked) return urgent ? 'action.saidOfRisk' : 'action.saidQuietly';
  return share === null ? 'action.said' : 'action.saidOfLink';
}

function rowOf(thing: Thing, text: string, context: MailContext): RowView {
  const { fileId, bytes, action } = thing;
  const makesRoom = MAKES_ROOM.has(action);
  return {
    title: titleOf(thing, context),
    href: linkTo(fileId, context, !makesRoom),
    size: bytes > 0 && makesRoom ? context.format.bytes(bytes) : null,
    where: whereOf(thing, makesRoom, context),
    text: text === '' ? null : text,
    ask: whoToAsk(thing, context),
  };
}

/** Whom to ask about all of several things; null where it differs. */
function sameAsk([first, ...others]: readonly RowView[]): Line | null {
  if (first === undefined || others.length === 0) return null;
  return others.every(({ ask }) => ask?.plain === first.ask?.plain) ? first.ask : null;
}

/** The number of things that a card does not show, and the name of the next. */
function moreOf(folded: readonly Thing[], context: MailContext): Line | null {
  const [next] = folded;
  if (next === undefined) return null;
  const bytes = bytesOf(folded);
  const params = { n: folded.length, name: titleOf(next, context) };
  const links = { files: linkTo(null, context) };
  return line(
    bytes === 0
      ? context.parts('card.more', params, links)
      : context.parts('card.moreBytes', { ...params, bytes: context.format.bytes(bytes) }, links),
  );
}

/** The page of the thing in the portal; of several, the report from the first on. */
function answerOf({ action, things }: Card, context: MailContext): CardView['answer'] {
  const { portal } = context.input;
  if (portal === undefined) return null;
  const [{ key }] = things;
  const text = context.say('portal.thing');
  const what =
    things.length === 1 ? titleOf(things[0], context) : context.say(`card.${action}`, { n: things.length });
  return {
    text,
    label: context.say('action.label', { verb: text, what }),
    href: things.length === 1 ? thingAddress(portal.page, key) : thingOnPage(portal.page, key),
  };
}

function buttonOf(thing: Thing, filled: boolean, context: MailContext): CardView['button'] {
  const { fileId, isFolder, action } = thing;
  const text = context.say(
    fileId === null ? 'action.openFiles' : isFolder ? 'action.openFolder' : 'action.openFile',
  );
  const label = context.say('action.label', { verb: text, what: titleOf(thing, context) });
  return { text, label, href: linkTo(fileId, context, !MAKES_ROOM.has(action)), filled };
}
