import { RequestError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import { type OddRecord, unreadableRecords } from '../../model/odd-record.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { entryDialect } from '../../nextcloud/dav/owncloud-entry.ts';
import { filesRoot } from '../../nextcloud/dav/request.ts';
import type { RootState } from '../../nextcloud/dav/root.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { addUp } from './add-up.ts';
import { readByListedChanges, readBySearchedChanges } from './changes.ts';
import { descend } from './descend.ts';
import { gapsReason, topmost } from './gaps.ts';
import { readByInfinity } from './infinity.ts';
import { readOwnRoot } from './own-root.ts';
import { lookWhereSumsDiffer, settle, sumsAgree } from './prove.ts';
import { endsTheRun, isUnknown, type Reading, smallerUnitMayHelp } from './reading.ts';
import { readByPages, readBySearch, readFiles, restart } from './search.ts';
import { countedOnce } from './sink.ts';
import type { Crawled, CrawlOptions, PreviousTree, TreeRead, TreeSink } from './tree.ts';

const PAGE_SIZE = 5_000;
/** Maximum number of unreadable rows that are remembered. */
const MOST_ODD = 1_000;
/** Answers to a SEARCH that any member would get. */
const NO_SEARCH = [400, 405, 501];

/**
 * Reads a member's own tree into the sink: nothing where it is as in the previous one, only what changed where that is
 * cheaper, else all of it; by owner SEARCH, and where that fails by smaller units down to single folders. What could
 * not be read is named, and the tree stands as of the etag of the root that is returned.
 * @param previous a whole tree of an earlier run, from which the sink can keep; null to read all.
 * @throws {RequestError} 'stopped' or 'maintenance' only, and whatever the sink throws.
 */
export async function crawlMember(
  session: Session,
  member: MemberId,
  previous: PreviousTree | null,
  sink: TreeSink,
  options: CrawlOptions,
): Promise<Crawled> {
  try {
    const root = await readOwnRoot(session, member);
    const known = previous?.dataFingerprint === root.dataFingerprint ? previous : null;
    if (known?.rootEtag === root.etag) return { outcome: 'unchanged', root };
    const place = { member, address: filesRoot(member), mountType: '' } as const;
    const reading = newReading(session, place, countedOnce(sink), options, () =>
      readOwnRoot(session, member),
    );
    const strategy = await readTree(reading, root, known, options);
    const settled = reading.requests > 1 ? await settle(reading, root) : root;
    const sums = await addUp(reading, settled, strategy);
    return await conclude(reading, sums.root, strategy, sums.lack);
  } catch (error) {
    if (!(error instanceof RequestError) || endsTheRun(error)) throw error;
    return { outcome: 'failed', failure: error.failure, reasons: [reasonOf(error)] };
  }
}

/** What stands at the beginning of every tree. */
export function newReading(
  session: Session,
  place: Pick<Reading, 'member' | 'address' | 'mountType'>,
  sink: TreeSink,
  options: CrawlOptions,
  readRootAgain: Reading['readRoot'],
): Reading {
  const odd = new Map<string, OddRecord>();
  return {
    session,
    ...place,
    readRoot: readRootAgain,
    ...entryDialect(session, options.major),
    odd,
    onOdd: (record) => {
      if (odd.size < MOST_ODD) odd.set(record.name, record);
    },
    major: options.major,
    searchHasUploads: options.searchHasUploads ?? false,
    sink,
    memory: options.memory,
    pageSize: options.pageSize ?? PAGE_SIZE,
    checksumsFrom: options.checksumsFrom ?? 0,
    uploads: options.uploads ?? null,
    until: options.until ?? Number.POSITIVE_INFINITY,
    folders: new Map(),
    gaps: new Map(),
    kept: new Set(),
    keptMoved: false,
    hasMounts: false,
    held: 0,
    mountsIn: new Set(),
    looked: new Set(),
    requests: 0,
    filesTaken: 0,
  };
}

async function readTree(
  reading: Reading,
  root: RootState,
  previous: PreviousTree | null,
  options: CrawlOptions,
): Promise<TreeRead['strategy']> {
  const wanted = options.strategy ?? 'search';
  if (wanted === 'search' && reading.memory.search) {
    try {
      if (await searchTree(reading, root, previous)) return 'search';
    } catch (error) {
      if (!(error instanceof RequestError) || endsTheRun(error) || !smallerUnitMayHelp(error)) throw error;
      if (NO_SEARCH.includes(error.status ?? 0)) reading.memory.search = false;
    }
    await restart(reading);
  }
  if (previous !== null) {
    await readByListedChanges(reading, previous);
    return 'walk';
  }
  if (wanted !== 'walk') return readByListing(reading, root);
  await descend(reading, { start: ['/'], settled: () => false, fresh: true });
  return 'walk';
}

/** Reads all of a tree by Depth infinity, and what that cannot give folder by folder. */
export async function readByListing(reading: Reading, root: RootState): Promise<'infinity' | 'walk'> {
  if ((await readByInfinity(reading)) === 'walk') return 'walk';
  if (await isProven(reading, root)) return 'infinity';
  await restart(reading);
  await descend(reading, { start: ['/'], settled: () => false, fresh: true });
  return 'walk';
}

/** False when the server's SEARCH leaves rows out in more places than can be mended. */
async function searchTree(
  reading: Reading,
  root: RootState,
  previous: PreviousTree | null,
): Promise<boolean> {
  const isLarge = previous !== null && previous.files + previous.folders >= reading.pageSize - 1;
  if (!isLarge) await readBySearch(reading);
  else if (await readBySearchedChanges(reading, previous)) {
    if (reading.gaps.size > 0 || (await sumsAgree(reading, root))) return true;
    await readByPages(reading, reading.pageSize * 2);
  } else await readFiles(reading, reading.pageSize * 2);
  return isProven(reading, root);
}

async function isProven(reading: Reading, root: RootState): Promise<boolean> {
  return (await sumsAgree(reading, root)) || (await lookWhereSumsDiffer(reading, root)) === 'done';
}

/** What came of a reading; what lies in a gap is taken out of the tree. */
export async function conclude(
  reading: Reading,
  root: RootState,
  strategy: TreeRead['strategy'],
  lack: Reason | null,
): Promise<Crawled> {
  const unreadable = topmost(reading.gaps);
  const why = reading.gaps.get('/');
  const odd = reading.odd.size === 0 ? null : unreadableRecords([...reading.odd.values()]);
  const reasons = [gapsReason(reading.gaps), lack, odd].filter((reason) => reason !== null);
  if (why !== undefined && why !== 'moving') {
    const failure = isUnknown(why) || why === 'time-limit' ? 'unexpected' : why;
    return { outcome: 'failed', failure, reasons };
  }
  if (unreadable.length > 0) await reading.sink.drop(unreadable);
  const totals = await reading.sink.totals();
  if (!Number.isSafeInteger(totals.bytes)) {
    return { outcome: 'failed', failure: 'unexpected', reasons: [because('tree.sum')] };
  }
  return { outcome: 'read', root, strategy, totals, unreadable, reasons, hasMounts: reading.hasMounts };
}
