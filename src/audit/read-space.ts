import { crawlSpace } from '../crawl/space.ts';
import type { Crawled, CrawlMemory } from '../crawl/tree.ts';
import { RequestError } from '../errors.ts';
import type { Coverage } from '../model/coverage.ts';
import type { FileId, MemberId } from '../model/ids.ts';
import type { TreePath } from '../model/path.ts';
import type { ResultSpace } from '../model/result.ts';
import type { GroupFolder } from '../nextcloud/group-folders.ts';
import type { StoredSpace } from '../store/space-store.ts';
import type { SnapshotStore } from '../store/store.ts';
import { lazyWriter } from './lazy-writer.ts';
import type { Seer } from './look-for-spaces.ts';

/** One space must not hold up the run. */
const SPACE_LIMIT_MS = 30 * 60_000;

/** A group folder that somebody saw. */
export interface FoundSpace {
  readonly id: FileId;
  /** As the first who sees it sees it. */
  readonly path: TreePath;
  /** Who sees it, in the order of the members. */
  readonly members: readonly MemberId[];
  /** Those of them who were read in this run, and where it stands in their trees. */
  readonly seers: readonly (Seer & { readonly path: TreePath; readonly isAsStored: boolean })[];
  /** What its app says of it. */
  readonly told: GroupFolder | null;
  /** As it was when it was last read whole; null to read it anew. */
  readonly stored: StoredSpace | null;
}

export interface SpaceReading {
  readonly snapshots: SnapshotStore;
  readonly memory: CrawlMemory;
  readonly major: number;
  readonly onEntries: (count: number) => void;
}

/** A space after reading, and what the store is to remember of it: nothing where it was not read whole. */
export interface ReadSpace {
  readonly row: ResultSpace;
  readonly stored: StoredSpace | null;
}

/**
 * Reads a space through the eyes of the first member who can. No request where somebody's root, whose etag is made of
 * those of all mounts, is as it was when the space was last read.
 * @throws {RequestError} 'maintenance' alone: then the whole run is worth nothing.
 */
export async function readSpace(space: FoundSpace, reading: SpaceReading): Promise<ReadSpace> {
  const { stored } = space;
  if (stored !== null && space.seers.some(({ isAsStored }) => isAsStored)) return unchanged(space, stored, 0);
  let requests = 0;
  let last: Extract<Crawled, { outcome: 'failed' }> | null = null;
  for (const seer of space.seers) {
    const before = seer.session.requests();
    const crawled = await readThrough(seer, stored, reading);
    requests += seer.session.requests() - before;
    if (crawled.outcome === 'failed') last = crawled;
    else if (crawled.outcome === 'read') return readNow(space, seer, crawled, requests);
    else if (stored !== null) return unchanged(space, stored, requests);
  }
  const reason = last?.reason ?? 'No member who sees it could be read.';
  const coverage: Coverage = { status: 'failed', reason, strategy: 'none', requests, unreadable: [] };
  return { row: rowOf(space, coverage, unknown(space.told?.size ?? null)), stored: null };
}

/** The entries go through the store's gathering table, which counts each file id once, and are then forgotten. */
async function readThrough(
  { member, session, path }: FoundSpace['seers'][number],
  stored: StoredSpace | null,
  { snapshots, memory, major, onEntries }: SpaceReading,
): Promise<Crawled> {
  const writer = lazyWriter(snapshots, member, onEntries);
  try {
    const mount = { member: member.id, path, etag: stored?.etag ?? null };
    return await crawlSpace(session, mount, writer.sink, {
      major,
      memory,
      until: Date.now() + SPACE_LIMIT_MS,
    });
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure === 'maintenance') throw error;
    return { outcome: 'failed', failure: error.failure, reason: error.message };
  } finally {
    await writer.abandon();
  }
}

function readNow(
  space: FoundSpace,
  { path, root }: FoundSpace['seers'][number],
  crawled: Extract<Crawled, { outcome: 'read' }>,
  requests: number,
): ReadSpace {
  const { strategy, totals, reason } = crawled;
  const unreadable = crawled.unreadable.map((below) => path + below);
  const coverage = { status: 'read', reason, strategy, requests, unreadable } as const;
  if (reason !== null) {
    return {
      row: rowOf(space, { ...coverage, status: 'partial' }, unknown(crawled.root.size)),
      stored: null,
    };
  }
  const { etag } = crawled.root;
  const { dataFingerprint } = root;
  return {
    row: rowOf(space, coverage, totals),
    stored: { id: space.id, etag, dataFingerprint, ...totals },
  };
}

function unchanged(space: FoundSpace, stored: StoredSpace, requests: number): ReadSpace {
  const coverage = {
    status: 'unchanged',
    reason: null,
    strategy: 'none',
    requests,
    unreadable: [],
  } as const;
  const { bytes, files, folders } = stored;
  return { row: rowOf(space, coverage, { bytes, files, folders }), stored };
}

/** What was not read whole counts with the server's own sum, which knows no files. */
function unknown(bytes: number | null): Pick<ResultSpace, 'bytes' | 'files' | 'folders'> {
  return { bytes, files: null, folders: null };
}

function rowOf(
  { id, path, members, told }: FoundSpace,
  coverage: Coverage,
  totals: Pick<ResultSpace, 'bytes' | 'files' | 'folders'>,
): ResultSpace {
  return {
    id,
    name: path,
    ...totals,
    quota: told?.quota ?? null,
    members: [...members],
    coverage: { ...coverage, unreadable: [...coverage.unreadable] },
  };
}
