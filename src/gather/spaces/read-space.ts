import type { Coverage } from '../../model/coverage.ts';
import { RequestError } from '../../model/errors.ts';
import type { FileId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because, type Reasons } from '../../model/reasons/reason.ts';
import { resultCoverage } from '../../model/reasons/result-coverage.ts';
import type { ResultSpace } from '../../model/result.ts';
import type { Bytes } from '../../model/units.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import type { GroupFolder } from '../../nextcloud/ocs/group-folders.ts';
import type { StoredSpace } from '../../store/space-store.ts';
import type { PartialTree, SnapshotStore } from '../../store/store.ts';
import { crawlSpace } from '../crawl/space.ts';
import type { Crawled, CrawlMemory } from '../crawl/tree.ts';
import { type LazyWriter, lazyWriter } from '../members/lazy-writer.ts';
import type { SessionOf } from './find-spaces.ts';
import type { FoundSpace } from './found-spaces.ts';

/** One space must not hold up the run. */
const SPACE_LIMIT_MS = 30 * 60_000;

export interface SpaceReading {
  readonly snapshots: SnapshotStore;
  readonly memory: CrawlMemory;
  readonly major: number;
  readonly onEntries: (count: number) => void;
  readonly sessionOf: SessionOf;
}

/** The entries of a space, until the links into it are judged. */
export interface SpaceTree {
  readonly id: FileId;
  readonly places: FoundSpace['places'];
  /** The server's own sum; null where it does not know it. */
  readonly size: Bytes | null;
  /** Why it is not whole; none where it is. */
  readonly lack: Reasons;
  /** The topmost paths that were not read, below its root as all paths of `entries`. */
  readonly unreadable: readonly TreePath[];
  readonly entries: PartialTree;
}

/** A space after reading, and what the store is to remember of it: nothing where it was not read whole. */
export interface ReadSpace {
  readonly row: ResultSpace;
  readonly stored: StoredSpace | null;
  /** Null where no link leads into it, or it was not read. */
  readonly tree: SpaceTree | null;
}

/**
 * Reads a space through the eyes of the first member who can. No request where somebody's root, whose etag is made of
 * those of all mounts, is as it was when the space was last read.
 * @throws {RequestError} 'maintenance' alone: then the whole run is worth nothing.
 */
export async function readSpace(space: FoundSpace, reading: SpaceReading): Promise<ReadSpace> {
  const { stored, isLinked } = space;
  const standing = space.visitors.some(({ isAsStored }) => isAsStored) ? stored : null;
  if (standing !== null && !isLinked) return unchanged(space, standing, 0);
  let requests = 0;
  let last: Extract<Crawled, { outcome: 'failed' }> | null = null;
  for (const visitor of space.visitors) {
    const session = reading.sessionOf(visitor);
    const before = session.requests();
    const { crawled, writer } = await readThrough(visitor, session, isLinked ? null : stored, reading);
    requests += session.requests() - before;
    if (crawled.outcome === 'read') {
      const read = readNow(space, visitor, crawled, requests);
      if (isLinked) return { ...read, tree: await treeOf(space, crawled, writer) };
      await writer.abandon();
      return read;
    }
    await writer.abandon();
    if (crawled.outcome === 'failed') last = crawled;
    else if (stored !== null) return unchanged(space, stored, requests);
  }
  // What its links open cannot be looked at now, but its totals stand.
  if (standing !== null) return unchanged(space, standing, requests);
  const reasons = last?.reasons ?? [because('space.unread')];
  const coverage: Coverage = { status: 'failed', reasons, strategy: 'none', requests, unreadable: [] };
  return { row: rowOf(space, coverage, unknown(space.listed?.size ?? null)), stored: null, tree: null };
}

async function treeOf(
  { id, places }: FoundSpace,
  { root, reasons, unreadable }: Extract<Crawled, { outcome: 'read' }>,
  writer: LazyWriter,
): Promise<SpaceTree> {
  return { id, places, size: root.size, lack: reasons, unreadable, entries: await writer.begun() };
}

/** The entries go through the store's gathering table, which counts each file id once. */
async function readThrough(
  { member, path }: FoundSpace['visitors'][number],
  session: Session,
  stored: StoredSpace | null,
  { snapshots, memory, major, onEntries }: SpaceReading,
): Promise<{ readonly crawled: Crawled; readonly writer: LazyWriter }> {
  const writer = lazyWriter(snapshots, member, onEntries);
  try {
    const mount = { member: member.id, path, etag: stored?.etag ?? null };
    const until = performance.now() + SPACE_LIMIT_MS;
    return { crawled: await crawlSpace(session, mount, writer.sink, { major, memory, until }), writer };
  } catch (error) {
    if (error instanceof RequestError && error.failure !== 'maintenance')
      return { crawled: { outcome: 'failed', failure: error.failure, reasons: [reasonOf(error)] }, writer };
    await writer.abandon();
    throw error;
  }
}

function readNow(
  space: FoundSpace,
  { path, root }: FoundSpace['visitors'][number],
  crawled: Extract<Crawled, { outcome: 'read' }>,
  requests: number,
): ReadSpace {
  const { strategy, totals, reasons } = crawled;
  const unreadable = crawled.unreadable.map((below) => path + below);
  const coverage = { status: 'read', reasons, strategy, requests, unreadable } as const;
  if (reasons.length > 0) {
    return {
      row: rowOf(space, { ...coverage, status: 'partial' }, unknown(crawled.root.size)),
      stored: null,
      tree: null,
    };
  }
  const { etag } = crawled.root;
  const { dataFingerprint } = root;
  return {
    row: rowOf(space, coverage, totals),
    stored: { id: space.id, etag, dataFingerprint, ...totals, path: space.path, missedAt: null },
    tree: null,
  };
}

function unchanged(space: FoundSpace, stored: StoredSpace, requests: number): ReadSpace {
  const coverage = {
    status: 'unchanged',
    reasons: [],
    strategy: 'none',
    requests,
    unreadable: [],
  } as const;
  const { bytes, files, folders } = stored;
  const kept = { ...stored, path: space.path, missedAt: null };
  return { row: rowOf(space, coverage, { bytes, files, folders }), stored: kept, tree: null };
}

/** What was not read whole counts with the server's own sum, which knows no files. */
function unknown(bytes: number | null): Pick<ResultSpace, 'bytes' | 'files' | 'folders'> {
  return { bytes, files: null, folders: null };
}

/** Whom its app lets in; it is not known where the app did not name it. */
export function accessOf(
  listed: Pick<GroupFolder, 'groups' | 'advancedPermissions'> | null,
): Pick<ResultSpace, 'groups' | 'advancedPermissions'> {
  const groups = listed?.groups?.map(({ id, permissions }) => ({ id, permissions: [...permissions] }));
  return { groups: groups ?? null, advancedPermissions: listed?.advancedPermissions ?? null };
}

function rowOf(
  { id, path, places, listed }: FoundSpace,
  coverage: Coverage,
  totals: Pick<ResultSpace, 'bytes' | 'files' | 'folders'>,
): ResultSpace {
  return {
    id,
    name: path,
    ...totals,
    quota: listed?.quota ?? null,
    members: [...places.keys()],
    places: [...places].flatMap(([member, at]) => (at === path ? [] : [{ member, path: at }])),
    ...accessOf(listed),
    coverage: resultCoverage(coverage),
  };
}
