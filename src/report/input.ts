import type { CheckInfo } from '../model/check-info.ts';
import type { HeldReason, Undelivered } from '../model/mail.ts';
import type { Language } from '../model/member.ts';
import type { Answer } from '../model/portal/answer.ts';
import type { MailInterval } from '../model/portal/portal.ts';
import type { ResultReach, RunResult } from '../model/result.ts';
import type { CsvDialect } from '../model/text/csv-dialect.ts';
import type { Bytes, Duration, UtcMs } from '../model/units.ts';
import type { UsageBounds } from '../model/usage-level.ts';
import type { LeaverFacts } from './leaver/facts.ts';
import type { Words } from './text/words.ts';

/** Everything the views may know, and how they speak. They add no judgement: no clock, no store, no file. */
export interface ReportInput {
  readonly words: Words;
  /** Every check, in the order of the list. */
  readonly checks: readonly CheckInfo[];
  readonly result: RunResult;
  /** The finished run before this one; null for the first. */
  readonly previous: RunResult | null;
  /** What the mails see in place of these fields, see `asOnePeriod`. */
  readonly period: Pick<ReportInput, 'result' | 'previous' | 'history' | 'usage'>;
  /** Finished runs up to and with this one, oldest first, at most 12. */
  readonly history: readonly RunPoint[];
  readonly organisation: Organisation;
  /** What mails need beside the result, by uid. */
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly referents: readonly Referent[];
  readonly exceptions: readonly ExceptionView[];
  /** What members answered on the portal, by uid; left out = nothing. */
  readonly answers?: ReadonlyMap<string, readonly Answer[]>;
  /** Earlier mails by uid, from the outbox (see `mailedBefore`). */
  readonly mailed: ReadonlyMap<string, MailedBefore>;
  /** Use of each member over the runs of `history` that read the whole tree, oldest first. */
  readonly usage: ReadonlyMap<string, readonly UsageAt[]>;
  /** What has to be settled of those who left, by uid; left out = not known. */
  readonly leavers?: ReadonlyMap<string, LeaverFacts>;
  /** What became of this run's mails. */
  readonly delivery: DeliveryReport;
  /** How CSV is written; default: as spreadsheets in the organisation's language read it. */
  readonly csvDialect?: CsvDialect;
  /** How long numbers and findings are kept. */
  readonly retention: Duration;
  /** Where members act by themselves; left out = there is no portal. */
  readonly portal?: PortalInput;
  /** What waits for the admins in the portal; left out = there is none, or nothing is being sent. */
  readonly waiting?: WaitingInput;
}

/** What waits for the admins in the portal. */
export interface WaitingInput {
  /** Answers of members that ask for a decision. */
  readonly answers: number;
  /** Invitations that a brake holds. */
  readonly invitations: number;
  /** The address of the admins' page. */
  readonly page: string;
}

/** What the mails know of the portal; the keys of their links come in when a mail leaves. */
export interface PortalInput {
  /** The member's page; what lies below it begins with a slash. */
  readonly page: string;
  /** Takes a POST that ends the mails. */
  readonly unsubscribe: string;
  /** How often each member wants a mail, by uid; who is not there: each time. */
  readonly every: ReadonlyMap<string, MailInterval>;
}

/** What became of the mails to the members. */
export interface DeliveryReport {
  /** Why mails were held back; empty when none were, or when it is not known any more. */
  readonly held: readonly HeldReason[];
  /** Mails that were not surely handed over. */
  readonly undelivered: readonly Undelivered[];
  /** The last mail that each member was handed in this run's period, by uid, and of which run it was; default: none. */
  readonly inPeriod?: ReadonlyMap<string, { readonly at: UtcMs; readonly run: number }>;
  /** Whether the mails that a common cause held back go right after this report; default false. */
  readonly resuming?: boolean;
}

/** One member's use at one run. */
export interface UsageAt {
  readonly at: UtcMs;
  readonly bytes: Bytes;
}

/** What was already sent to a member, oldest first. */
export interface MailedBefore {
  readonly sentAt: readonly UtcMs[];
  /** Mails of thanks, of which there are at most two a year. */
  readonly thanksAt: readonly UtcMs[];
}

/** One run in the trend. */
export interface RunPoint {
  readonly id: number;
  readonly at: UtcMs;
  readonly status: 'complete' | 'partial';
  /** Of all its members. */
  readonly figures: KeyFigures;
  /** By which its spaces are nearly full. */
  readonly bounds: UsageBounds;
  /** By uid, disabled accounts apart: so that runs are compared over the same people (see `comparison.ts`). */
  readonly members: ReadonlyMap<string, MemberPoint>;
}

/** The figures that stand first in every view; null = not known. */
export interface KeyFigures {
  readonly usedBytes: Bytes | null;
  /** Members whose space is nearly full or full. */
  readonly nearlyFull: number | null;
  readonly freeableBytes: Bytes | null;
  readonly links: LinkCounts | null;
  readonly reach: ReachFigures | null;
}

/** Own files by who reaches them, of the members of whom that is known. */
export interface ReachFigures {
  readonly by: ResultReach;
  readonly members: number;
}

/** One member in one run. */
export interface MemberPoint {
  /** Whether tree and shares are known whole. */
  readonly isRead: boolean;
  readonly usedBytes: Bytes | null;
  /** Of the quota. */
  readonly percent: number | null;
  readonly freeableBytes: Bytes;
  readonly links: LinkCounts;
  /** Null where tree or shares are not known whole, and in runs of earlier versions. */
  readonly reach: ResultReach | null;
}

/** Public links by protection; each link in exactly one class. */
export interface LinkCounts {
  readonly neither: number;
  readonly expiryOnly: number;
  readonly passwordOnly: number;
  readonly both: number;
}

export interface Organisation {
  readonly name: string;
  readonly language: Language;
  readonly timezone: string;
  readonly help: string | null;
  readonly replyTo: string | null;
}

export interface Contact {
  readonly mail: string | null;
  readonly language: Language;
  readonly antenna: string | null;
}

/** Whom members of an antenna may ask. */
export interface Referent {
  readonly group: string;
  readonly name: string;
  readonly mail: string;
}

export interface ExceptionView {
  readonly check: string;
  readonly member: string | null;
  readonly path: string | null;
  readonly reason: string;
  /** `YYYY-MM-DD`, inclusive; null = no end. */
  readonly until: string | null;
  readonly ended: boolean;
}
