import type { Coverage, Right } from '../../model/coverage.ts';
import type { Entry } from '../../model/entry.ts';
import type { Member } from '../../model/member.ts';
import { parentOf, type TreePath } from '../../model/path/path.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Share } from '../../model/share.ts';
import type { Trash } from '../../model/trash.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import type { Snapshot, SnapshotStore, UploadNotes } from '../../store/store.ts';
import type { Crawled } from '../crawl/tree.ts';
import type { ReadShares } from '../shares/read-shares.ts';
import type { LazyWriter } from './lazy-writer.ts';
import { NOTHING_LEFT_OUT, type Read, type ReadMember } from './member-as-read.ts';
import type { RootSeen, UnsettledMember } from './unsettled-member.ts';

/** What was read of one member. */
export interface MemberReading {
  readonly member: Member;
  readonly session: Session;
  readonly right: Right;
  readonly crawled: Crawled;
  readonly previous: Snapshot | null;
  readonly writer: LazyWriter;
  readonly trash: Read<Trash> & { readonly off?: true };
  readonly shares: Read<ReadShares>;
  /** What was learnt of its tree, should that be whole; null = nothing. */
  readonly uploads: UploadNotes | null;
  readonly snapshots: SnapshotStore;
  /** When its tree was read. */
  readonly readAt: UtcMs;
}

/** Keeps what is whole, and says what is not. */
export async function settled(reading: MemberReading): Promise<UnsettledMember> {
  const { member, session, right, crawled, previous, trash, snapshots } = reading;
  const shares = 'value' in reading.shares ? { value: reading.shares.value.shares } : reading.shares;
  const sharesLeftOut = leftOutOf(reading.shares);
  const readShares = 'value' in shares ? shares.value : null;
  const lacking = [
    ...('missing' in shares ? shares.missing : []),
    ...('value' in reading.shares && !reading.shares.value.isWhole ? reading.shares.value.lack : []),
    ...('missing' in trash && trash.off !== true ? trash.missing : []),
  ];
  const requests = session.requests();
  if (crawled.outcome === 'failed') {
    await reading.writer.abandon();
    await snapshots.saveBeside(member.id, { shares: readShares, uploads: ofPart(reading.uploads) });
    const coverage: Coverage = {
      status: 'failed',
      reasons: crawled.reasons,
      strategy: 'none',
      requests,
      unreadable: [],
    };
    return {
      read: { member, coverage, right, totals: null, trash, shares, sharesLeftOut },
      entries: null,
      root: null,
    };
  }
  const tree =
    crawled.outcome === 'unchanged'
      ? await keepUnchanged(reading, readShares)
      : await keep(reading, crawled, readShares);
  const reasons = [...tree.reasons, ...lacking];
  const coverage: Coverage = {
    status: reasons.length > 0 ? 'partial' : tree.status,
    reasons,
    strategy: tree.strategy,
    requests,
    unreadable: tree.unreadable,
  };
  return {
    read: { member, coverage, right, totals: tree.totals, trash, shares, sharesLeftOut },
    entries: tree.entries,
    root: rootSeen(crawled, previous, tree.totals?.bytes ?? null),
  };
}

/** Of a disabled account the server gives the tree and no shares; it stays one, however much was read. */
export async function settledDeparted(
  reading: Omit<MemberReading, 'shares' | 'uploads'>,
): Promise<UnsettledMember> {
  const shares = { missing: [because('shares.departed')] } as const;
  const { read, ...rest } = await settled({ ...reading, shares, uploads: null });
  const reasons = [because('member.disabled'), ...read.coverage.reasons];
  const disabled = { ...read, coverage: { ...read.coverage, status: 'disabled' as const, reasons } };
  if (rest.entries !== 'stored') return { ...rest, read: disabled };
  const folders = await reading.snapshots.folders(read.member.id);
  return { ...rest, read: { ...disabled, largestFolders: largestOf(folders) } };
}

const MOST_FOLDERS = 3;

/** The top folders that hold most, the largest first; the root where nothing lies in any. */
function largestOf(folders: readonly Entry[]): readonly TreePath[] {
  const top = folders.filter(({ path, size }) => parentOf(path) === '/' && size > 0);
  const largest = top.sort((a, b) => b.size - a.size).slice(0, MOST_FOLDERS);
  return largest.length === 0 ? ['/'] : largest.map(({ path }) => path);
}

function rootSeen(
  crawled: Exclude<Crawled, { outcome: 'failed' }>,
  previous: Snapshot | null,
  ownBytes: Bytes | null,
): RootSeen {
  const { etag, dataFingerprint, size, usedBytes } = crawled.root;
  const held = crawled.outcome === 'read' ? crawled.hasMounts : previous?.hasMounts === true;
  // Without mounts the two differ for a stale figure alone: it may be five minutes old.
  const beyondOwn = held && ownBytes !== null && usedBytes !== null ? Math.max(0, usedBytes - ownBytes) : 0;
  return { etag, dataFingerprint, mayHoldMounts: held || size === null || size !== usedBytes, beyondOwn };
}

/** A tree read in part is not stored: what was found out of it says nothing of the one that is. */
function ofPart(uploads: UploadNotes | null): UploadNotes | null {
  return uploads && { ...uploads, dueAt: 0, reportedFrom: null };
}

async function keepUnchanged(
  { member, previous, snapshots, uploads }: MemberReading,
  shares: readonly Share[] | null,
) {
  if (previous === null) throw new TypeError('unchanged against nothing');
  await snapshots.saveBeside(member.id, { shares, uploads });
  const { bytes, files, folders } = previous;
  return {
    status: 'unchanged' as const,
    reasons: [],
    strategy: 'none' as const,
    unreadable: [],
    totals: { bytes, files, folders },
    entries: 'stored' as const,
  };
}

/** A whole tree takes the old one's place; one read in part is judged, and the old one stands. */
async function keep(
  { member, writer, readAt, snapshots, uploads }: MemberReading,
  crawled: Extract<Crawled, { outcome: 'read' }>,
  shares: readonly Share[] | null,
) {
  const { root, strategy, totals, unreadable, reasons, hasMounts } = crawled;
  const tree = await writer.begun();
  if (reasons.length > 0 || unreadable.length > 0) {
    const why = reasons.length > 0 ? reasons : [because('tree.folders-unread')];
    await snapshots.saveBeside(member.id, { shares, uploads: ofPart(uploads) });
    return { status: 'partial' as const, reasons: why, strategy, unreadable, totals: null, entries: tree };
  }
  const { etag: rootEtag, dataFingerprint } = root;
  await tree.commit(
    { ...{ member: member.id, rootEtag, dataFingerprint, strategy, readAt, hasMounts }, ...totals },
    { shares, uploads },
  );
  return { status: 'read' as const, reasons: [], strategy, unreadable, totals, entries: 'stored' as const };
}

/** Without the shares themselves, which would be kept twice. */
function leftOutOf(shares: Read<ReadShares>): ReadMember['sharesLeftOut'] {
  if ('missing' in shares) return NOTHING_LEFT_OUT;
  const { lost, lack } = shares.value;
  return lost.length === 0 && lack.length === 0 ? NOTHING_LEFT_OUT : { lost, lack };
}
