import type { MemberId } from '../../model/ids.ts';
import type { JournalEvent, TeamRole } from '../../model/portal/portal.ts';
import type { UtcMs } from '../../model/units.ts';

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
  /** Many at once, in one transaction. */
  noteAll(entries: readonly JournalEntry[]): Promise<void>;
  /** Of one person, newest first. */
  of(member: MemberId): Promise<readonly JournalEntry[]>;
  /** Of everybody, newest first, at most `most`. */
  latest(most: number): Promise<readonly JournalEntry[]>;
}
