import type { Bytes } from '../../../model/units.ts';
import type { ReportInput } from '../../input.ts';
import { type DeliveryView, deliveryView } from '../../text/delivery.ts';
import { firstSound } from '../../text/shown-name.ts';
import { speaker } from '../../text/words.ts';
import { type Line, line, type MailHead } from '../view.ts';
import { changeLine, figureLines } from './admin-lines.ts';
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
