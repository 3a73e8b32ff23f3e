import { type MemberId, memberId, type TokenHash } from '../ids.ts';
import { because, type Reason, type Reasons } from '../reasons/reason.ts';
import { isPublicLink, lacksPassword, lastDayOf, type Share } from '../share.ts';
import {
  type EntryFault,
  type EntryTarget,
  isInForce,
  isOfLink,
  type RegisterEntry,
  targetOf,
} from './entry.ts';

/** The links that may be open, as far as a share shows which it is. */
export interface Registered {
  readonly tokens: ReadonlySet<TokenHash>;
  readonly files: ReadonlySet<string>;
}

/** What a run knows of the links of the server. */
export interface KnownLinks {
  /** Public links and file requests, each once. */
  readonly links: readonly Share[];
  /** Whose own list of shares was read whole and understood. */
  readonly ownersRead: ReadonlySet<MemberId>;
  /** Whether nothing is known to be missing. */
  readonly areAll: boolean;
  /** The hash of anything by the key of this run. */
  readonly sample: TokenHash | null;
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly today: string;
}

/** Hashes of another key cannot be compared: nothing follows from their difference. */
export function haveOneKey(one: TokenHash, other: TokenHash): boolean {
  return one.split('.', 1)[0] === other.split('.', 1)[0];
}

/** The links for which accepted entries speak today. */
export function registeredLinks(entries: readonly RegisterEntry[], today: string): Registered {
  const inForce = entries.filter((entry) => isInForce(entry, today));
  return {
    tokens: new Set(inForce.flatMap(({ tokenHash }) => tokenHash ?? [])),
    files: new Set(inForce.flatMap(({ tokenHash, fileId }) => (tokenHash === null ? (fileId ?? []) : []))),
  };
}

/** Null of what is no public link, and of one whose token is not known. */
export function isRegistered(share: Share, { tokens, files }: Registered): boolean | null {
  if (!isPublicLink(share)) return null;
  if (files.has(share.fileId)) return true;
  return share.tokenHash === null ? null : tokens.has(share.tokenHash);
}

/** An `EntryStanding` of this run. */
export type StandingNow =
  | { readonly state: 'in-order' }
  | { readonly state: 'dead'; readonly fault: EntryFault }
  | { readonly state: 'not-checked'; readonly reasons: Reasons };

/** An accepted entry after a run has looked at it. */
export interface CheckedEntry {
  readonly entry: RegisterEntry;
  readonly standing: StandingNow;
  /** What its link opens now; null where it was not seen. */
  readonly target: EntryTarget | null;
}

/** How an accepted entry stands in a run. */
export function checkedEntry(entry: RegisterEntry, known: KnownLinks): CheckedEntry {
  const link = known.links.find((one) => isOfLink(entry, one));
  if (link === undefined) return { entry, standing: withoutLink(entry, known), target: null };
  const fault = faultOf(entry, link, known.today);
  return {
    entry,
    standing: fault === null ? { state: 'in-order' } : { state: 'dead', fault },
    target: targetOf(link),
  };
}

function faultOf({ target, until }: RegisterEntry, link: Share, today: string): EntryFault | null {
  const lastDay = lastDayOf(link);
  if ((until !== null && until < today) || (lastDay !== null && lastDay < today)) return 'expired';
  if (target === null) return null;
  if (target.hasPassword && lacksPassword(link)) return 'passwordLost';
  const hasMoved = target.pathKnown && link.pathKnown && target.path !== link.path;
  return target.fileId !== link.fileId || hasMoved ? 'targetChanged' : null;
}

/** That its link is gone is concluded only where it would have been seen. */
function withoutLink({ target, until, owner, tokenHash }: RegisterEntry, known: KnownLinks): StandingNow {
  if (until !== null && until < known.today) return { state: 'dead', fault: 'expired' };
  const reason = whyUnsure(target?.owner ?? ownerIn(owner, known), tokenHash, known);
  if (reason !== null) return { state: 'not-checked', reasons: [reason] };
  const hasEnded = target?.lastDay != null && target.lastDay < known.today;
  return { state: 'dead', fault: hasEnded ? 'expired' : 'nowhere' };
}

function whyUnsure(owner: MemberId | null, hash: TokenHash | null, known: KnownLinks): Reason | null {
  if (hash !== null && (known.sample === null || !haveOneKey(hash, known.sample)))
    return because('entry.other-key');
  if (owner !== null && !known.ownersRead.has(owner)) return because('entry.owner-unread', { member: owner });
  if (owner === null && !known.areAll) return because('entry.owner-unknown');
  // The server may keep a link's token from those who did not make it.
  const hidden = known.links.find(
    (link) => link.tokenHash === null && (owner === null || link.owner === owner),
  );
  return hash === null || hidden === undefined
    ? null
    : because('entry.token-hidden', { member: hidden.sharedBy });
}

/** A list may name the owner by uid; any other name says nothing. */
function ownerIn(name: string | null, { ownersRead }: KnownLinks): MemberId | null {
  return name !== null && ownersRead.has(memberId(name)) ? memberId(name) : null;
}
