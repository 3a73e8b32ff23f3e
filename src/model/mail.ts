import type { UtcMs } from './units.ts';

/** One mail to one person, composed but not yet in MIME form. Never a list, Cc or Bcc. */
export interface OutgoingMail {
  /** `member:UID` or `admin:1`: who it is for, unique within a period. */
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
