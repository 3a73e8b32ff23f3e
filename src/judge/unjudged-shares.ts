import { because, type Reason } from '../model/reasons/reason.ts';
import { isOpenToOutside, isPublicLink, type Share, shareKey } from '../model/share.ts';
import type { Check, ShareAspect } from './check.ts';
import type { UnjudgedShare } from './evidence.ts';

/** What is known of a share whose thing lies in no tree that was read. */
export interface Outside {
  readonly thing: 'gone' | 'there' | 'unknown';
  /** Why no more is known, a phrase. */
  readonly reason: Reason;
}

/** By `shareKey`. */
export type NotInTree = ReadonlyMap<string, Outside>;

/** The shares of which a check says nothing, for it reads of them what is not known. */
export function unjudgedShares(
  {
    traits,
    readsOfShares = [],
    judgesShares = isJudgedByContents,
    area,
    needs,
  }: Pick<Check, 'traits' | 'readsOfShares' | 'judgesShares' | 'area' | 'needs'>,
  shares: readonly Share[],
  notInTree: NotInTree,
  lost: readonly UnjudgedShare[],
): readonly UnjudgedShare[] {
  if (area !== 'sharing' || !needs.some((need) => need === 'shares')) return [];
  const known = shares.filter(judgesShares).flatMap((share): UnjudgedShare[] => {
    const lacks = readsOfShares.map((aspect) => lackOf(share, aspect, notInTree));
    const reason = lacks.find((lack) => lack !== null) ?? (traits.unknownKinds ? null : unknownKind(share));
    return reason == null ? [] : [{ id: share.id, reasons: [reason] }];
  });
  return [...lost, ...known];
}

/** What was found on it when its kind was known is not therefore fixed. */
function unknownKind({ type, unknownTraits }: Share): Reason | null {
  return type === 'other' ? because('share.unknown-kind', { traits: unknownTraits }) : null;
}

/** Why not all is known of who may see or fill a member's things; null where all is. */
export function doubtOfShares(shares: readonly Share[], lost: readonly UnjudgedShare[]): Reason | null {
  const isDoubtful = lost.length > 0 || shares.some(({ type }) => type === 'other');
  return isDoubtful ? because('shares.not-understood') : null;
}

/** Links, mail shares and unknown kinds: what is shared with people is judged by nothing that may be unknown. */
export function isJudgedByContents(share: Share): boolean {
  return isPublicLink(share) || (isOpenToOutside(share) && share.type !== 'federated');
}

function lackOf(share: Share, aspect: ShareAspect, notInTree: NotInTree): Reason | null {
  switch (aspect) {
    case 'createdAt':
      return share.createdAt === null ? because('share.no-day') : null;
    case 'password':
      return share.unread.includes('password') ? because('share.no-password-told') : null;
    case 'expires':
      return share.unread.includes('expires') ? because('share.no-end') : null;
    case 'token':
      return isPublicLink(share) && share.tokenLength === null ? because('share.no-token') : null;
    case 'path':
      return share.pathKnown ? null : because('share.no-place');
    case 'contents': {
      const outside = notInTree.get(shareKey(share));
      return outside === undefined || outside.thing === 'gone' ? null : outside.reason;
    }
    case 'existence': {
      const outside = notInTree.get(shareKey(share));
      return outside?.thing === 'unknown' ? outside.reason : null;
    }
  }
}
