import type { Coverage } from '../../model/coverage.ts';
import type { EvidenceBounds } from '../../model/entry.ts';
import { MenageError, PartialError, RequestError } from '../../model/errors.ts';
import type { Member } from '../../model/member.ts';
import type { TreePath } from '../../model/path/path.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import { because, type Reasons } from '../../model/reasons/reason.ts';
import { type Login, rightOf } from '../../model/secret.ts';
import { isPublicLink, may, type Share } from '../../model/share.ts';
import { after, isoDate } from '../../model/time.ts';
import type { Trash } from '../../model/trash.ts';
import type { Bytes } from '../../model/units.ts';
import { readTrash } from '../../nextcloud/dav/trash.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import type { Snapshot, SnapshotStore } from '../../store/store.ts';
import { crawlMember } from '../crawl/crawl.ts';
import { knownUploads } from '../crawl/known-uploads.ts';
import type { Crawled } from '../crawl/tree.ts';
import type { GatherSetting } from '../setting.ts';
import { readShares } from '../shares/read-shares.ts';
import type { EarlierShares } from '../shares/vanished.ts';
import { learnUploads } from '../uploads/learn-uploads.ts';
import { lazyWriter } from './lazy-writer.ts';
import type { Read } from './member-as-read.ts';
import { type MemberReading, settled, settledDeparted } from './settle-member.ts';
import { type GatherContext, type UnsettledMember, unread } from './unsettled-member.ts';

/** Beside the time for the tree there is so much of it for trash bin and shares. */
const REST = 0.25;
const A_DAY = { amount: 1, unit: 'days' } as const;

/**
 * Reads one member: tree, trash bin, shares. What fails becomes part of the coverage.
 * @throws {RequestError} 'maintenance' alone: then the whole run is worth nothing.
 */
export async function readMember(
  member: Member,
  login: Login,
  context: GatherContext,
): Promise<UnsettledMember> {
  const { setting, memory, costs, major, searchHasUploads, knowsUploads, bounds } = context;
  const { memberTime } = setting.client.limits;
  const until = performance.now() + memberTime;
  const session = setting.client.as(login, until + REST * memberTime);
  const asked = { member, session, right: rightOf(login) };
  const snapshots = setting.store.snapshots;
  const writer = lazyWriter(snapshots, member, context.onEntries);
  try {
    const stored = await snapshots.known(member.id);
    const previous = setting.full ? null : stored.snapshot;
    const notes = setting.full ? null : stored.uploads;
    const known = knownUploads(uploadsFrom(bounds), notes?.files ?? []);
    const crawled = await crawlMember(session, member.id, previousTree(previous, snapshots), writer.sink, {
      major,
      searchHasUploads,
      memory,
      until,
      checksumsFrom: bounds.checksumsFrom,
      uploads: known,
    });
    if (crawled.outcome === 'failed' && crawled.failure === 'disabled-account')
      return nothingRead(asked, [because('member.disabled')], 'disabled');
    if (crawled.outcome === 'failed' && !worthAsking(crawled)) return nothingRead(asked, crawled.reasons);
    const trash = await trashOf(member, session, setting);
    if (!member.enabled)
      return await settledDeparted({
        ...asked,
        crawled,
        previous,
        writer,
        trash,
        snapshots,
        readAt: setting.clock(),
      });
    const earlier = earlierShares(stored.shares, context);
    const shares = await readOrMissing('shares.unread', () =>
      readShares(session, member.id, earlier, setting.hashToken),
    );
    const learnt = await learnUploads({
      ...{ session, member: member.id, crawled, previous, notes, known, snapshots },
      sink: writer.sink,
      holdsKept: writer.holdsKept(),
      ...{ major, searchHasUploads, memory, costs },
      question: {
        bounds: knowsUploads ? bounds.uploadTimes : [],
        linked: 'value' in shares ? linkedFolders(shares.value.shares) : [],
        now: context.startedAt,
        zone: setting.zone,
      },
    });
    return await settled({
      ...asked,
      crawled: learnt.crawled,
      previous,
      writer,
      trash,
      shares,
      uploads: learnt.notes && { member: member.id, ...learnt.notes },
      snapshots,
      readAt: setting.clock(),
    });
  } catch (error) {
    await writer.abandon().catch(() => {});
    if (error instanceof RequestError && error.failure === 'maintenance') throw error;
    if (error instanceof RequestError || error instanceof PartialError)
      return nothingRead(asked, [reasonOf(error)]);
    throw error;
  }
}

/** Of smaller files nothing is asked. */
function uploadsFrom({ uploadTimes }: EvidenceBounds): Bytes {
  return Math.min(Number.MAX_SAFE_INTEGER, ...uploadTimes.map(({ from }) => from));
}

/** Where they lie is known: as the owner's own list says. */
function linkedFolders(shares: readonly Share[]): readonly TreePath[] {
  const shown = shares.filter(
    (share) => isPublicLink(share) && share.isFolder && share.pathKnown && may(share, 'read'),
  );
  return [...new Set(shown.map(({ path }) => path))].sort();
}

function previousTree(snapshot: Snapshot | null, snapshots: SnapshotStore) {
  if (snapshot === null) return null;
  const { rootEtag, dataFingerprint, files, folders, member } = snapshot;
  return { rootEtag, dataFingerprint, files, folders, listFolders: () => snapshots.folders(member) };
}

function earlierShares(
  shares: readonly Share[] | null,
  { setting, startedAt }: GatherContext,
): EarlierShares | null {
  // The server may tell days in another zone than the organisation's.
  return shares && { shares, endedBy: isoDate(after(startedAt, A_DAY, setting.zone), setting.zone) };
}

/** A refused login gives nothing else either. */
function worthAsking(crawled: Extract<Crawled, { outcome: 'failed' }>): boolean {
  return !['unauthorised', 'stopped'].includes(crawled.failure);
}

/** @param status 'disabled' where the account was so by then, whatever the server's list of accounts said. */
function nothingRead(
  { member, session, right }: Pick<MemberReading, 'member' | 'session' | 'right'>,
  reasons: Reasons,
  status: 'failed' | 'disabled' = 'failed',
): UnsettledMember {
  const coverage: Coverage = {
    status: member.enabled ? status : 'disabled',
    reasons: member.enabled || status === 'disabled' ? reasons : [because('member.disabled'), ...reasons],
    strategy: 'none',
    requests: session.requests(),
    unreadable: [],
  };
  return unread({ member, coverage, right }, reasons);
}

async function trashOf(
  member: Member,
  session: Session,
  setting: GatherSetting,
): Promise<Read<Trash> & { off?: true }> {
  if (!setting.readTrash) return { missing: [because('trash.off')], off: true };
  const read = await readOrMissing('trash.unread', () => readTrash(session, member.id));
  if ('missing' in read) return read;
  return read.value === null ? { missing: [because('trash.untold')], off: true } : { value: read.value };
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
