import { fileId, groupId, memberId, shareId } from '../model/ids.ts';
import type { LongResult, ResultHead, ResultPieces } from '../model/long-result.ts';
import { because, hasReason, type Reason } from '../model/reasons/reason.ts';
import type { ResultMember, ResultShare, ResultSpace, RunResult } from '../model/result.ts';
import { isoDate } from '../model/time.ts';
import type { AccessFacts, AccessPerson, AccessShare, AccessSpace } from './types.ts';

/** What a result document knows of access. @param zone of the organisation: its days decide which shares are over. */
export function factsOfResult(result: Omit<LongResult, 'findings'>, zone: string): AccessFacts {
  const people = Array.from(result.members, personOf);
  return factsOf(result, people, Array.from(result.shares, shareOf), zone);
}

/** The same of a document that is read piece by piece, but for its shares, which are many. */
export async function factsWithoutShares(
  { head, members }: ResultPieces,
  zone: string,
): Promise<AccessFacts> {
  const people: AccessPerson[] = [];
  for await (const piece of members) for (const member of piece) people.push(personOf(member));
  return factsOf(head, people, [], zone);
}

/** Its shares, one after the other. */
export async function* sharesIn({ shares }: ResultPieces): AsyncGenerator<AccessShare> {
  for await (const piece of shares) yield* piece.map(shareOf);
}

function factsOf(
  head: ResultHead,
  people: readonly AccessPerson[],
  shares: readonly AccessShare[],
  zone: string,
): AccessFacts {
  return {
    today: isoDate(Date.parse(head.run.startedAt), zone),
    people,
    groups: (head.groups ?? []).map(({ id, others }) => ({ id: groupId(id), others })),
    spaces: head.spaces.map(spaceOf),
    shares,
    lacks: lacksOf(head),
  };
}

function personOf({ id, name, enabled, groups, coverage }: ResultMember): AccessPerson {
  return {
    id: memberId(id),
    name,
    enabled,
    groups: groups.map(groupId),
    isRead: areSharesRead(coverage),
  };
}

/** What a partial reading lacks stands in its reasons; a result of an earlier version has none, and nothing is sure then. */
function areSharesRead({ status, reasons }: ResultMember['coverage']): boolean {
  if (status === 'read' || status === 'unchanged') return true;
  return (
    status === 'partial' && reasons.length > 0 && !hasReason(reasons, ['shares.unread', 'shares.too-long'])
  );
}

function spaceOf({ id, name, members, places, groups, advancedPermissions }: ResultSpace): AccessSpace {
  return {
    id: fileId(id),
    path: name.startsWith('/') ? name : `/${name}`,
    places: new Map(places.map(({ member, path }) => [memberId(member), path])),
    members: members.map(memberId),
    groups,
    hasRules: advancedPermissions,
  };
}

function shareOf(share: ResultShare): AccessShare {
  return {
    id: shareId(share.id),
    type: share.type,
    owner: memberId(share.owner),
    sharedBy: memberId(share.sharedBy),
    path: share.path,
    pathKnown: share.pathKnown,
    fileId: fileId(share.fileId),
    isFolder: share.isFolder,
    permissions: share.permissions,
    hasPassword: share.hasPassword,
    expires: share.expires,
    lastDay: share.lastDay,
    createdAt: share.createdAt === null ? null : Date.parse(share.createdAt),
    recipient: share.recipient,
    fileRequest: share.fileRequest,
    recipients: share.recipients,
    label: share.label,
    unread: share.unread,
  };
}

/** What the run as a whole came short of; its checks name it, for they could not judge it. */
function lacksOf({ run, groups, checks }: Pick<RunResult, 'run' | 'groups' | 'checks'>): readonly Reason[] {
  const reasons = checks.flatMap((check) => check.reasons);
  const isLost = hasReason(reasons, ['shares.not-understood', 'share.not-understood', 'shares.per-maker']);
  return [
    ...(run.scope === 'members' ? [because('access.few')] : []),
    ...(groups === null ? [because('access.groups-unknown')] : []),
    ...(isLost ? [because('access.shares-lost')] : []),
    ...(hasReason(reasons, ['shares.counted']) ? [because('access.shares-uncounted')] : []),
  ];
}
