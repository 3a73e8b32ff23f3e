import { z } from 'zod';
import { COVERAGE_STATUSES, STRATEGIES } from '../model/coverage.ts';
import { fileId, memberId, shareId } from '../model/ids.ts';
import { PERMISSIONS, SHARE_TYPES, type Share, UNREAD_FIELDS } from '../model/share.ts';
import type { SpaceLook, StoredSpace } from './space-store.ts';
import type { Snapshot } from './store.ts';

/** What the store keeps as JSON text: what is only ever read whole. */
const Count = z.number().int().min(0);

const StoredSnapshot = z.object({
  member: z.string().transform(memberId),
  rootEtag: z.string(),
  dataFingerprint: z.string(),
  strategy: z.enum(STRATEGIES),
  readAt: z.number(),
  bytes: Count,
  files: Count,
  folders: Count,
  hasMounts: z.boolean(),
  coverage: z.object({
    status: z.enum(COVERAGE_STATUSES),
    reason: z.string().nullable(),
    strategy: z.enum(STRATEGIES),
    requests: Count,
    unreadable: z.array(z.string()),
  }),
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
  expires: z.string().nullable(),
  createdAt: z.number().nullable(),
  recipient: z.string().nullable(),
  fileRequest: z.boolean().default(false),
  recipients: z.array(z.string()).default([]),
  label: z.string(),
  note: z.boolean(),
  hideDownload: z.boolean(),
  viewOnly: z.boolean().default(false),
  tokenLength: z.number().nullable(),
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
});

const Look = z.object({
  member: z.string().transform(memberId),
  rootEtag: z.string(),
  mounts: z.array(z.object({ id: z.string().transform(fileId), path: z.string() })),
});

export function readSnapshot(text: string): Snapshot {
  return StoredSnapshot.parse(JSON.parse(text));
}

export function readShares(text: string): readonly Share[] {
  return z.array(StoredShare).parse(JSON.parse(text));
}

export function readSpace(text: string): StoredSpace {
  return Space.parse(JSON.parse(text));
}

export function readLook(text: string): SpaceLook {
  return Look.parse(JSON.parse(text));
}
