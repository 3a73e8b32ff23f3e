import type { Subject } from '../../model/finding.ts';
import { fileAt, nodeAt } from '../nextcloud/world/tree.ts';
import type { WorldFile, WorldFolder, WorldUser } from '../nextcloud/world/world.ts';
import { READ, type ShareCase } from './planned-case.ts';
import { ago, ahead, dayOf, momentOf, type When } from './relative-dates.ts';
import { type BuiltCase, hold, subjectOf, type WorldBuilder } from './world-builder.ts';

const TYPE_NUMBERS = {
  user: 0,
  group: 1,
  link: 3,
  mail: 4,
  federated: 6,
  circle: 7,
  room: 10,
  deck: 12,
} as const;
/** Kinds that go over the network with an address, a password and an end. */
const OUTWARD: readonly ShareCase['with'][] = ['link', 'mail'];
const MADE: When = ago('30 days');
const ENDS: When = ahead(50);

/** Shares what the planned case says, making it first where it does not exist yet. */
export function putShare(builder: WorldBuilder, planned: ShareCase, user: WorldUser): BuiltCase {
  const node = nodeToShare(builder, planned, user);
  const outward = OUTWARD.includes(planned.with);
  const ends = planned.ends === undefined && outward ? ENDS : (planned.ends ?? null);
  const id = builder.registry.shareId();
  builder.world.shares.push({
    id,
    type: TYPE_NUMBERS[planned.with],
    fileOwner: user.id,
    sharedBy: planned.by === undefined ? user.id : uidOf(builder, planned.by),
    path: planned.shares,
    fileId: node.fileId,
    isFolder: node.kind === 'folder',
    permissions: planned.may ?? (planned.with === 'link' ? 17 : READ),
    createdAt: momentOf(planned.made ?? MADE, builder.times),
    expires: ends === null ? null : dayOf(ends, builder.times),
    recipient: planned.to === undefined ? null : uidOf(builder, planned.to),
    token: outward ? builder.registry.random.letters(planned.tokenLength ?? 15) : null,
    passwordHash:
      outward && planned.password !== false ? `3|$argon2id$${builder.registry.random.hex(32)}` : null,
    label: planned.label ?? (planned.with === 'link' ? 'pour le client' : ''),
    note: planned.note ?? '',
    hideDownload: false,
  });
  if (planned.exception !== undefined) {
    const { check, reason, until } = planned.exception;
    const path = planned.shares;
    builder.exceptions.push({ check, member: user.id, path, reason, until: dayOf(until, builder.times) });
  }
  const share: Subject = { kind: 'share', id, path: planned.shares };
  return { share, [node.kind]: subjectOf(node, planned.shares), bytes: 0 };
}

function nodeToShare(builder: WorldBuilder, planned: ShareCase, user: WorldUser): WorldFile | WorldFolder {
  if (planned.holds !== undefined) return hold(builder, user, planned.shares, planned.holds);
  const found = nodeAt(user.home, planned.shares);
  if (found !== null) return found;
  const at = momentOf(ago('13 months'), builder.times);
  return fileAt(builder.registry, user.home, planned.shares, {
    size: planned.size ?? 0,
    modifiedAt: at,
    uploadedAt: at,
  });
}

/** The uid of a role; groups, addresses and accounts that are no more stand for themselves. */
function uidOf(builder: WorldBuilder, name: string): string {
  return builder.roles.get(name)?.id ?? name;
}
