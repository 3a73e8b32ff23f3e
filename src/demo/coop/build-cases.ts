import type { Subject } from '../../model/finding.ts';
import { nameOf } from '../../model/path/path.ts';
import { fileAt } from '../nextcloud/world/tree.ts';
import type { WorldUser } from '../nextcloud/world/world.ts';
import {
  ADMIN_CHECKS,
  type FileCase,
  FOLDER_CHECKS,
  type FolderCase,
  MEMBER_CHECKS,
  type PlannedCase,
  STORAGE_CHECKS,
  type TrashCase,
} from './planned-case.ts';
import { DAY, dayOf, momentOf, wholeSecond } from './relative-dates.ts';
import { putShare } from './sharing.ts';
import type { Fact, Outcome } from './truth.ts';
import { type BuiltCase, hold, subjectOf, type WorldBuilder } from './world-builder.ts';

/** Makes a planned case true for one member from the first or the second run on, and notes what it must trip. */
export function buildCase(
  builder: WorldBuilder,
  planned: PlannedCase,
  user: WorldUser,
  run: 1 | 2 = 1,
): void {
  const built = put(builder, planned, user);
  const groups: readonly (readonly [readonly string[], Outcome, Outcome])[] = [
    [planned.finds ?? [], 'found', 'found'],
    [planned.spares ?? [], 'spared', 'spared'],
    [planned.ripens ?? [], 'spared', 'found'],
  ];
  for (const [checks, first, second] of groups) {
    const outcomes = [run === 1 ? first : 'silent', second] as const;
    for (const check of checks) builder.facts.push(factOf(builder, planned, user, built, check, outcomes));
  }
}

function factOf(
  builder: WorldBuilder,
  planned: PlannedCase,
  user: WorldUser,
  built: BuiltCase,
  check: string,
  outcomes: Fact['outcomes'],
): Fact {
  const exception = 'shares' in planned && planned.exception?.check === check ? planned.exception : null;
  const free = ['large-stale-file', 'archive-or-installer', 'stale-folder'].includes(check);
  return {
    check,
    member: user.id,
    subject: subjectFor(check, user, built),
    description: planned.description,
    audience: ADMIN_CHECKS.includes(check) ? 'admin' : 'member',
    severity: 'account' in planned ? (planned.severity ?? null) : null,
    bytes: free ? built.bytes : null,
    outcomes,
    exceptedUntil: exception === null ? null : dayOf(exception.until, builder.times),
  };
}

function subjectFor(check: string, user: WorldUser, built: BuiltCase): Subject {
  if (MEMBER_CHECKS.includes(check)) return { kind: 'member', id: user.id, path: null };
  const subject = FOLDER_CHECKS.includes(check)
    ? built.folder
    : STORAGE_CHECKS.includes(check)
      ? built.file
      : built.share;
  if (subject === undefined) throw new RangeError(`${check} has no subject in what was built`);
  return subject;
}

function put(builder: WorldBuilder, planned: PlannedCase, user: WorldUser): BuiltCase {
  if ('file' in planned) return putFile(builder, planned, user);
  if ('folder' in planned) return putFolder(builder, planned, user);
  if ('shares' in planned) return putShare(builder, planned, user);
  if ('trash' in planned) return putTrash(builder, planned, user);
  const { lastLogin } = planned.account;
  if (lastLogin !== undefined)
    user.lastLogin = lastLogin === null ? null : momentOf(lastLogin, builder.times);
  return { bytes: 0 };
}

function putFile(builder: WorldBuilder, planned: FileCase, user: WorldUser): BuiltCase {
  const modifiedAt = momentOf(planned.modified, builder.times);
  const uploadedAt =
    planned.uploaded === 'unknown' ? 0 : momentOf(planned.uploaded ?? planned.modified, builder.times);
  const file = fileAt(builder.registry, user.home, planned.file, {
    size: planned.size,
    modifiedAt,
    uploadedAt,
    ...(planned.checksum === undefined ? {} : { checksum: planned.checksum }),
    ...(planned.fileId === undefined ? {} : { fileId: planned.fileId }),
  });
  return { file: subjectOf(file, planned.file), bytes: planned.size };
}

function putFolder(builder: WorldBuilder, planned: FolderCase, user: WorldUser): BuiltCase {
  const folder = hold(builder, user, planned.folder, planned.holds);
  if (planned.unreadable === 'forbidden') folder.forbidden = true;
  if (planned.unreadable === 'unscanned') folder.unscanned = true;
  return {
    folder: subjectOf(folder, planned.folder),
    bytes: planned.holds.reduce((sum, [, size]) => sum + size, 0),
  };
}

function putTrash(builder: WorldBuilder, planned: TrashCase, user: WorldUser): BuiltCase {
  for (const [index, [name, size, isFolder]] of planned.trash.entries()) {
    user.trash.push({
      name: nameOf(name),
      fileId: builder.registry.fileId(),
      size,
      isFolder,
      originalLocation: `Archives/${name}`,
      deletedAt: wholeSecond(builder.times.now) - (index + 3) * DAY,
    });
  }
  return { bytes: 0 };
}
