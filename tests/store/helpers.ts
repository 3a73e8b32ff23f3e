import { join } from 'node:path';
import type { Entry } from '../../src/model/entry.ts';
import { fileId, memberId, shareId } from '../../src/model/ids.ts';
import type { ResultFinding, ResultMember, ResultSpace, RunResult } from '../../src/model/result.ts';
import type { Share } from '../../src/model/share.ts';
import type { StoreLocation } from '../../src/store/open.ts';
import type { Snapshot } from '../../src/store/store.ts';
import { storeAt } from '../helpers/stores.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

export const ANNA = memberId('anna');
export const BOB = memberId('bob');

/** Where a store that is not there yet goes: each way to keep one keeps the same promises. */
export function newLocation(): StoreLocation {
  return storeAt(join(temporaryFolder('store'), 'inner'));
}

/** A path for a store on SQLite, in a folder that is not there yet. */
export function storePath(): string {
  return join(temporaryFolder('store'), 'inner', 'menage.db');
}

export function entry(id: string, path: string, parts: Partial<Entry> = {}): Entry {
  return {
    fileId: fileId(id),
    path,
    isFolder: false,
    size: 10,
    modifiedAt: 1_700_000_000_000,
    uploadedAt: null,
    etag: `"${id}"`,
    checksum: null,
    ...parts,
  };
}

export function snapshot(member = ANNA, parts: Partial<Snapshot> = {}): Snapshot {
  return {
    member,
    rootEtag: '"root"',
    dataFingerprint: '',
    strategy: 'search',
    readAt: 1_700_000_000_000,
    bytes: 10,
    files: 1,
    folders: 0,
    hasMounts: false,
    ...parts,
  };
}

export function share(id: string, parts: Partial<Share> = {}): Share {
  return {
    id: shareId(id),
    type: 'user',
    owner: ANNA,
    sharedBy: ANNA,
    path: '/Plans',
    fileId: fileId('9007199254740993'),
    isFolder: true,
    permissions: ['read', 'share'],
    hasPassword: false,
    expires: null,
    lastDay: null,
    createdAt: 1_600_000_000_000,
    recipient: 'carla',
    label: '',
    note: false,
    hideDownload: false,
    pathKnown: true,
    fileRequest: false,
    recipients: [],
    viewOnly: false,
    unread: [],
    unknownTraits: [],
    tokenLength: null,
    tokenHash: null,
    ...parts,
  };
}

export function finding(
  check: string,
  member: string | null,
  id: string,
  parts: Partial<ResultFinding> = {},
): ResultFinding {
  return {
    check,
    severity: 'medium',
    audience: 'member',
    member,
    subject: { kind: 'file', id, path: `/${id}` },
    actual: {},
    bytes: 0,
    sharedWith: [],
    fingerprint: `${check}:${id}`,
    state: 'open',
    since: '2026-10-01',
    ...parts,
  };
}

export function resultMember(id: string, parts: Partial<ResultMember> = {}): ResultMember {
  return {
    id,
    name: `${id} the member`,
    groups: ['CAPE'],
    enabled: true,
    lastLogin: null,
    quota: { bytes: 2_147_483_648, unlimited: false, source: 'server' },
    usage: { bytes: 100, files: 1, folders: 0, trashBytes: 0, trashOwnBytes: 0, percent: 0, source: 'crawl' },
    coverage: {
      status: 'read',
      reason: null,
      reasons: [],
      strategy: 'search',
      right: 'own',
      requests: 3,
      unreadable: [],
    },
    largest: [],
    reach: null,
    ...parts,
  };
}

export function resultSpace(name: string, parts: Partial<ResultSpace> = {}): ResultSpace {
  return {
    id: `of ${name}`,
    name,
    bytes: 100,
    files: 1,
    folders: 0,
    quota: null,
    members: [],
    places: [],
    groups: [{ id: 'CAPE', permissions: ['read'] }],
    advancedPermissions: false,
    coverage: {
      status: 'read',
      reason: null,
      reasons: [],
      strategy: 'infinity',
      requests: 2,
      unreadable: [],
    },
    ...parts,
  };
}

export function result(parts: Partial<RunResult> = {}, startedAt = '2026-11-01T03:00:00.000Z'): RunResult {
  return {
    schema: 'menage/1',
    run: {
      id: 1,
      startedAt,
      finishedAt: startedAt,
      status: 'complete',
      scope: 'all',
      server: { url: 'https://cloud.example.org', version: '31.0.6' },
      requests: 10,
      bytesReceived: 100,
      peakConcurrency: 2,
    },
    policy: null,
    coverage: { members: 2, read: 2, unchanged: 0, partial: 0, notGranted: 0, disabled: 0, failed: 0 },
    members: [resultMember('anna'), resultMember('bob')],
    accepted: [],
    spaces: [],
    groups: null,
    shares: [],
    findings: [],
    checks: [],
    ...parts,
  };
}

/** Everything of an async iterable of batches. */
export async function gather<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
}
