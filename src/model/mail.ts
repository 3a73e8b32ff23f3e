import type { UtcMs } from './units.ts';

/** One mail to one person, composed but not yet in MIME form. Never a list, Cc or Bcc. */
export interface OutgoingMail {
  /** `member:UID` or `admin:ADDRESS`: who it is for, unique within a period. */
  readonly key: string;
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
