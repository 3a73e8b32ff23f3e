import type { AnswerId, MemberId } from '../../model/ids.ts';
import type { Answer, Look, Message, ThingKey } from '../../model/portal/answer.ts';

/** What members answered about their things. */
export interface AnswerStore {
  /** All, also those that have ended; the oldest first. */
  list(member?: MemberId): Promise<readonly Answer[]>;
  get(id: AnswerId): Promise<Answer | null>;
  /** Adds an answer; an earlier one of the same thing that counts is replaced by it. */
  add(answer: Answer): Promise<void>;
  /**
   * Changes one answer as it stands then, in one transaction.
   * @param next a pure function, such as `acceptedAnswer`; null leaves the answer as it is.
   * @returns the answer where it was changed, else null.
   */
  change(id: AnswerId, next: (answer: Answer) => Answer | null): Promise<Answer | null>;
}

/** What members wrote about their things. */
export interface MessageStore {
  /** The newest first. */
  list(): Promise<readonly Message[]>;
  get(id: AnswerId): Promise<Message | null>;
  add(message: Message): Promise<void>;
  /** As `AnswerStore.change`. */
  change(id: AnswerId, next: (message: Message) => Message | null): Promise<Message | null>;
}

/** What came of reading things again; of each thing the last time. */
export interface LookStore {
  list(member?: MemberId): Promise<readonly Look[]>;
  get(member: MemberId, thing: ThingKey): Promise<Look | null>;
  save(look: Look): Promise<void>;
}
