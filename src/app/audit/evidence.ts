import type { Inventory } from '../../gather/inventory/inventory.ts';
import { hasWholeTree, type ReadMember } from '../../gather/members/member-as-read.ts';
import type { Recipients } from '../../gather/members/recipients.ts';
import type { Gathered, UsagePoint } from '../../judge/evidence.ts';
import type { MemberGathered } from '../../judge/member-session.ts';
import type { ServerGathered } from '../../judge/runner.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import { because, type Reason, type Reasons } from '../../model/reasons/reason.ts';
import type { CheckedEntry, Registered } from '../../model/register/standing.ts';
import type { Share } from '../../model/share.ts';
import type { SpaceLook } from '../../store/space-store.ts';
import type { AccessEvidence } from './access-evidence.ts';

/** What a run knows beside the member at hand. */
export interface Known {
  readonly inventory: Inventory;
  /** All shares of the run, each once. */
  readonly shares: readonly Share[];
  /** The same by whose things they open. */
  readonly sharesOf: ReadonlyMap<MemberId, readonly Share[]>;
  /** Why they are not all; null where nothing is known to be missing. */
  readonly sharesLack: Reason | null;
  readonly excepted: ReadonlySet<string>;
  readonly recipients: Recipients;
  /** Null where the register could not be read; then no check asks for it. */
  readonly registered: Registered | null;
  /** Its accepted entries. */
  readonly register: readonly CheckedEntry[];
  readonly access: AccessEvidence;
  /** Where group folders stand in the tree of each member who was looked at for it. */
  readonly groupFolders: ReadonlyMap<MemberId, readonly TreePath[]>;
}

/** A member's past: use in earlier runs, shares known from the last one that read them. */
export interface Past {
  readonly usage: readonly UsagePoint[];
  readonly shares: readonly Share[];
}

/** The evidence about one member, each piece with how far it was gathered. */
export function gatherMember(read: ReadMember, known: Known, past: Past): MemberGathered {
  const { member } = read;
  const { notListed, short, accounts, groups } = known.inventory;
  const own = known.sharesOf.get(member.id) ?? [];
  const reason = notListed.get(member.id);
  if (reason !== undefined) return nothing([reason]);
  return {
    account: whole(member),
    gone: goneOf(own, known),
    usage: usageOf(read),
    tree: treeOf(read),
    shares: sharesOf(read, own),
    knownShares:
      'value' in read.shares ? whole(own) : { known: 'part', value: own, reasons: read.shares.missing },
    trash: trashOf(read.trash),
    quota: member.quota.source === 'none' ? none([member.quota.reason]) : whole(member.quota),
    lastLogin: member.lastLoginLack === null ? whole(member.lastLogin) : none([member.lastLoginLack]),
    mailAddress: member.mailLack === null ? whole(member.mail) : none([member.mailLack]),
    accounts: whole(accounts),
    groups: lacking(groups, short),
    policy: whole(known.inventory.policy),
    registered: known.registered === null ? none([because('register.none')]) : whole(known.registered),
    groupFolders: groupFoldersOf(member.id, known),
    ...known.access(member.id),
    history: whole(past),
  };
}

/** Of an account that was not listed nothing is concluded, not even that it could not be read. */
function nothing(reasons: Reasons): MemberGathered {
  const missing = none<never>(reasons);
  return {
    account: missing,
    gone: missing,
    usage: missing,
    tree: missing,
    shares: missing,
    knownShares: missing,
    trash: missing,
    accounts: missing,
    groups: missing,
    policy: missing,
    registered: missing,
    groupFolders: missing,
    widerFolders: missing,
    growth: missing,
    quota: missing,
    lastLogin: missing,
    mailAddress: missing,
    history: missing,
  };
}

const NONE: readonly TreePath[] = [];

/** Where each member sees group folders: mostly nowhere. */
export function groupFoldersSeen(looks: readonly SpaceLook[]): Known['groupFolders'] {
  const placesOf = ({ mounts }: SpaceLook) => (mounts.length === 0 ? NONE : mounts.map(({ path }) => path));
  return new Map(looks.map((look) => [look.member, placesOf(look)] as const));
}

/** Of a member whose tree was not looked at, links into group folders are not told from others. */
function groupFoldersOf(member: MemberId, { groupFolders }: Known): MemberGathered['groupFolders'] {
  const places = groupFolders.get(member);
  return places === undefined ? lacking([], because('spaces.not-looked-for')) : whole(places);
}

/** Of recipients who are neither listed nor denied it is unknown whether they still have an account. */
function goneOf(own: readonly Share[], { inventory, recipients }: Known): MemberGathered['gone'] {
  const gone = new Set(recipients.gone.keys());
  const isDecided = (id: MemberId) => inventory.accounts.has(id) || gone.has(id) || recipients.here.has(id);
  const undecided = own.flatMap(({ type, recipient }) =>
    type === 'user' && recipient !== null && !isDecided(memberId(recipient)) ? [recipient] : [],
  );
  const names = [...new Set(undecided)];
  return lacking(gone, names.length === 0 ? null : because('recipients.unknown', { members: names }));
}

type KnownOfServer = Omit<
  Known,
  'inventory' | 'recipients' | 'sharesOf' | 'registered' | 'groupFolders' | 'access'
> & {
  readonly inventory: Pick<Inventory, 'accounts' | 'members' | 'policy' | 'unknown' | 'notListed' | 'short'>;
};

/** The evidence about the server as a whole. */
export function gatherServer(known: KnownOfServer): ServerGathered {
  const { policy, members, accounts, unknown, notListed, short } = known.inventory;
  const listed = [...accounts.values()].filter(
    ({ id }) => !known.excepted.has(id) && !unknown.includes(id) && !notListed.has(id),
  );
  return {
    policy: whole(policy),
    members: lacking(
      members.filter(({ id }) => !notListed.has(id)),
      short,
    ),
    accounts: lacking(listed, short),
    shares: lacking(known.shares, known.sharesLack),
    register: whole(known.register),
  };
}

function lacking<T>(value: T, reason: Reason | null): Gathered<T> {
  return inPart(value, reason === null ? [] : [reason]);
}

function inPart<T>(value: T, reasons: Reasons): Gathered<T> {
  return reasons.length === 0 ? whole(value) : { known: 'part', value, reasons };
}

function whole<T>(value: T): Gathered<T> {
  return { known: 'whole', value };
}

function none<T>(reasons: Reasons): Gathered<T> {
  return { known: 'none', reasons };
}

function usageOf(read: ReadMember): MemberGathered['usage'] {
  if (read.totals !== null && hasWholeTree(read)) {
    const { bytes, files } = read.totals;
    const { largestFolders } = read;
    return whole({ bytes, files, source: 'crawl', ...(largestFolders && { largestFolders }) });
  }
  const bytes = read.member.serverUsedBytes;
  return bytes === null ? none([because('usage.untold')]) : whole({ bytes, files: null, source: 'server' });
}

function trashOf(trash: ReadMember['trash']): MemberGathered['trash'] {
  if ('missing' in trash) return none(trash.missing);
  return lacking(trash.value, trash.value.ownBytes === null ? because('trash.own-part') : null);
}

function treeOf({ coverage, totals }: ReadMember): MemberGathered['tree'] {
  const { status, unreadable } = coverage;
  const reasons = coverage.reasons.length > 0 ? coverage.reasons : [because('tree.unread')];
  const value = { root: '/', unreadable };
  if (totals !== null) return whole(value);
  return status === 'partial' ? { known: 'part', value, reasons } : none(reasons);
}

/** Shares on a member's things that only other members' lists show are judged, but nothing is concluded from absence. */
function sharesOf({ shares, sharesLeftOut }: ReadMember, own: readonly Share[]): MemberGathered['shares'] {
  if ('value' in shares) return inPart(own, sharesLeftOut.lack);
  return own.length > 0 ? { known: 'part', value: own, reasons: shares.missing } : none(shares.missing);
}
