import type { Bytes } from '../../../model/units.ts';
import { changesOf, comparisonOf, isOfSome } from '../../figures/comparison.ts';
import { figuresOf } from '../../figures/figures.ts';
import { linksWithoutPassword } from '../../figures/run-point.ts';
import type { ReportInput } from '../../input.ts';
import { type DeliveryView, deliveryView } from '../../text/delivery.ts';
import type { Format } from '../../text/format.ts';
import { firstSound } from '../../text/shown-name.ts';
import { speaker } from '../../text/words.ts';
import { type Line, line, type MailHead } from '../view.ts';
import { type Admin, adminIn, changesView, type FirstView, firstView, unreadView } from './admin-sections.ts';
import type { SectionView } from './section.ts';

const MOST_NAMED = 10;

/** What both parts of an admin's mail say. */
export interface AdminMailView extends MailHead {
  readonly trust: string;
  readonly held: DeliveryView['held'];
  /** Mails that were not surely handed over; null when there are none. */
  readonly undelivered: {
    readonly heading: string;
    readonly lines: readonly string[];
    readonly more: string | null;
  } | null;
  readonly lines: readonly Line[];
  readonly where: readonly Line[];
  /** Null where nothing is urgent. */
  readonly first: { readonly heading: string; readonly items: readonly FirstView[] } | null;
  readonly changes: SectionView;
  /** Null where everybody was read. */
  readonly unread: SectionView | null;
  readonly why: string;
}

/** The mail to one admin. */
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
  /** The attached report; null or left out = none. */
  readonly report?: AttachedReport | null;
}

/** The report as it goes with the mail, by its file name; or that it is too large for one, bytes. */
export type AttachedReport =
  | { readonly kind: 'attached'; readonly name: string }
  | { readonly kind: 'too-large'; readonly bytes: Bytes; readonly most: Bytes };

/**
 * How far the numbers can be trusted, the figures, what to do first, what changed, who was not read, which mails were not
 * handed over, and where the report is. As on the page, files are named only where they are shared.
 */
export function adminMailFor(input: ReportInput, { to, where, report = null }: AdminMailParts): AdminMail {
  const { replyTo } = input.organisation;
  const admin = adminIn(input);
  const { id, startedAt } = input.result.run;
  return {
    kind: 'admin',
    run: { id, startedAt },
    to,
    replyTo,
    stopSubject: admin.say('stop.subject'),
    view: adminView(admin, whereLines(admin, where, report)),
  };
}

function adminView(admin: Admin, where: readonly Line[]): AdminMailView {
  const { input, say } = admin;
  const { name, language } = input.organisation;
  const { members, read, unchanged, disabled } = input.result.coverage;
  const month = admin.locale.format.month(Date.parse(input.result.run.startedAt));
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
    lines: figureLines(admin),
    where,
    first: firstView(admin),
    changes: changesView(admin, line(changeLine(admin))),
    unread: unreadView(admin),
    why: say('why.mail'),
  };
}

function whereLines(
  { parts, locale: { format } }: Admin,
  where: string | null,
  report: AttachedReport | null,
): readonly Line[] {
  if (report?.kind === 'attached') return [line(parts('where.attached', { name: report.name }))];
  const place = line(where === null ? parts('where.unknown') : parts('where.known', { where }));
  if (report === null) return [place];
  const sizes = { size: format.bytes(report.bytes), limit: format.bytes(report.most) };
  return [line(parts('where.tooLarge', sizes)), place];
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

function figureLines(admin: Admin): readonly Line[] {
  const { input, parts, locale } = admin;
  const { format } = locale;
  const { freeable, nothingIsKnown, bySeverity, severe } = figuresOf(input);
  const found = nothingIsKnown
    ? [parts('line.unknown')]
    : [linksLine(admin), parts('line.free', { bytes: format.bytes(freeable.bytes), n: freeable.items })];
  const severity =
    nothingIsKnown && severe === 0
      ? []
      : [parts('line.severity', { critical: bySeverity.critical, high: bySeverity.high })];
  return [spaceLine(admin, format), ...found, ...severity].map((text) => line(text));
}

function spaceLine({ input, parts }: Admin, format: Format) {
  const { usedBytes, nearlyFullCount, bounds } = figuresOf(input);
  if (usedBytes === null) return parts('line.spaceUnknown');
  const used = format.bytes(usedBytes);
  if (nearlyFullCount === null) return parts('line.spaceUsed', { used });
  return parts('line.space', { used, n: nearlyFullCount, limit: format.percent(bounds.nearly) });
}

function linksLine(admin: Admin) {
  const { input, parts } = admin;
  const n = figuresOf(input).links.withoutPassword;
  // Where somebody could not be read, no count is all that there is.
  const key = input.result.run.status === 'complete' ? 'line.links' : 'line.linksPart';
  const comparison = comparisonOf(input);
  const [now, before] = [comparison?.now.links, comparison?.before.links];
  const step = now == null || before == null ? 0 : linksWithoutPassword(now) - linksWithoutPassword(before);
  const difference = step > 0 ? `+${step}` : `\u2212${-step}`;
  return parts(key, { n, change: step === 0 ? 'none' : 'some', difference, day: comparedDay(admin) });
}

/** Of which day the audit is that the mail compares with: it need not be the one before, to which the page compares. */
function comparedDay({ input: { previous }, locale: { format } }: Admin): string {
  return previous === null ? '–' : format.day(Date.parse(previous.run.startedAt));
}

/** What is new and what was settled; where the mail's comparisons leave members out, over how many they are. */
function changeLine(admin: Admin) {
  const { input, parts } = admin;
  if (input.previous === null) return parts('line.first');
  const changes = changesOf(input);
  const { fresh, fixed, members: read, of } = changes;
  if (read === 0) return parts('line.changeNone');
  return parts('line.change', {
    ...{ fresh, fixed, read, of, day: comparedDay(admin) },
    over: isOfSome(changes) ? 'some' : 'all',
  });
}
