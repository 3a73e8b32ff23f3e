import type { Language } from '../../model/member.ts';
import { figuresOf } from '../figures/figures.ts';
import { isComparable, linkCounts, linksWithoutPassword, runPoint } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { type DeliveryView, deliveryView } from '../text/delivery.ts';
import { formatter } from '../text/format.ts';
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
  const { usedBytes, nearlyFull, bounds, freeable, nothingIsKnown, bySeverity, fresh, fixed } =
    figuresOf(input);
  const found = nothingIsKnown
    ? [parts('line.unknown')]
    : [linksLine(admin), parts('line.free', { bytes: format.bytes(freeable.bytes), n: freeable.items })];
  const change = input.previous === null ? parts('line.first') : parts('line.change', { fresh, fixed });
  return [
    parts('line.space', {
      used: format.bytes(usedBytes),
      n: nearlyFull.length,
      limit: format.percent(bounds.nearly),
    }),
    ...found,
    parts('line.severity', { critical: bySeverity.critical, high: bySeverity.high }),
    change,
  ].map((text) => line(text));
}

function linksLine({ input, parts }: Admin) {
  const n = figuresOf(input).links.withoutPassword;
  const { previous, result } = input;
  // Where somebody could not be read, no count is all that there is, and no difference is one.
  if (result.run.status !== 'complete') return parts('line.linksPart', { n });
  const isChange = previous !== null && isComparable(runPoint(previous), runPoint(result));
  const before = isChange ? linksWithoutPassword(linkCounts(previous.shares)) : n;
  const difference = n > before ? `+${n - before}` : `\u2212${before - n}`;
  return parts('line.links', { n, change: n === before ? 'none' : 'some', difference });
}
