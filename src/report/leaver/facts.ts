import type { AccessModel, AccessShare, Reach, ReachedThing, Thing } from '../../access/types.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Reason } from '../../model/reasons/reason.ts';
import type { ResultMember, RunResult } from '../../model/result.ts';
import type { Bytes } from '../../model/units.ts';

/** What a run knows of who leaves: where nothing newer is known, it is said of which run it is. */
export interface KnownOf {
  readonly run: number;
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly day: string;
}

/** The last run before that read who leaves whole. */
export interface EarlierRead {
  readonly of: KnownOf;
  readonly member: ResultMember;
}

/** Everything that a leaver's sheet rests on. */
export interface LeaverInput {
  readonly result: RunResult;
  readonly member: ResultMember;
  /** Of the result, with the shares of `earlier` where this run could not read them. */
  readonly model: AccessModel;
  /** Null where this run read it all, and where no run ever did. */
  readonly earlier: EarlierRead | null;
  /** What the register says of public links, by `shareKey`. */
  readonly purposes: ReadonlyMap<string, string>;
  /** IANA name. */
  readonly zone: string;
}

/** What has to be settled when a member leaves: facts without words. Of the member's own tree it names what a share shows. */
export interface LeaverFacts {
  readonly of: KnownOf;
  /** Of the server; null where it is not known. */
  readonly version: string | null;
  readonly member: Pick<ResultMember, 'id' | 'name' | 'groups' | 'enabled' | 'lastLogin' | 'coverage'>;
  readonly space: LeaverSpace;
  /** Of which run its shares are; null where no run ever read them. */
  readonly sharesOf: KnownOf | null;
  /** Own things that colleagues use, by path. */
  readonly shared: readonly SharedThing[];
  /** What people outside reach by this member's shares, by path. */
  readonly outside: readonly OutsideShare[];
  /** What others share with the member, by owner and path. */
  readonly elsewhere: readonly ReachedThing[];
  /** Group folders of the member, those first that lose the last of a group. */
  readonly groupFolders: readonly LeaverGroupFolder[];
  /** Names of group folders by their id. */
  readonly folders: ReadonlyMap<string, string>;
  /** Enabled members whose shares are known, of all. */
  readonly known: Pick<Reach, 'read' | 'of'>;
  readonly gaps: readonly Reason[];
}

/** What the member's own space holds; null = not known. */
export interface LeaverSpace {
  readonly bytes: Bytes | null;
  readonly trashBytes: Bytes | null;
  readonly files: { readonly count: number; readonly of: KnownOf } | null;
  readonly source: ResultMember['usage']['source'];
}

/** A thing of the member's own tree. */
export interface OwnThing {
  readonly thing: Thing;
  /** Whether its path is one of the tree. */
  readonly pathKnown: boolean;
}

/** An own thing with the shares by which colleagues use it. */
export interface SharedThing extends OwnThing {
  /** Standing on the thing itself, the widest first. */
  readonly shares: readonly AccessShare[];
  /** Enabled accounts that reach it, also by a folder above. */
  readonly people: readonly MemberId[];
  /** Whether nobody else can be among them: no circle, conversation, Deck board, or account that the audit leaves out. */
  readonly arePeopleKnown: boolean;
}

/** A share to the outside: of an own thing, or made by the member on somebody else's. */
export interface OutsideShare {
  readonly thing: Thing;
  readonly share: AccessShare;
  /** As the register has it; null where that does not name it. */
  readonly purpose: string | null;
  readonly registered: boolean | null;
}

export interface LeaverGroupFolder {
  readonly thing: Thing;
  readonly name: string;
  /** By which of the member's groups, and how many others with an enabled account are left in each; null = not known. */
  readonly groups: readonly { readonly id: string; readonly left: number | null }[];
  /** Whether it loses the last of one of these groups. */
  readonly isLast: boolean;
}
