import type { Language } from '../../model/member.ts';
import { changesOf, comparisonOf, isOfSome } from '../figures/comparison.ts';
import { figuresOf } from '../figures/figures.ts';
import { linksWithoutPassword } from '../figures/run-point.ts';
import type { ReportInput } from '../input.ts';
import { type DeliveryView, deliveryView } from '../text/delivery.ts';
import { type Format, formatter } from '../text/format.ts';
import { firstSound } from '../text/shown-name.ts';
import { partsSpeaker, type Say, type SayParts, speaker } from '../text/words.ts';
import { type Line, line } from './view.ts';

const MOST_NAMED = 10;

/** What both parts of an admin's mail say. */
export interface AdminMailView {
  readonly language: Language;
  readonly subject: string;
  readonly preheader: string;
  readonly sender: string;
  readonly month: string;
  readonly hello: string;
  readonly title: string;
  readonly trust: string;
  readonly held: DeliveryView['held'];
  /** Mails that were not surely handed over; null when there are none. */
  readonly undelivered: {
    readonly heading: string;
    readonly lines: readonly string[];
    readonly more: string | null;
  } | null;
  readonly lines: readonly Line[];
  readonly where: Line;
  readonly why: string;
}

/** The short mail to one admin. */
export interface AdminMail {
  readonly kind: 'admin';
  readonly run: { readonly id: number; readonly startedAt: string };
  readonly to: string;
  readonly replyTo: string | null;
  readonly stopSubject: string;
  readonly view: AdminMailView;
}

export interface AdminMailParts {
  readonly to: string;
  /** Path or address of the report; null when it is not known. */
  readonly where: string | null;
}

interface Admin {
  readonly input: ReportInput;
  readonly say: Say<'admin'>;
  readonly parts: SayParts<'admin'>;
}

/**
 * How far the numbers can be trusted, five lines, which mails were not handed over, and where the report is: no file
 * names, and no members but those whose mail is in question.
 */
export function adminMailFor(input: ReportInput, { to, where }: AdminMailParts): AdminMail {
  const { language, replyTo } = input.organisation;
  const { words } = input;
  const admin = {
    input,
    say: speaker(words, 'admin', language),
    parts: partsSpeaker(words, 'admin', language),
  };
  const { id, startedAt } = input.result.run;
  return {
    kind: 'admin',
    run: { id, startedAt },
    to,
    replyTo,
    stopSubject: admin.say('stop.subject'),
    view: adminView(admin, where),
  };
}

function adminView(admin: Admin, where: string | null): AdminMailView {
  const { input, say, parts } = admin;
  const { name, language, timezone } = input.organisation;
  const { members, read, unchanged, disabled } = input.result.coverage;
  const month = formatter(language, timezone).month(Date.parse(input.result.run.startedAt));
  const counts = { month, sound: firstSound(month), read: read + unchanged, members: members - disabled };
  const trust = trustLine(admin);
  const { held, undelivered } = deliveryView(input, language);
  return {
    language,
    subject: say(held === null ? 'subject.audit' : 'subject.held', counts),
    preheader: trust,
    sender: name === '' || name === 'Nextcloud' ? say('sender.plain') : say('sender.named', { name }),
    month: month.charAt(0).toUpperCase() + month.slice(1),
    hello: say('hello'),
    title: say('title.read', counts),
    trust,
    held,
    undelivered: undelivered === null ? null : undeliveredView(undelivered, admin),
    lines: fiveLines(admin),
    where: line(where === null ? parts('where.unknown') : parts('where.known', { where })),
    why: say('why.mail'),
  };
}

function undeliveredView(
  { heading, rows }: NonNullable<DeliveryView['undelivered']>,
  { input }: Admin,
): AdminMailView['undelivered'] {
  const { language } = input.organisation;
  const say = speaker(input.words, 'delivery', language);
  const rest = rows.length - MOST_NAMED;
  return {
    heading,
    lines: rows.slice(0, MOST_NAMED).map(({ line: text }) => text),
    more: rest > 0 ? say('undelivered.more', { n: rest }) : null,
  };
}

function trustLine({ input, say }: Admin): string {
  const { partial, failed, notGranted } = input.result.coverage;
  if (partial + failed + notGranted === 0)
    return say(input.result.run.status === 'complete' ? 'trust.whole' : 'trust.short');
  return say('trust.gaps', { partial, failed, notGranted }).trim();
}

function fiveLines(admin: Admin): readonly Line[] {
  const { input, parts } = admin;
  const format = formatter(input.organisation.language, input.organisation.timezone);
  const { freeable, nothingIsKnown, bySeverity, severe } = figuresOf(input);
  const found = nothingIsKnown
    ? [parts('line.unknown')]
    : [linksLine(admin), parts('line.free', { bytes: format.bytes(freeable.bytes), n: freeable.items })];
  const severity =
    nothingIsKnown && severe === 0
      ? []
      : [parts('line.severity', { critical: bySeverity.critical, high: bySeverity.high })];
  return [spaceLine(admin, format), ...found, ...severity, changeLine(admin)].map((text) => line(text));
}

function spaceLine({ input, parts }: Admin, format: Format) {
  const { usedBytes, nearlyFullCount, bounds } = figuresOf(input);
  if (usedBytes === null) return parts('line.spaceUnknown');
  const used = format.bytes(usedBytes);
  if (nearlyFullCount === null) return parts('line.spaceUsed', { used });
  return parts('line.space', { used, n: nearlyFullCount, limit: format.percent(bounds.nearly) });
}

function linksLine({ input, parts }: Admin) {
  const n = figuresOf(input).links.withoutPassword;
  // Where somebody could not be read, no count is all that there is.
  const key = input.result.run.status === 'complete' ? 'line.links' : 'line.linksPart';
  const comparison = comparisonOf(input);
  const [now, before] = [comparison?.now.links, comparison?.before.links];
  const step = now == null || before == null ? 0 : linksWithoutPassword(now) - linksWithoutPassword(before);
  const difference = step > 0 ? `+${step}` : `\u2212${-step}`;
  return parts(key, { n, change: step === 0 ? 'none' : 'some', difference, day: comparedDay(input) });
}

/** Of which day the audit is that the mail compares with: it need not be the one before, to which the page compares. */
function comparedDay({ organisation, previous }: ReportInput): string {
  if (previous === null) return '–';
  return formatter(organisation.language, organisation.timezone).day(Date.parse(previous.run.startedAt));
}

/** What is new and what was settled; where the mail's comparisons leave members out, over how many they are. */
function changeLine({ input, parts }: Admin) {
  if (input.previous === null) return parts('line.first');
  const changes = changesOf(input);
  const { fresh, fixed, members: read, of } = changes;
  if (read === 0) return parts('line.changeNone');
  return parts('line.change', {
    ...{ fresh, fixed, read, of, day: comparedDay(input) },
    over: isOfSome(changes) ? 'some' : 'all',
  });
}
