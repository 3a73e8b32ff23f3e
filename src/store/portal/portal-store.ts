import type { MemberId, RunId } from '../../model/ids.ts';
import type { Language } from '../../model/member.ts';
import type { LinkKind, MailInterval, NoticeKind, NoticeParams } from '../../model/portal/portal.ts';
import type { UtcMs } from '../../model/units.ts';
import type { DeliveryState } from '../delivery.ts';
import type { AnswerStore, LookStore, MessageStore } from './answer-store.ts';
import type { FlowStore, ReadingStore } from './flow-store.ts';
import type { JournalStore } from './journal-store.ts';
import type { WithdrawalStore } from './withdrawal-store.ts';

/** What the portal remembers; each part is filled by a file of its name. */
export interface PortalStore {
  readonly links: LinkStore;
  readonly sessions: SessionStore;
  readonly journal: JournalStore;
  readonly notices: NoticeStore;
  readonly answers: AnswerStore;
  readonly messages: MessageStore;
  readonly looks: LookStore;
  readonly people: PeopleStore;
  readonly withdrawals: WithdrawalStore;
  /**
   * Erases what has outlived its time (design of the portal, 6), in every table of the portal.
   * @param keptFrom the end of what `retention` keeps.
   */
  purge(now: UtcMs, keptFrom: UtcMs): Promise<void>;
  readonly flows: FlowStore;
  readonly readings: ReadingStore;
  /** Whether anything waits that the portal does beside the requests: sign-ins, first readings, mails, keys to revoke. */
  hasWork(now: UtcMs): Promise<boolean>;
}

/** A link that was mailed; its token is not stored. */
export interface StoredLink {
  /** SHA-256 of the token's random bytes, hex. */
  readonly id: string;
  readonly kind: LinkKind;
  readonly member: MemberId;
  readonly madeAt: UtcMs;
  readonly expiresAt: UtcMs;
  /** Of which run's mail; null for others. */
  readonly run: RunId | null;
}

export interface LinkStore {
  add(links: readonly StoredLink[]): Promise<void>;
  /** Null where it is not known, or its person was erased. */
  get(id: string): Promise<StoredLink | null>;
}

/** One browser that is signed in as one person. */
export interface StoredSession {
  /** SHA-256 of the cookie, hex. */
  readonly id: string;
  readonly member: MemberId;
  /** Such as "Firefox": the family alone. */
  readonly browser: string;
  readonly begunAt: UtcMs;
  /** The last request. */
  readonly seenAt: UtcMs;
}

export interface SessionStore {
  /** Adds a session; the oldest of a person with more than `most` ends. */
  begin(session: StoredSession, most: number): Promise<void>;
  get(id: string): Promise<StoredSession | null>;
  touch(id: string, at: UtcMs): Promise<void>;
  end(id: string): Promise<void>;
  endAll(member: MemberId): Promise<void>;
}

/** A mail that belongs to no run, of any kind. Its text is composed when it leaves, so that no token is stored. */
export type Notice = { [Kind in NoticeKind]: NoticeOf<Kind> }[NoticeKind];

/** One of this kind. */
export interface NoticeOf<Kind extends NoticeKind> {
  /** Random. */
  readonly id: string;
  readonly kind: Kind;
  /** Whom it is about, and for most kinds to whom it goes; null = of nobody. */
  readonly member: MemberId | null;
  /** The address where that is not the member's own; null = the member's. */
  readonly recipient: string | null;
  /** Two notices never have the same: what must not be mailed twice has one key. */
  readonly key: string;
  readonly params: NoticeParams[Kind];
  /** Before it, nothing is tried. */
  readonly dueAt: UtcMs;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastAttemptAt: UtcMs | null;
  readonly lastReply: string | null;
}

type New<N> = N extends Notice
  ? Pick<N, 'kind' | 'member' | 'recipient' | 'key' | 'params' | 'dueAt'>
  : never;
export type NewNotice = New<Notice>;

export interface NoticeStore {
  /** Queues what is not there yet, by key; gives back how many were new. */
  queue(notices: readonly NewNotice[]): Promise<number>;
  /** All of one person, or of everybody, newest first. */
  list(member?: MemberId): Promise<readonly Notice[]>;
  /** Those that wait and are due, oldest first; @param triedBefore without those whose last try was later. */
  due(at: UtcMs, triedBefore: UtcMs): Promise<readonly Notice[]>;
  /**
   * Marks a notice; from "handing-over" on it is this process that delivers it. False where another process has taken
   * it meanwhile, or it is gone.
   */
  mark(id: string, from: DeliveryState, to: NoticeMark): Promise<boolean>;
  /** Those that were being handed over before this moment, by a process that ended: they may have arrived. */
  settleInterrupted(before: UtcMs): Promise<readonly Notice[]>;
  postpone(id: string, dueAt: UtcMs): Promise<void>;
  /** Takes back what waits and is not wanted any more. */
  drop(id: string): Promise<void>;
}

/** How a notice stands after a try. */
export interface NoticeMark {
  readonly state: DeliveryState;
  readonly at: UtcMs;
  readonly reply: string | null;
}

/** What is remembered of a person beside links, sessions and answers. */
export interface PortalPerson {
  readonly member: MemberId;
  /** How often the person was invited anew; 0 = never. */
  readonly round: number;
  /** When the last round began; null = never. */
  readonly invitedAt: UtcMs | null;
  /** How many mails of this round left: the invitation and its reminders. */
  readonly invitations: number;
  /** When the last of them left; null = none did. */
  readonly lastInvitedAt: UtcMs | null;
  /** When the person said no thanks; null = did not. */
  readonly declinedAt: UtcMs | null;
  readonly every: MailInterval;
  /** Of mails and pages; null = that of the account. */
  readonly language: Language | null;
}

export interface PeopleStore {
  /** Somebody who was not known yet gets a public id, and the defaults. */
  get(member: MemberId): Promise<PortalPerson>;
  list(): Promise<readonly PortalPerson[]>;
  /** Begins a round of invitations: what was answered to an earlier one is over. */
  invite(member: MemberId, at: UtcMs): Promise<PortalPerson>;
  /** Notes that one of its mails left. */
  noteInvitation(member: MemberId, at: UtcMs): Promise<void>;
  /** @param at null = the person has given access after all. */
  setDeclined(member: MemberId, at: UtcMs | null): Promise<void>;
  /** Whether the person said no to the last invitation; a person who is not known yet stays unknown. */
  hasDeclined(member: MemberId): Promise<boolean>;
  setMails(member: MemberId, mails: Pick<PortalPerson, 'every' | 'language'>): Promise<void>;
  /** Whether somebody took access back or had everything erased: such a person is not invited. */
  isBarred(member: MemberId): Promise<boolean>;
}
