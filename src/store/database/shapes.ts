import { z } from 'zod';
import { STRATEGIES } from '../../model/coverage.ts';
import { fileId, groupId, memberId, shareId, tokenHash } from '../../model/ids.ts';
import { LANGUAGES } from '../../model/member.ts';
import { PERMISSIONS, SHARE_TYPES, type Share, UNREAD_FIELDS } from '../../model/share.ts';
import { LATEST_MOMENT } from '../../model/time.ts';
import type { SpaceLook, StoredSpace } from '../space-store.ts';
import type { Absence, MemberRow, Snapshot, UploadNotes } from '../store.ts';
import type { StoredShape } from './rows.ts';

/** What the store keeps as JSON text: what is only ever read whole. */
const Count = z.number().int().min(0);
/** A moment that the result can write down: its year has four digits. */
const Moment = z.number().min(0).max(LATEST_MOMENT);

const StoredSnapshot = z.object({
  member: z.string().transform(memberId),
  rootEtag: z.string(),
  dataFingerprint: z.string(),
  strategy: z.enum(STRATEGIES),
  readAt: Moment,
  bytes: Count,
  files: Count,
  folders: Count,
  hasMounts: z.boolean(),
});

const StoredUploads = z.object({
  member: z.string().transform(memberId),
  question: z.string(),
  dueAt: z.number().nullable(),
  reportedFrom: Count.nullable(),
  tried: z.array(z.string().transform(fileId)),
  files: z.array(
    z.object({
      fileId: z.string().transform(fileId),
      etag: z.string(),
      uploadedAt: z.number().nullable(),
    }),
  ),
});

const StoredShare = z.object({
  id: z.string().transform(shareId),
  type: z.enum(SHARE_TYPES),
  owner: z.string().transform(memberId),
  sharedBy: z.string().transform(memberId),
  path: z.string(),
  // Earlier versions stored neither this nor what else has a default here.
  pathKnown: z.boolean().default(true),
  fileId: z.string().transform(fileId),
  isFolder: z.boolean(),
  permissions: z.array(z.enum(PERMISSIONS)),
  hasPassword: z.boolean(),
  expires: z.iso.date().nullable(),
  lastDay: z.iso.date().nullable().default(null),
  createdAt: Moment.nullable(),
  recipient: z.string().nullable(),
  fileRequest: z.boolean().default(false),
  recipients: z.array(z.string()).default([]),
  label: z.string(),
  note: z.boolean(),
  hideDownload: z.boolean(),
  viewOnly: z.boolean().default(false),
  tokenLength: Count.nullable(),
  tokenHash: z.string().transform(tokenHash).nullable().default(null),
  unread: z.array(z.enum(UNREAD_FIELDS)).default([]),
  unknownTraits: z.array(z.string()).default([]),
});

const Space = z.object({
  id: z.string().transform(fileId),
  etag: z.string(),
  dataFingerprint: z.string(),
  bytes: Count,
  files: Count,
  folders: Count,
  path: z.string().nullable().default(null),
  missedAt: z.number().nullable().default(null),
});

const Look = z.object({
  member: z.string().transform(memberId),
  rootEtag: z.string(),
  mounts: z.array(z.object({ id: z.string().transform(fileId), path: z.string() })),
});

const Member = z.object({
  id: z.string().transform(memberId),
  name: z.string(),
  mail: z.string().nullable(),
  language: z.enum(LANGUAGES),
  antenna: z.string().nullable(),
  lastLogin: Moment.nullable(),
  lastRequestAt: Moment.nullable(),
  groups: z.array(z.string().transform(groupId)).nullable(),
});

const Missing = z.object({
  id: z.string().transform(memberId),
  wasListed: z.boolean(),
  missedAt: Moment,
  deniedAt: Moment.nullable(),
});

export const SNAPSHOT: StoredShape<Snapshot> = { what: 'tree', id: 'member', schema: StoredSnapshot };
export const UPLOADS: StoredShape<UploadNotes> = {
  what: 'upload times of',
  id: 'member',
  schema: StoredUploads,
};
export const SHARE: StoredShape<Share> = {
  what: 'share',
  id: 'id',
  schema: StoredShare,
  unknown: new Map(['expires', 'lastDay', 'createdAt', 'tokenLength'].map((field) => [field, null])),
  mark: markUnread,
};
export const SPACE: StoredShape<StoredSpace> = { what: 'space', id: 'id', schema: Space };
export const LOOK: StoredShape<SpaceLook> = { what: 'spaces seen by', id: 'member', schema: Look };
export const MEMBER: StoredShape<MemberRow> = {
  what: 'member',
  id: 'id',
  schema: Member,
  unknown: new Map<string, unknown>([
    ['mail', null],
    ['antenna', null],
    ['language', 'fr'],
    ['lastLogin', null],
    ['lastRequestAt', null],
    ['groups', null],
  ]),
};
export const ABSENCE: StoredShape<Absence> = {
  what: 'absence of',
  id: 'id',
  schema: Missing,
  unknown: new Map([['deniedAt', null]]),
};
/** The use of a member in a run. */
export const FIGURE = {
  what: 'figure of',
  id: 'member',
  schema: z.object({ member: z.string().transform(memberId), at: Moment, bytes: Count }),
} as const satisfies StoredShape<unknown>;

/** A document of the store; null where it is no JSON text. */
export function documentOf(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : null;
  } catch {
    // The reader of its rows notes that there are none.
    return null;
  }
}

/** Of a share the result and the store say by name which fields are not known. */
export function markUnread(
  row: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): Readonly<Record<string, unknown>> {
  const known: readonly unknown[] = Array.isArray(row['unread']) ? row['unread'] : [];
  const lost = UNREAD_FIELDS.filter((field) => fields.includes(field));
  return { ...row, unread: [...new Set([...known, ...lost])] };
}
