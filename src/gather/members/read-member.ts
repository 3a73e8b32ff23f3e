import type { Coverage } from '../../model/coverage.ts';
import { MenageError, PartialError, RequestError } from '../../model/errors.ts';
import type { Member } from '../../model/member.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because, type Reasons } from '../../model/reasons/reason.ts';
import type { Credential } from '../../model/secret.ts';
import { after, before, isoDate } from '../../model/time.ts';
import type { Trash } from '../../model/trash.ts';
import { readTrash } from '../../nextcloud/dav/trash.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import type { Snapshot, SnapshotStore } from '../../store/store.ts';
import { crawlMember } from '../crawl/crawl.ts';
import type { Crawled } from '../crawl/tree.ts';
import type { GatherSetting } from '../setting.ts';
import { readShares } from '../shares/read-shares.ts';
import type { EarlierShares } from '../shares/vanished.ts';
import { lazyWriter } from './lazy-writer.ts';
import { NOTHING_LEFT_OUT, type Read } from './member-as-read.ts';
import { settled } from './settle-member.ts';
import type { GatherContext, UnsettledMember } from './unsettled-member.ts';

/** Beside the time for the tree there is so much of it for trash bin and shares. */
const REST = 0.25;
/** How long a file's date of modification may stand for its upload, which lies between it and this reading. */
const YOUNG = { amount: 1, unit: 'months' } as const;
const A_DAY = { amount: 1, unit: 'days' } as const;

/**
 * Reads one member: tree, trash bin, shares. What fails becomes part of the coverage.
 * @throws {RequestError} 'maintenance' alone: then the whole run is worth nothing.
 */
export async function readMember(
  member: Member,
  credential: Credential,
  context: GatherContext,
): Promise<UnsettledMember> {
  const { setting, memory, major, searchHasUploads, bounds } = context;
  const { memberTime } = setting.client.limits;
  const until = performance.now() + memberTime;
  const session = setting.client.as(credential, until + REST * memberTime);
  const snapshots = setting.store.snapshots;
  const writer = lazyWriter(snapshots, member, context.onEntries);
  try {
    const previous = setting.full ? null : await snapshots.get(member.id);
    const settledAt = before(context.startedAt, YOUNG, setting.zone);
    const crawled = await crawlMember(session, member.id, previousTree(previous, snapshots), writer.sink, {
      major,
      searchHasUploads,
      memory,
      until,
      checksumsFrom: bounds.checksumsFrom,
      wantsUploadTime: ({ size, modifiedAt }) =>
        size >= bounds.uploadTimesFrom && (modifiedAt === null || modifiedAt < settledAt),
    });
    if (crawled.outcome === 'failed' && !worthAsking(crawled))
      return failed(member, session, crawled.reasons);
    const trash = await trashOf(member, session, setting);
    const earlier = await earlierShares(member, context);
    const shares = await readOrMissing('shares.unread', () => readShares(session, member.id, earlier));
    return await settled({
      member,
      session,
      crawled,
      previous,
      writer,
      trash,
      shares,
      snapshots,
      readAt: setting.clock(),
    });
  } catch (error) {
    await writer.abandon().catch(() => {});
    if (error instanceof RequestError && error.failure === 'maintenance') throw error;
    if (error instanceof RequestError || error instanceof PartialError)
      return failed(member, session, [reasonOf(error)]);
    throw error;
  }
}

function previousTree(snapshot: Snapshot | null, snapshots: SnapshotStore) {
  if (snapshot === null) return null;
  const { rootEtag, dataFingerprint, files, folders, member } = snapshot;
  return { rootEtag, dataFingerprint, files, folders, listFolders: () => snapshots.folders(member) };
}

async function earlierShares(
  { id }: Member,
  { setting, startedAt }: GatherContext,
): Promise<EarlierShares | null> {
  const shares = await setting.store.snapshots.shares(id);
  // The server may tell days in another zone than the organisation's.
  return shares && { shares, endedBy: isoDate(after(startedAt, A_DAY, setting.zone), setting.zone) };
}

/** A refused login or a disabled account gives nothing else either. */
function worthAsking(crawled: Extract<Crawled, { outcome: 'failed' }>): boolean {
  return !['unauthorised', 'disabled-account', 'stopped'].includes(crawled.failure);
}

function failed(member: Member, session: Session, reasons: Reasons): UnsettledMember {
  const coverage: Coverage = {
    status: 'failed',
    reasons,
    strategy: 'none',
    requests: session.requests(),
    unreadable: [],
  };
  const missing = reasons;
  return {
    read: {
      member,
      coverage,
      totals: null,
      trash: { missing },
      shares: { missing },
      sharesLeftOut: NOTHING_LEFT_OUT,
    },
    entries: null,
    root: null,
  };
}

async function trashOf(
  member: Member,
  session: Session,
  setting: GatherSetting,
): Promise<Read<Trash> & { off?: true }> {
  if (!setting.readTrash) return { missing: [because('trash.off')], off: true };
  return readOrMissing('trash.unread', () => readTrash(session, member.id));
}

async function readOrMissing<T>(
  key: 'shares.unread' | 'trash.unread',
  read: () => Promise<T>,
): Promise<Read<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof MenageError) || (error instanceof RequestError && error.failure === 'maintenance'))
      throw error;
    return { missing: [because(key, { cause: [reasonOf(error)] })] };
  }
}
