import { type MemberId, memberId } from './ids.ts';
import { addressIdentity } from './text/mail-address.ts';
import type { UtcMs } from './units.ts';

const MEMBER = 'member:';
const ADMIN = 'admin:';
const REFERENT = 'referent:';

/** Who a message is for, unique within a period; made by the functions below alone. */
export type DeliveryKey =
  | `${typeof MEMBER}${string}`
  | `${typeof REFERENT}${string}`
  | `${typeof ADMIN}${string}`
  | 'chat';

export function memberKey(uid: string): DeliveryKey {
  return `${MEMBER}${uid}`;
}

/** By the identity of the address, not by its place in a list of admins. */
export function adminKey(address: string): DeliveryKey {
  return `${ADMIN}${addressIdentity(address)}`;
}

/** By the identity of the address: one who is also an admin gets both mails. */
export function referentKey(address: string): DeliveryKey {
  return `${REFERENT}${addressIdentity(address)}`;
}

export function isReferentKey(key: string): boolean {
  return key.startsWith(REFERENT);
}

export const CHAT_KEY: DeliveryKey = 'chat';

/** The member whom a message is for; null for any other. */
export function memberOfKey(key: string): MemberId | null {
  return key.startsWith(MEMBER) ? memberId(key.slice(MEMBER.length)) : null;
}

/** Stands in a composed mail where the key of a link comes in when the mail leaves: what lies in files opens nothing. */
export const LINK_STAND_IN = 'the-key-comes-in-when-this-mail-leaves';

/** Why a member gets a mail. */
export const MAIL_OCCASIONS = ['report', 'thanks', 'unread', 'hello'] as const;
export type MailOccasion = (typeof MAIL_OCCASIONS)[number];

/** A file that goes with a mail. */
export interface Attachment {
  /** A plain file name, without a folder. */
  readonly name: string;
  /** Its MIME type, as in `text/html; charset=utf-8`. */
  readonly type: string;
  readonly content: string;
}

/** One mail to one person, composed but not yet in MIME form. Never a list, Cc or Bcc. */
export interface OutgoingMail {
  readonly key: DeliveryKey;
  /** Null for whoever is no member. */
  readonly occasion: MailOccasion | null;
  readonly from: string;
  /** One bare address. */
  readonly to: string;
  readonly replyTo: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** With its angle brackets; the same for the same run and person. */
  readonly messageId: string;
  readonly date: UtcMs;
  /** Left out = none. */
  readonly attachments?: readonly Attachment[];
  /** Such as List-Unsubscribe and Auto-Submitted; each value one line. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Why mails were held back, with what shows it; percentages are whole numbers. */
export type HeldReason =
  | { readonly kind: 'unread'; readonly failed: number; readonly readable: number; readonly limit: number }
  | { readonly kind: 'many'; readonly mails: number; readonly members: number; readonly limit: number }
  | { readonly kind: 'drop'; readonly touched: number; readonly members: number; readonly limit: number }
  | { readonly kind: 'more'; readonly mails: number; readonly before: number }
  | { readonly kind: 'restored'; readonly period: string }
  | { readonly kind: 'first'; readonly mails: number }
  | { readonly kind: 'vanished'; readonly vanished: number; readonly members: number }
  | { readonly kind: 'address'; readonly member: string };

/** How often mails left, and in which period last: store and vault each remember it. */
export interface Sendings {
  readonly number: number;
  readonly period: string;
}

/** A mail that was not surely handed over: "queued" was not tried, "doubtful" may have arrived. */
export interface Undelivered {
  readonly member: string;
  readonly state: 'queued' | 'deferred' | 'refused' | 'doubtful';
  /** The mail server's last words, or what broke. */
  readonly reply: string | null;
  /** Whether the cause concerns all mails, so that sending stopped; left out = it does not. */
  readonly isCommon?: boolean;
}
