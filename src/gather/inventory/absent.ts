import { type GroupId, type MemberId, memberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { UtcMs } from '../../model/units.ts';
import type { NameQuestions } from '../../nextcloud/ocs/account-by-name.ts';
import type { AccountRecord } from '../../nextcloud/ocs/accounts.ts';

/** Somebody who is known here, whatever the server lists now. */
export interface KnownPerson {
  readonly id: MemberId;
  /** An earlier run had them as a member; else an app password or the directory names them. */
  readonly wasListed: boolean;
  /** Their groups when they were last listed; null = not noted. */
  readonly groups: readonly GroupId[] | null;
  /** As an earlier run knew them; null = none did. */
  readonly facts: Pick<Member, 'name' | 'mail' | 'language' | 'antenna' | 'lastLogin'> | null;
  /** When a run first missed them; null = the last one did not. */
  readonly missedAt: UtcMs | null;
  /** When the server last said that there is no such account; null = never, or it was listed again. */
  readonly deniedAt: UtcMs | null;
  /** A tree of theirs is stored that would be erased now, were they gone. */
  readonly isDue: boolean;
}

/** What became of the people whom the list of accounts does not show. */
export interface Absent {
  /** Accounts that the server has all the same, asked by name. */
  readonly found: readonly AccountRecord[];
  /** Why nothing is known of them. */
  readonly unknown: ReadonlyMap<MemberId, Reason>;
  /** Of whom the server says, in this run or an earlier one, that there is no such account. */
  readonly gone: ReadonlySet<MemberId>;
  /** Those of them of whom it said so now. */
  readonly deniedNow: ReadonlySet<MemberId>;
  /** Known people whom the list lacks, whatever was found out then. */
  readonly missed: ReadonlySet<MemberId>;
}

const ID_ALONE = because('account.id-alone');

/**
 * Absence from a list proves nothing: whoever is known and not listed (or listed with nothing but an id) is asked for by
 * name. Who was denied earlier is believed to be gone, and asked for again only before something is erased.
 */
export async function askForAbsent(
  records: readonly AccountRecord[],
  people: readonly KnownPerson[],
  questions: NameQuestions,
): Promise<Absent> {
  const listed = new Set<string>(records.filter(isWhole).map(({ id }) => id));
  const bare = new Set<string>(records.filter((record) => !isWhole(record)).map(({ id }) => id));
  const missing = people.filter(({ id }) => !listed.has(id));
  const known = new Set<string>(people.map(({ id }) => id));
  const strangers = [...bare].filter((id) => !known.has(id)).map((id) => strangerOf(id));
  const gone = new Set(
    missing.flatMap(({ id, deniedAt }) => (deniedAt === null || bare.has(id) ? [] : [id])),
  );
  const found: AccountRecord[] = [];
  const unknown = new Map<MemberId, Reason>();
  const deniedNow = new Set<MemberId>();
  for (const { id, isDue } of inOrder([...missing, ...strangers])) {
    if (gone.has(id) && !isDue) continue;
    const answer = await questions.ask(id);
    if (answer.kind === 'found') {
      found.push(answer.record);
      gone.delete(id);
    } else if (answer.kind === 'denied' && !bare.has(id)) {
      gone.add(id);
      deniedNow.add(id);
    } else if (!gone.has(id)) {
      unknown.set(id, bare.has(id) || answer.kind === 'denied' ? ID_ALONE : answer.reason);
    }
  }
  return { found, unknown, gone, deniedNow, missed: new Set(missing.map(({ id }) => id)) };
}

/** An account that the server lists and may not be read has only its id; without its groups nobody knows whose it is. */
export function isWhole({ enabled, groups }: AccountRecord): boolean {
  return enabled !== undefined && groups !== undefined;
}

function strangerOf(id: string): KnownPerson {
  const never = { groups: null, facts: null, missedAt: null, deniedAt: null };
  return { id: memberId(id), wasListed: false, ...never, isDue: false };
}

/** Members before people whom only other sources name: there may not be enough questions for all. */
function inOrder(people: readonly KnownPerson[]): readonly KnownPerson[] {
  const rank = ({ wasListed, deniedAt }: KnownPerson) => (wasListed ? 0 : 1) + (deniedAt === null ? 0 : 2);
  return [...people].sort((a, b) => rank(a) - rank(b));
}
