import type { Subject } from '../../model/finding.ts';
import type { WorldFile, WorldFolder, WorldUser } from '../nextcloud/world.ts';
import { fileAt, nodeAt } from '../nextcloud/world-tree.ts';
import { type Bed, hold, type Planted, subjectOf } from './building-site.ts';
import { READ, type SharePlant } from './planned-case.ts';
import { ago, ahead, dayOf, momentOf, type When } from './relative-dates.ts';

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
const OUTWARD: readonly SharePlant['with'][] = ['link', 'mail'];
const MADE: When = ago('30 days');
const ENDS: When = ahead(50);

/** Shares what the plant says, making it first where it does not stand yet. */
export function putShare(bed: Bed, plant: SharePlant, user: WorldUser): Planted {
  const node = nodeToShare(bed, plant, user);
  const outward = OUTWARD.includes(plant.with);
  const ends = plant.ends === undefined && outward ? ENDS : (plant.ends ?? null);
  const id = bed.registry.shareId();
  bed.world.shares.push({
    id,
    type: TYPE_NUMBERS[plant.with],
    fileOwner: user.id,
    sharedBy: plant.by === undefined ? user.id : uidOf(bed, plant.by),
    path: plant.shares,
    fileId: node.fileId,
    isFolder: node.kind === 'folder',
    permissions: plant.may ?? (plant.with === 'link' ? 17 : READ),
    createdAt: momentOf(plant.made ?? MADE, bed.times),
    expires: ends === null ? null : dayOf(ends, bed.times),
    recipient: plant.to === undefined ? null : uidOf(bed, plant.to),
    token: outward ? bed.registry.random.letters(plant.tokenLength ?? 15) : null,
    passwordHash: outward && plant.password !== false ? `3|$argon2id$${bed.registry.random.hex(32)}` : null,
    label: plant.label ?? (plant.with === 'link' ? 'pour le client' : ''),
    note: plant.note ?? '',
    hideDownload: false,
  });
  if (plant.exception !== undefined) {
    const { check, reason, until } = plant.exception;
    const path = plant.shares;
    bed.exceptions.push({ check, member: user.id, path, reason, until: dayOf(until, bed.times) });
  }
  const share: Subject = { kind: 'share', id, path: plant.shares };
  return { share, [node.kind]: subjectOf(node, plant.shares), bytes: 0 };
}

function nodeToShare(bed: Bed, plant: SharePlant, user: WorldUser): WorldFile | WorldFolder {
  if (plant.holds !== undefined) return hold(bed, user, plant.shares, plant.holds);
  const found = nodeAt(user.home, plant.shares);
  if (found !== null) return found;
  const at = momentOf(ago('13 months'), bed.times);
  return fileAt(bed.registry, user.home, plant.shares, {
    size: plant.size ?? 0,
    modifiedAt: at,
    uploadedAt: at,
  });
}

/** The uid of a role; groups, addresses and accounts that are no more stand for themselves. */
function uidOf(bed: Bed, name: string): string {
  return bed.roles.get(name)?.id ?? name;
}
