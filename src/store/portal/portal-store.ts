import type { MemberId, RunId } from '../../model/ids.ts';
import type { JournalEvent, LinkKind, NoticeKind, TeamRole } from '../../model/portal/portal.ts';
import type { UtcMs } from '../../model/units.ts';
import type { DeliveryState } from '../delivery.ts';
import type { AnswerStore, LookStore, MessageStore } from './answer-store.ts';

/** What the portal remembers; each part is filled by a file of its name. */
export interface PortalStore {
  readonly links: LinkStore;
  readonly sessions: SessionStore;
  readonly journal: JournalStore;
  readonly notices: NoticeStore;
  readonly answers: AnswerStore;
  readonly messages: MessageStore;
  readonly looks: LookStore;
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

/** What happened to a person's access, answers and mails. */
export interface JournalEntry {
  readonly at: UtcMs;
  /** Whom it concerns; null = nobody in particular, such as a line of the register. */
  readonly member: MemberId | null;
  readonly event: JournalEvent;
  /** Parameters of its sentence. */
  readonly params: Readonly<Record<string, string | number>>;
  /** Who did it, where that was somebody of the team: members are shown the role, admins the account. */
  readonly actor: { readonly role: TeamRole; readonly member: MemberId } | null;
}

export interface JournalStore {
  note(entry: JournalEntry): Promise<void>;
  /** Of one person, newest first. */
  of(member: MemberId): Promise<readonly JournalEntry[]>;
  /** Of everybody, newest first, at most `most`. */
  latest(most: number): Promise<readonly JournalEntry[]>;
}

/** A mail that belongs to no run. Its text is composed when it leaves, so that no token is stored. */
export interface Notice {
  /** Random. */
  readonly id: string;
  readonly kind: NoticeKind;
  /** Whom it is about, and for most kinds to whom it goes; null = of nobody. */
  readonly member: MemberId | null;
  /** The address where that is not the member's own; null = the member's. */
  readonly recipient: string | null;
  /** Two notices never have the same: what must not be mailed twice has one key. */
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly dueAt: UtcMs;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly lastAttemptAt: UtcMs | null;
  readonly lastReply: string | null;
}

export type NewNotice = Pick<Notice, 'kind' | 'member' | 'recipient' | 'key' | 'params' | 'dueAt'>;

export interface NoticeStore {
  /** Queues what is not there yet, by key; gives back how many were new. */
  queue(notices: readonly NewNotice[]): Promise<number>;
  /** All of one person, or of everybody, newest first. */
  list(member?: MemberId): Promise<readonly Notice[]>;
  /** Those that wait and are due, oldest first. */
  due(at: UtcMs): Promise<readonly Notice[]>;
  /**
   * Marks a notice; from "handing-over" on it is this process that delivers it. False where another process has taken
   * it meanwhile, or it is gone.
   */
  mark(
    id: string,
    from: DeliveryState,
    state: DeliveryState,
    at: UtcMs,
    reply: string | null,
  ): Promise<boolean>;
}
