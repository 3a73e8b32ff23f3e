/** Branded ids: a share id cannot be handed over where a file id is wanted. All stay text, unchanged, never numbers. */
declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A Nextcloud uid. */
export type MemberId = Branded<'MemberId'>;
/** A Nextcloud gid. */
export type GroupId = Branded<'GroupId'>;
/** `oc:fileid`, decimal text; may exceed 2^53. */
export type FileId = Branded<'FileId'>;
/** The share id of the OCS API; unique together with the share's type. */
export type ShareId = Branded<'ShareId'>;
/** The keyed hash of a public link's token: of the same link the same, and nothing leads back from it. */
export type TokenHash = Branded<'TokenHash'>;
/** An entry of the register of public links; random. */
export type EntryId = Branded<'EntryId'>;
/** A member's answer about one thing, or a message about it; random. */
export type AnswerId = Branded<'AnswerId'>;
/** One Nextcloud of a fleet, by the name that its host gave it; see `isInstanceName`. */
export type InstanceName = Branded<'InstanceName'>;
/** The number of a run in the store, from 1. */
export type RunId = number & { readonly [brand]: 'RunId' };

// The casts below are where text from outside becomes an id; nowhere else.
export function memberId(text: string): MemberId {
  return text as MemberId;
}
export function groupId(text: string): GroupId {
  return text as GroupId;
}
export function fileId(text: string): FileId {
  return text as FileId;
}
export function shareId(text: string): ShareId {
  return text as ShareId;
}
export function tokenHash(text: string): TokenHash {
  return text as TokenHash;
}
export function instanceName(text: string): InstanceName {
  return text as InstanceName;
}
export function entryId(text: string): EntryId {
  return text as EntryId;
}
export function answerId(text: string): AnswerId {
  return text as AnswerId;
}
export function runId(number: number): RunId {
  return number as RunId;
}

/** The order of ids that are decimal text, as their numbers have it: for `sort`. */
export function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : Number(a > b));
}

/** The schemas `menage_fleet` and `menage_queue` are those of the fleet itself. */
const NO_INSTANCES: ReadonlySet<string> = new Set(['fleet', 'queue']);

/** Whether a text may name an instance: it stands in paths, addresses and names of schemas. */
export function isInstanceName(text: string): text is InstanceName {
  return /^[a-z0-9][a-z0-9-]{0,39}$/.test(text) && !NO_INSTANCES.has(text);
}
