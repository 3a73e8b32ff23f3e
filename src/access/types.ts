import type { FileId, GroupId, MemberId } from '../model/ids.ts';
import type { TreePath } from '../model/path/path.ts';
import type { Reason } from '../model/reasons/reason.ts';
import type { Permission, Share } from '../model/share.ts';
import type { UtcMs } from '../model/units.ts';

/** What the model needs of a share. */
export type AccessShare = Omit<
  Share,
  'note' | 'hideDownload' | 'viewOnly' | 'tokenLength' | 'tokenHash' | 'unread' | 'unknownTraits'
> & { readonly unread: readonly string[] };

/** An account of the audit. */
export interface AccessPerson {
  readonly id: MemberId;
  readonly name: string;
  /** A disabled account keeps its shares, and reaches nothing until it is enabled. */
  readonly enabled: boolean;
  readonly groups: readonly GroupId[];
  /** Whether all shares of what this person owns are known. */
  readonly isRead: boolean;
}

export interface AccessGroup {
  readonly id: GroupId;
  /** Enabled accounts in it that the audit leaves out: nobody of them is named. */
  readonly others: number;
}

/** A group folder. */
export interface AccessSpace {
  readonly id: FileId;
  /** Where it stands in a member's tree, unless `places` says otherwise. */
  readonly path: TreePath;
  readonly places: ReadonlyMap<MemberId, TreePath>;
  /** Who was seen to have it. */
  readonly members: readonly MemberId[];
  /** Groups that its app names; null where it did not tell. */
  readonly groups: readonly SpaceGroup[] | null;
  /** Whether rules of its own may take rights away inside; null where its app did not tell. */
  readonly hasRules: boolean | null;
}

export interface SpaceGroup {
  /** A group, or what the server does not list as one (a circle). */
  readonly id: string;
  readonly permissions: readonly Permission[];
}

/** What is known, of one run: nothing of it is asked again. */
export interface AccessFacts {
  /** `YYYY-MM-DD` in the organisation's zone: a share whose last day lies before it gives nothing. */
  readonly today: string;
  readonly people: readonly AccessPerson[];
  readonly groups: readonly AccessGroup[];
  readonly spaces: readonly AccessSpace[];
  readonly shares: readonly AccessShare[];
  /** Why shares, accounts or group folders may be missing beside those of members not read. */
  readonly lacks: readonly Reason[];
}

/** Whom a question is about. Addresses, federated ids and domains in lower case. */
export type AccessSubject =
  | { readonly kind: 'person'; readonly id: MemberId }
  | { readonly kind: 'group'; readonly id: GroupId }
  | { readonly kind: 'mail'; readonly address: string }
  | { readonly kind: 'federated'; readonly id: string }
  /** All mail addresses and federated ids of it. */
  | { readonly kind: 'domain'; readonly domain: string }
  /** Whoever has the address of a public link. */
  | { readonly kind: 'anyone' }
  /** A circle, a conversation, a card, or a kind of share never seen before: who is in it is not known from outside. */
  | {
      readonly kind: 'circle' | 'room' | 'deck' | 'other';
      readonly id: string;
    };

/** A file or folder: in its owner's tree, or in a group folder. */
export interface Thing {
  readonly place:
    | { readonly kind: 'member'; readonly owner: MemberId }
    | { readonly kind: 'space'; readonly space: FileId };
  /** From the root of the owner's tree, or of the group folder; the name alone, without a slash, where that is not known. */
  readonly path: TreePath;
  readonly fileId: FileId;
  readonly isFolder: boolean;
}

/** By which way a thing is reached. */
export type Way =
  | {
      readonly kind: 'share';
      readonly share: AccessShare;
      /** By which of the subject's groups; null where the share names the subject itself. */
      readonly group: GroupId | null;
      /** The folder above the thing on which the share stands; null where it stands on the thing. */
      readonly above: TreePath | null;
    }
  | {
      readonly kind: 'space';
      readonly space: AccessSpace;
      /** By which group; null where only a tree shows that the person has it. */
      readonly group: string | null;
    }
  | { readonly kind: 'owner' };

/** What a subject may do with a thing by all its ways together. */
export interface Grant {
  /** In the order of `PERMISSIONS`; without "read" only dropping files is possible. */
  readonly permissions: readonly Permission[];
  /** At least one. */
  readonly ways: readonly Way[];
  /** When the oldest of the ways was made; null = not known. */
  readonly since: UtcMs | null;
  /** The last day of the last of the ways, `YYYY-MM-DD`; null = no end, or one that is not known. */
  readonly until: string | null;
}

export interface ReachedThing extends Grant {
  readonly thing: Thing;
}

export interface Reacher extends Grant {
  readonly subject: AccessSubject;
  /** A disabled account: it would reach the thing again once enabled. */
  readonly isSuspended: boolean;
}

/** What an answer rests on, and what it cannot tell. */
export interface Knowledge {
  /** Enabled members whose shares are known whole, of all enabled ones. */
  readonly read: number;
  readonly of: number;
  /** What may be missing, most weighty first; none where nothing is. */
  readonly gaps: readonly Reason[];
}

/** The things that a subject reaches beside its own, by owner and path; a folder stands for all that lies in it. */
export interface Reach extends Knowledge {
  readonly things: readonly ReachedThing[];
  /** The account is disabled: it reaches this once enabled. */
  readonly isSuspended: boolean;
}

/** Who reaches a thing, the widest rights first; "anyone" before people. */
export interface Reachers extends Knowledge {
  readonly reachers: readonly Reacher[];
}

/** How far somebody gets with a thing: 0 sees nothing (as by a drop alone), 1 looks, 2 changes. */
export type Level = 0 | 1 | 2;

/** A subject that is no account. */
export interface SubjectLevel {
  readonly subject: Exclude<AccessSubject, { kind: 'person' }>;
  readonly level: Level;
}

/** How far each gets with one thing; in place of accounts their places in a `LevelTable`. */
export interface Levels {
  /** Where an account stands that sees the thing: who is disabled too, the owner too. */
  readonly seeing: Int32Array;
  /** Of each account, 0 of all that are not in `seeing`. */
  readonly of: Readonly<Record<number, Level>>;
  /** Groups, those outside, anyone, by their key. */
  readonly subjects: ReadonlyMap<string, SubjectLevel>;
  /** How far anyone gets without a password. */
  readonly open: Level;
}

/** Works on one thing at a time. */
export interface LevelTable {
  /** Each account that may reach something, in the order of ids. */
  readonly accounts: readonly MemberId[];
  placeOf(account: string): number | undefined;
  /** The places of the accounts in a group. */
  membersOf(group: string): readonly number[];
  /** The shares in force that stand on a thing itself. */
  sharesOn(thing: Thing): readonly AccessShare[];
  /** What it gives holds until it is asked again. */
  on(thing: Thing): Levels;
}

export interface AccessModel {
  readonly facts: AccessFacts;
  reachOf(subject: AccessSubject): Reach;
  /** @param path in the tree of `owner`, also below a group folder that stands in it. */
  whoReaches(owner: MemberId, path: TreePath): Reachers;
  /** As `whoReaches`, of a thing. */
  whoReachesThing(thing: Thing): Reachers;
  /** How far everybody gets, for who asks about all things: much cheaper than who reaches each, and without the ways. */
  levels(): LevelTable;
  /** Everybody and everything that some share or group folder names, each once. */
  subjects(): readonly AccessSubject[];
  /** Every thing on which a share in force stands, and every group folder; each once. */
  things(): readonly Thing[];
}
