import type { Subject } from '../../model/finding.ts';
import { nameOf } from '../../model/path.ts';
import type { WorldUser } from '../nextcloud/world.ts';
import { fileAt } from '../nextcloud/world-tree.ts';
import { type Bed, hold, type Planted, subjectOf } from './building-site.ts';
import {
  ADMIN_CHECKS,
  type FilePlant,
  FOLDER_CHECKS,
  type FolderPlant,
  MEMBER_CHECKS,
  type Plant,
  STORAGE_CHECKS,
  type TrashPlant,
} from './planned-case.ts';
import { DAY, dayOf, momentOf, wholeSecond } from './relative-dates.ts';
import { putShare } from './sharing.ts';
import type { Fact, Outcome } from './truth.ts';

/** Makes the plant true for one member from the first or the second run on, and writes down what it must trip. */
export function plantFor(bed: Bed, plant: Plant, user: WorldUser, run: 1 | 2 = 1): void {
  const planted = put(bed, plant, user);
  const told: readonly (readonly [readonly string[], Outcome, Outcome])[] = [
    [plant.finds ?? [], 'found', 'found'],
    [plant.spares ?? [], 'spared', 'spared'],
    [plant.ripens ?? [], 'spared', 'found'],
  ];
  for (const [checks, first, second] of told) {
    const outcomes = [run === 1 ? first : 'silent', second] as const;
    for (const check of checks) bed.facts.push(factOf(bed, plant, user, planted, check, outcomes));
  }
}

function factOf(
  bed: Bed,
  plant: Plant,
  user: WorldUser,
  planted: Planted,
  check: string,
  outcomes: Fact['outcomes'],
): Fact {
  const exception = 'shares' in plant && plant.exception?.check === check ? plant.exception : null;
  const free = ['large-stale-file', 'archive-or-installer', 'stale-folder'].includes(check);
  return {
    check,
    member: user.id,
    subject: subjectFor(check, user, planted),
    tells: plant.tells,
    audience: ADMIN_CHECKS.includes(check) ? 'admin' : 'member',
    severity: 'account' in plant ? (plant.severity ?? null) : null,
    bytes: free ? planted.bytes : null,
    outcomes,
    exceptedUntil: exception === null ? null : dayOf(exception.until, bed.times),
  };
}

function subjectFor(check: string, user: WorldUser, planted: Planted): Subject {
  if (MEMBER_CHECKS.includes(check)) return { kind: 'member', id: user.id, path: null };
  const subject = FOLDER_CHECKS.includes(check)
    ? planted.folder
    : STORAGE_CHECKS.includes(check)
      ? planted.file
      : planted.share;
  if (subject === undefined) throw new RangeError(`${check} has no subject in what was planted`);
  return subject;
}

function put(bed: Bed, plant: Plant, user: WorldUser): Planted {
  if ('file' in plant) return putFile(bed, plant, user);
  if ('folder' in plant) return putFolder(bed, plant, user);
  if ('shares' in plant) return putShare(bed, plant, user);
  if ('trash' in plant) return putTrash(bed, plant, user);
  const { lastLogin } = plant.account;
  if (lastLogin !== undefined) user.lastLogin = lastLogin === null ? null : momentOf(lastLogin, bed.times);
  return { bytes: 0 };
}

function putFile(bed: Bed, plant: FilePlant, user: WorldUser): Planted {
  const modifiedAt = momentOf(plant.modified, bed.times);
  const uploadedAt = plant.uploaded === 'unknown' ? 0 : momentOf(plant.uploaded ?? plant.modified, bed.times);
  const file = fileAt(bed.registry, user.home, plant.file, {
    size: plant.size,
    modifiedAt,
    uploadedAt,
    ...(plant.checksum === undefined ? {} : { checksum: plant.checksum }),
    ...(plant.fileId === undefined ? {} : { fileId: plant.fileId }),
  });
  return { file: subjectOf(file, plant.file), bytes: plant.size };
}

function putFolder(bed: Bed, plant: FolderPlant, user: WorldUser): Planted {
  const folder = hold(bed, user, plant.folder, plant.holds);
  if (plant.unreadable === 'forbidden') folder.forbidden = true;
  if (plant.unreadable === 'unscanned') folder.unscanned = true;
  return {
    folder: subjectOf(folder, plant.folder),
    bytes: plant.holds.reduce((sum, [, size]) => sum + size, 0),
  };
}

function putTrash(bed: Bed, plant: TrashPlant, user: WorldUser): Planted {
  for (const [index, [name, size, isFolder]] of plant.trash.entries()) {
    user.trash.push({
      name: nameOf(name),
      fileId: bed.registry.fileId(),
      size,
      isFolder,
      originalLocation: `Archives/${name}`,
      deletedAt: wholeSecond(bed.times.now) - (index + 3) * DAY,
    });
  }
  return { bytes: 0 };
}
