import { RequestError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import type { TreePath } from '../../model/path/path.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { readMountRoot } from '../../nextcloud/dav/mounts.ts';
import { addressOf, filesRoot } from '../../nextcloud/dav/request.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { conclude, newReading, readByListing } from './crawl.ts';
import { settle } from './prove.ts';
import { endsTheRun } from './reading.ts';
import { countedOnce } from './sink.ts';
import type { Crawled, CrawlOptions, TreeSink } from './tree.ts';

/** A group folder as one member sees it. */
export interface SpaceToRead {
  readonly member: MemberId;
  readonly path: TreePath;
  /** Of its root when it was last read whole; null = read it all. */
  readonly etag: string | null;
}

/**
 * Reads a group folder by the eyes of one member: the root alone where its etag is as it was, else all of it by Depth
 * infinity, and what that cannot give in smaller units. Paths are those below its root.
 * @throws {RequestError} 'stopped' or 'maintenance' only, and whatever the sink throws.
 */
export async function crawlSpace(
  session: Session,
  { member, path, etag }: SpaceToRead,
  sink: TreeSink,
  options: CrawlOptions,
): Promise<Crawled> {
  const look = () => readMountRoot(session, member, path);
  try {
    const root = await look();
    if (root.etag === etag) return { outcome: 'unchanged', root };
    const place = { member, address: addressOf(filesRoot(member), path), mountType: 'group' } as const;
    const reading = newReading(session, place, countedOnce(sink), options, look);
    const strategy = await readByListing(reading, root);
    const settled = reading.requests > 1 ? await settle(reading, root) : root;
    return notedWhatIsHidden(await conclude(reading, settled, strategy, null));
  } catch (error) {
    if (!(error instanceof RequestError) || endsTheRun(error)) throw error;
    return { outcome: 'failed', failure: error.failure, reasons: [reasonOf(error)] };
  }
}

/** Advanced permissions hide things from a member, but not from the server's own sum of the root. */
function notedWhatIsHidden(crawled: Crawled): Crawled {
  if (crawled.outcome !== 'read' || crawled.reasons.length > 0) return crawled;
  const { root, totals } = crawled;
  if (root.size === null || root.size === totals.bytes) return crawled;
  return { ...crawled, reasons: [because('space.hidden')] };
}
