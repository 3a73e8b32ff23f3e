import type { EntryId, FileId, MemberId, TokenHash } from '../ids.ts';
import type { TreePath } from '../path/path.ts';
import type { ReasonData } from '../reasons/kinds.ts';
import { hasEnd, lacksPassword, lastDayOf, type Permission, type Share } from '../share.ts';
import type { UtcMs } from '../units.ts';

/** How an entry came into the register: a list of the organisation, an admin, or a member whom an admin answers. */
export const ENTRY_ORIGINS = ['csv', 'page', 'added', 'proposed'] as const;
export type EntryOrigin = (typeof ENTRY_ORIGINS)[number];

/** Only what is accepted counts; `ended` also where the list no longer has it. */
export const ENTRY_STATES = ['proposed', 'accepted', 'refused', 'ended'] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/** What is wrong with an accepted entry. */
export const ENTRY_FAULTS = ['nowhere', 'expired', 'passwordLost', 'targetChanged'] as const;
export type EntryFault = (typeof ENTRY_FAULTS)[number];

/** What a link opened, and how it was protected, when it was first seen or last looked at by an admin. */
export interface EntryTarget {
  readonly owner: MemberId;
  readonly fileId: FileId;
  readonly path: TreePath;
  readonly pathKnown: boolean;
  readonly isFolder: boolean;
  readonly hasPassword: boolean;
  readonly permissions: readonly Permission[];
  /** As `Share.lastDay`. */
  readonly lastDay: string | null;
}

/** How an accepted entry came out in the last run that looked at it. */
export type EntryStanding =
  | { readonly state: 'in-order' }
  | { readonly state: 'dead'; readonly fault: EntryFault }
  | { readonly state: 'not-checked'; readonly reasons: readonly ReasonData[] };

/** One link that is meant to be open. */
export interface RegisterEntry {
  readonly id: EntryId;
  readonly origin: EntryOrigin;
  readonly state: EntryState;
  /** Null only of a proposal whose link's token the server keeps to itself. */
  readonly tokenHash: TokenHash | null;
  /** By which it is known where there is no token. */
  readonly fileId: FileId | null;
  readonly purpose: string;
  /** The licence or right by which the thing may be public; null where none is named. */
  readonly licence: string | null;
  /** Who keeps it, as the list names them: a uid, or a name. */
  readonly owner: string | null;
  /** The last day on which it is meant to be open, `YYYY-MM-DD`; null = without end. */
  readonly until: string | null;
  readonly proposedBy: MemberId | null;
  /** The admin who accepted, refused or ended it; null where a list did. */
  readonly decidedBy: MemberId | null;
  /** Why it was refused. */
  readonly refusal: string | null;
  readonly createdAt: UtcMs;
  readonly decidedAt: UtcMs | null;
  /** When it was refused or ended. */
  readonly endedAt: UtcMs | null;
  /** Null until its link was seen. */
  readonly target: EntryTarget | null;
  /** When its link was last seen open. */
  readonly seenAt: UtcMs | null;
  /** Null until a run looked at it. */
  readonly standing: EntryStanding | null;
  readonly checkedAt: UtcMs | null;
}

/** What a list of the organisation says of one link; what it has no place for is left out. */
export interface ListedLink {
  readonly origin: 'csv' | 'page';
  readonly tokenHash: TokenHash;
  readonly purpose: string;
  readonly licence?: string | null;
  readonly owner?: string | null;
  readonly until?: string | null;
}

/** What came of reading one list. */
export interface SourceReading {
  /** As the config names it. */
  readonly source: string;
  readonly kind: 'csv' | 'page';
  readonly readAt: UtcMs;
  /** Share links of this server, each once. */
  readonly links: number;
  /** Other addresses, which are left aside. */
  readonly others: number;
}

/** What every new entry has that nobody looked at yet. */
const UNSEEN = { target: null, seenAt: null, standing: null, checkedAt: null } as const;

/** An entry that begins to stand: accepted where an admin or a list names it, else proposed. */
export function newEntry(
  parts: Pick<RegisterEntry, 'id' | 'origin' | 'purpose' | 'createdAt'> & Partial<RegisterEntry>,
): RegisterEntry {
  return {
    state: parts.origin === 'proposed' ? 'proposed' : 'accepted',
    tokenHash: null,
    fileId: null,
    licence: null,
    owner: null,
    until: null,
    proposedBy: null,
    decidedBy: null,
    refusal: null,
    decidedAt: null,
    endedAt: null,
    ...UNSEEN,
    ...parts,
  };
}

/** Whether an entry speaks for its link on a day (`YYYY-MM-DD`). */
export function isInForce({ state, until }: Pick<RegisterEntry, 'state' | 'until'>, today: string): boolean {
  return state === 'accepted' && (until === null || until >= today);
}

/** Whether an entry is of this link. */
export function isOfLink(
  entry: Pick<RegisterEntry, 'tokenHash' | 'fileId'>,
  { tokenHash, fileId }: Pick<Share, 'tokenHash' | 'fileId'>,
): boolean {
  return entry.tokenHash === null ? entry.fileId === fileId : entry.tokenHash === tokenHash;
}

export function targetOf(share: Share): EntryTarget {
  const { owner, fileId, path, pathKnown, isFolder, permissions } = share;
  return {
    ...{ owner, fileId, path, pathKnown, isFolder, permissions },
    hasPassword: !lacksPassword(share),
    lastDay: hasEnd(share) ? lastDayOf(share) : null,
  };
}

/**
 * The entries that change where lists were read whole: what they name stands, what they no longer name ends. What an
 * admin accepted beside them or ended stays so.
 * @param newId an id for each entry that is new.
 */
export function afterReading(
  entries: readonly RegisterEntry[],
  links: readonly ListedLink[],
  at: UtcMs,
  newId: () => EntryId,
): readonly RegisterEntry[] {
  const listed = new Map(links.toReversed().map((link) => [link.tokenHash, link]));
  const imported = entries.filter(({ origin }) => origin === 'csv' || origin === 'page');
  const known = new Map(imported.map((entry) => [entry.tokenHash, entry]));
  const decided = new Set(
    entries.flatMap(({ origin, state, tokenHash }) =>
      (origin === 'added' || origin === 'proposed') && state === 'accepted' ? [tokenHash] : [],
    ),
  );
  const named = [...listed.values()].flatMap((link): readonly RegisterEntry[] => {
    const before = known.get(link.tokenHash);
    if (decided.has(link.tokenHash) || (before?.state === 'ended' && before.decidedBy !== null)) return [];
    if (before === undefined) return [newEntry({ ...link, id: newId(), createdAt: at })];
    return [{ ...before, ...link, state: 'accepted', endedAt: null }];
  });
  const gone = imported.filter(
    ({ state, tokenHash }) =>
      state === 'accepted' && (tokenHash === null || !listed.has(tokenHash) || decided.has(tokenHash)),
  );
  return [...named, ...gone.map((entry) => ({ ...entry, state: 'ended' as const, endedAt: at }))];
}

/** An entry after an admin's yes: to a proposal, or to what its link has become. */
export function accepted(entry: RegisterEntry, by: MemberId, at: UtcMs): RegisterEntry {
  return {
    ...entry,
    ...UNSEEN,
    state: 'accepted',
    decidedBy: by,
    decidedAt: at,
    refusal: null,
    endedAt: null,
  };
}

/** @param reason what the member reads. */
export function refused(entry: RegisterEntry, by: MemberId, at: UtcMs, reason: string): RegisterEntry {
  return { ...entry, state: 'refused', decidedBy: by, decidedAt: at, refusal: reason, endedAt: at };
}

export function ended(entry: RegisterEntry, by: MemberId, at: UtcMs): RegisterEntry {
  return { ...entry, state: 'ended', decidedBy: by, decidedAt: at, endedAt: at };
}
