import { fileId, groupId, memberId, shareId } from '../model/ids.ts';
import { because, hasReason, type Reason } from '../model/reasons/reason.ts';
import type { ResultMember, ResultShare, ResultSpace, RunResult } from '../model/result.ts';
import { isoDate } from '../model/time.ts';
import type { AccessFacts, AccessPerson, AccessShare, AccessSpace } from './types.ts';

/** What a result document knows of access. @param zone of the organisation: its days decide which shares are over. */
export function factsOfResult(result: Omit<RunResult, 'findings'>, zone: string): AccessFacts {
  return {
    today: isoDate(Date.parse(result.run.startedAt), zone),
    people: result.members.map(personOf),
    groups: (result.groups ?? []).map(({ id, others }) => ({ id: groupId(id), others })),
    spaces: result.spaces.map(spaceOf),
    shares: result.shares.map(shareOf),
    lacks: lacksOf(result),
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
