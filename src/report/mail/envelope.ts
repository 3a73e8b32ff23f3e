import { createHash } from 'node:crypto';
import {
  adminKey,
  type DeliveryKey,
  type MailOccasion,
  memberKey,
  memberOfKey,
  type OutgoingMail,
  referentKey,
} from '../../model/mail.ts';
import type { UtcMs } from '../../model/units.ts';
import type { MailedBefore } from '../input.ts';
import type { RenderedMail } from './render.ts';
import type { AdminMail } from './team/admin.ts';
import type { ReferentMail } from './team/referent.ts';
import type { MemberMail } from './view.ts';

/** Who sends, and when. */
export interface Sender {
  /** `Nextcloud <nextcloud@example.org>` or a bare address. */
  readonly from: string;
  readonly date: UtcMs;
}

type AnyMail = MemberMail | ReferentMail | AdminMail;

/** In the identity of a mail of thanks, where a person may read it. */
const THANKS = 'merci';

/** A rendered mail with everything that its transport needs: one recipient, and headers that say it is automatic. */
export function outgoing(mail: AnyMail, rendered: RenderedMail, { from, date }: Sender): OutgoingMail {
  const key = keyOf(mail);
  const occasion = mail.kind === 'member' ? mail.occasion : null;
  return {
    key,
    occasion,
    from,
    to: mail.to,
    replyTo: mail.replyTo,
    ...rendered,
    messageId: messageId(mail.run, key, domainOf(from), occasion === 'thanks' ? THANKS : 'menage'),
    date,
    headers: headersOf(mail, mail.replyTo ?? addressOf(from)),
  };
}

function keyOf(mail: AnyMail): DeliveryKey {
  switch (mail.kind) {
    case 'member':
      return memberKey(mail.member);
    case 'referent':
      return referentKey(mail.to);
    case 'admin':
      return adminKey(mail.to);
  }
}

function headersOf(mail: AnyMail, answersTo: string): Readonly<Record<string, string>> {
  const stop = `<mailto:${answersTo}?subject=${encodeURIComponent(mail.stopSubject)}>`;
  const address = mail.kind === 'member' ? mail.unsubscribe : null;
  return { ...automaticHeaders(mail.view.language), ...unsubscribeHeaders(stop, address) };
}

/** Of every mail: no program answers it. */
export function automaticHeaders(language: string): Readonly<Record<string, string>> {
  return {
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Content-Language': language,
  };
}

/**
 * How a mail program ends the mails.
 * @param stop `<mailto:…>`; null = none.
 * @param address takes a POST without a page or a sign-in (RFC 8058); null = there is none.
 */
export function unsubscribeHeaders(
  stop: string | null,
  address: string | null,
): Readonly<Record<string, string>> {
  const ways = [...(address === null ? [] : [`<${address}>`]), ...(stop === null ? [] : [stop])];
  if (ways.length === 0) return {};
  const oneClick = address === null ? {} : { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
  return { 'List-Unsubscribe': ways.join(', '), ...oneClick };
}

/**
 * The identity of a mail (RFC 5322, 3.6.4): the same for the same run and person, and telling neither. The day of
 * the run keeps it unique where a new store begins to count runs from 1 again.
 */
export function messageId(
  run: { readonly id: number; readonly startedAt: string },
  key: string,
  domain: string,
  label = 'menage',
): string {
  const mark = createHash('sha256').update(`${run.startedAt} ${run.id} ${key}`).digest('hex').slice(0, 16);
  const day = run.startedAt.slice(0, 10).replaceAll('-', '');
  return `<${label}.${day}.${run.id}.${mark}@${domain}>`;
}

/** The bare address of `Name <address>`. */
function addressOf(sender: string): string {
  return /<([^<>]+)>\s*$/.exec(sender)?.[1]?.trim() ?? sender.trim();
}

export function domainOf(sender: string): string {
  const address = addressOf(sender);
  const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
  return /^[a-z0-9.-]+$/.test(domain) ? domain : 'localhost';
}

/** What earlier mails are known, from deliveries that were accepted; for `ReportInput.mailed`. */
export function mailedBefore(
  sent: readonly {
    readonly key: string;
    readonly occasion: MailOccasion | null;
    readonly lastAttemptAt: UtcMs | null;
  }[],
): ReadonlyMap<string, MailedBefore> {
  const mailed = new Map<string, MailedBefore>();
  for (const { key, occasion, lastAttemptAt: at } of sent) {
    const member = memberOfKey(key);
    if (member === null || at === null) continue;
    const { sentAt, thanksAt } = mailed.get(member) ?? { sentAt: [], thanksAt: [] };
    mailed.set(member, {
      sentAt: withMoment(sentAt, at),
      thanksAt: occasion === 'thanks' ? withMoment(thanksAt, at) : thanksAt,
    });
  }
  return mailed;
}

function withMoment(moments: readonly UtcMs[], at: UtcMs): readonly UtcMs[] {
  return [...moments, at].sort((a, b) => a - b);
}
