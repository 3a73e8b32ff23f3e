import type { Growth } from '../access/growth.ts';
import type { WiderFolder } from '../access/wider.ts';
import type { Coverage } from '../model/coverage.ts';
import type { FolderTotals } from '../model/entry.ts';
import type { GroupId, MemberId } from '../model/ids.ts';
import type { Account, KnownQuota, Member } from '../model/member.ts';
import type { TreePath } from '../model/path/path.ts';
import type { Policy } from '../model/policy.ts';
import type { Reason, Reasons } from '../model/reasons/reason.ts';
import type { CheckedEntry, Registered } from '../model/register/standing.ts';
import type { Share } from '../model/share.ts';
import type { Trash } from '../model/trash.ts';
import type { Bytes, UtcMs } from '../model/units.ts';

/** Something gathered whole, in part, or not at all. */
export type Gathered<T> =
  | { readonly known: 'whole'; readonly value: T }
  | { readonly known: 'part'; readonly value: T; readonly reasons: Reasons }
  | { readonly known: 'none'; readonly reasons: Reasons };

export interface Usage {
  readonly bytes: Bytes;
  /** Null when only the server's own figure is known. */
  readonly files: number | null;
  readonly source: 'crawl' | 'server';
  /** Of a disabled account whose tree was read: the top folders that hold most, the largest first. */
  readonly largestFolders?: readonly TreePath[];
}

/** The member's own tree, or a group folder as it stands in it, as far as it was read. */
export interface Tree {
  /** `/`, or where the group folder stands in the member's tree. */
  readonly root: TreePath;
  /** Every folder with what lies below it; the root is `/`. */
  readonly folders: ReadonlyMap<TreePath, FolderTotals>;
  /** Topmost folders not read: what lies in or above them must not be judged by absence. */
  readonly unreadable: readonly TreePath[];
  /** By `shareKey`: shares whose thing is proven to be there no more. */
  readonly gone: ReadonlySet<string>;
}

/** One earlier run's figure for a member, oldest first. */
export interface UsagePoint {
  readonly at: UtcMs;
  readonly bytes: Bytes;
}

/** What is known of one member; a check sees only the keys that it names in `needs`. */
export interface MemberEvidence {
  readonly usage: Usage;
  /** Also lets the check `watch` every entry. */
  readonly tree: Tree;
  /** Shares of things that the member owns, by anyone. */
  readonly shares: readonly Share[];
  /** As `shares`, but also where the member's own list was not read: then those that other members' lists show. */
  readonly knownShares: readonly Share[];
  /** Known in part where the member's own part is not told apart. */
  readonly trash: Trash;
  readonly quota: KnownQuota;
  /** As before our first request as the member; null = never. */
  readonly lastLogin: UtcMs | null;
  /** The address that mails go to; null = none. */
  readonly mailAddress: string | null;
  /** The member's account, as the server listed it in this run. */
  readonly account: Account;
  /** The accounts that the server told of, disabled ones too. Who is not in it is not thereby gone. */
  readonly accounts: ReadonlyMap<MemberId, Account>;
  /** Who has no account any more, by the server's own word. */
  readonly gone: ReadonlySet<MemberId>;
  /** Members of every group of the server. */
  readonly groups: ReadonlyMap<GroupId, ReadonlySet<MemberId>>;
  readonly policy: Policy;
  /** The public links that are meant to be open. */
  readonly registered: Registered;
  /** Where group folders stand in the member's tree. */
  readonly groupFolders: readonly TreePath[];
  /** Folders of the member that are open wider than the shared folder above them. */
  readonly widerFolders: readonly WiderFolder[];
  /** What of the member's more people see than in the last run that can be compared, and the day of that run. */
  readonly growth: { readonly sinceOn: string; readonly things: readonly Growth[] };
  /** The member's use in earlier complete runs, and the shares known from the last one that read them. */
  readonly history: { readonly usage: readonly UsagePoint[]; readonly shares: readonly Share[] };
}
export type MemberNeed = keyof MemberEvidence;

/** What is known of the server as a whole. */
export interface ServerEvidence {
  readonly policy: Policy;
  readonly members: readonly Member[];
  /** All shares seen in this run. */
  readonly shares: readonly Share[];
  /** All accounts of the server but those that the config leaves out. */
  readonly accounts: readonly Account[];
  /** The accepted entries of the register. */
  readonly register: readonly CheckedEntry[];
}
export type ServerNeed = keyof ServerEvidence;

/** A share, or an entry of the register, that a check cannot judge. */
export interface UnjudgedShare {
  /** Null where the server's record has none. */
  readonly id: string | null;
  readonly reasons: Reasons;
}

/** What is always known and the same for every check. No check reads a clock. */
export interface Setting {
  /** When the run began. */
  readonly now: UtcMs;
  /** The organisation's IANA time zone. */
  readonly zone: string;
  /** `members.groups` of the config; empty = every account. */
  readonly memberGroups: readonly GroupId[];
  /** The house rule, bytes. */
  readonly quotaRule: Bytes;
  /** Why there is no register of public links to compare with; null where there is one. */
  readonly registerLack: Reason | null;
  /** Whether a name seems confidential, by the list of the organisation. */
  readonly isSensitive: (name: string) => boolean;
}

/** What a member check always gets beside its evidence. */
export interface MemberSetting extends Setting {
  readonly member: Member;
  readonly coverage: Coverage;
}
