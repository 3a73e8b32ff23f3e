import { crawlMember } from '../crawl/crawl.ts';
import type { Crawled, CrawlMemory } from '../crawl/tree.ts';
import { MenageError, PartialError, RequestError } from '../errors.ts';
import type { Coverage } from '../model/coverage.ts';
import type { Entry } from '../model/entry.ts';
import type { Member } from '../model/member.ts';
import type { Credential } from '../model/secret.ts';
import type { Share } from '../model/share.ts';
import type { Bytes } from '../model/units.ts';
import type { Session } from '../nextcloud/exchange.ts';
import { listShares } from '../nextcloud/share-list.ts';
import { readTrash } from '../nextcloud/trash.ts';
import type { Snapshot, SnapshotStore, SnapshotWriter } from '../store/store.ts';
import type { Read, ReadMember } from './read-member.ts';
import type { AuditSetting } from './setting.ts';

/** A member after reading, and where the entries are: in the store, in a tree that was read in part, or nowhere. */
export interface MemberInHand {
  readonly read: ReadMember;
  readonly entries: 'stored' | SnapshotWriter | null;
}

/** What all members of a run share while they are read. */
export interface Reading {
  readonly setting: AuditSetting;
  readonly memory: CrawlMemory;
  readonly major: number;
  readonly onEntries: (count: number) => void;
}

/** A member that no request is sent for: disabled, or no access granted. */
export function notAsked(member: Member, status: 'disabled' | 'not-granted'): MemberInHand {
  const missing = status === 'disabled' ? 'The account is disabled.' : 'No access was granted yet.';
  return {
    read: {
      member,
      coverage: { status, reason: missing, strategy: 'none', requests: 0, unreadable: [] },
      totals: null,
      trashBytes: { missing },
      shares: { missing },
    },
    entries: null,
  };
}

/**
 * Reads one member: tree, trash bin, shares. What fails becomes part of the coverage.
 * @throws {RequestError} 'maintenance' alone: then the whole run is worth nothing.
 */
export async function readOne(
  member: Member,
  credential: Credential,
  reading: Reading,
): Promise<MemberInHand> {
  const { setting, memory, major } = reading;
  const session = setting.door.as(credential);
  const snapshots = setting.store.snapshots;
  try {
    const previous = setting.full ? null : await snapshots.get(member.id);
    const writer = lazyWriter(snapshots, member, reading.onEntries);
    const crawled = await crawlMember(session, member.id, previousTree(previous, snapshots), writer.sink, {
      major,
      memory,
    });
    if (crawled.outcome === 'failed' && !worthAsking(crawled)) return failed(member, session, crawled.reason);
    const trashBytes = await trashOf(member, session, setting);
    const shares = await readOrMissing('shares', () => listShares(session));
    return await settled({ member, session, crawled, previous, writer, trashBytes, shares, snapshots });
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'maintenance') throw error;
    if (error instanceof RequestError || error instanceof PartialError)
      return failed(member, session, error.message);
    throw error;
  }
}

function previousTree(snapshot: Snapshot | null, snapshots: SnapshotStore) {
  if (snapshot === null) return null;
  const { rootEtag, dataFingerprint, files, folders, member } = snapshot;
  return { rootEtag, dataFingerprint, files, folders, listFolders: () => snapshots.folders(member) };
}

/** Begins a new tree only when something is written: an unchanged member writes nothing. */
function lazyWriter(snapshots: SnapshotStore, member: Member, onEntries: (count: number) => void) {
  let begun: Promise<SnapshotWriter> | null = null;
  const writer = () => {
    begun ??= snapshots.begin(member.id);
    return begun;
  };
  return {
    sink: {
      add: async (entries: readonly Entry[]) => {
        onEntries(entries.length);
        await (await writer()).add(entries);
      },
      keep: async (subtrees: Parameters<SnapshotWriter['keep']>[0]) => (await writer()).keep(subtrees),
      drop: async (path: string) => (await writer()).drop(path),
      dropFilesIn: async (path: string) => (await writer()).dropFilesIn(path),
      totals: async () => (await writer()).totals(),
      folders: async () => (await writer()).folders(),
    },
    begun: writer,
    abandon: async () => {
      if (begun !== null) await (await begun).abandon();
    },
  };
}

/** A refused login or a disabled account gives nothing else either. */
function worthAsking(crawled: Extract<Crawled, { outcome: 'failed' }>): boolean {
  return !['unauthorised', 'disabled-account', 'stopped'].includes(crawled.failure);
}

function failed(member: Member, session: Session, reason: string): MemberInHand {
  const coverage: Coverage = {
    status: 'failed',
    reason,
    strategy: 'none',
    requests: session.requests(),
    unreadable: [],
  };
  const missing = reason;
  return {
    read: { member, coverage, totals: null, trashBytes: { missing }, shares: { missing } },
    entries: null,
  };
}

async function trashOf(
  member: Member,
  session: Session,
  setting: AuditSetting,
): Promise<Read<Bytes> & { off?: true }> {
  if (!setting.readTrash) return { missing: 'Trash bins are not read (server.trash is false).', off: true };
  return readOrMissing('trash bin', () => readTrash(session, member.id));
}

async function readOrMissing<T>(what: string, read: () => Promise<T>): Promise<Read<T>> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof MenageError) || (error instanceof RequestError && error.failure === 'maintenance'))
      throw error;
    return { missing: `The ${what} could not be read: ${error.message}` };
  }
}

interface InHand {
  readonly member: Member;
  readonly session: Session;
  readonly crawled: Crawled;
  readonly previous: Snapshot | null;
  readonly writer: ReturnType<typeof lazyWriter>;
  readonly trashBytes: Read<Bytes> & { readonly off?: true };
  readonly shares: Read<readonly Share[]>;
  readonly snapshots: SnapshotStore;
}

/** Keeps what is whole, and says what is not. */
async function settled(hand: InHand): Promise<MemberInHand> {
  const { member, session, crawled, previous, trashBytes, shares, snapshots } = hand;
  if ('value' in shares) await snapshots.saveShares(member.id, shares.value);
  const lacking = [
    ...('missing' in shares ? [shares.missing] : []),
    ...('missing' in trashBytes && trashBytes.off !== true ? [trashBytes.missing] : []),
  ];
  const requests = session.requests();
  if (crawled.outcome === 'failed') {
    await hand.writer.abandon();
    const coverage: Coverage = {
      status: 'failed',
      reason: crawled.reason,
      strategy: 'none',
      requests,
      unreadable: [],
    };
    return { read: { member, coverage, totals: null, trashBytes, shares }, entries: null };
  }
  const tree = crawled.outcome === 'unchanged' ? unchanged(previous) : await keep(hand, crawled);
  const reasons = [...(tree.reason === null ? [] : [tree.reason]), ...lacking];
  const coverage: Coverage = {
    status: reasons.length > 0 ? 'partial' : tree.status,
    reason: reasons.length > 0 ? reasons.join(' ') : null,
    strategy: tree.strategy,
    requests,
    unreadable: tree.unreadable,
  };
  return { read: { member, coverage, totals: tree.totals, trashBytes, shares }, entries: tree.entries };
}

function unchanged(previous: Snapshot | null) {
  if (previous === null) throw new TypeError('unchanged against nothing');
  const { bytes, files, folders } = previous;
  return {
    status: 'unchanged' as const,
    reason: null,
    strategy: 'none' as const,
    unreadable: [],
    totals: { bytes, files, folders },
    entries: 'stored' as const,
  };
}

/** A whole tree takes the old one's place; one read in part is judged, and the old one stands. */
async function keep(
  { member, writer, snapshots: _ }: InHand,
  crawled: Extract<Crawled, { outcome: 'read' }>,
) {
  const { root, strategy, totals, unreadable, reason, hasMounts } = crawled;
  const tree = await writer.begun();
  if (reason !== null || unreadable.length > 0) {
    const why = reason ?? 'Some folders could not be read.';
    return { status: 'partial' as const, reason: why, strategy, unreadable, totals: null, entries: tree };
  }
  await tree.commit({
    member: member.id,
    rootEtag: root.etag,
    dataFingerprint: root.dataFingerprint,
    strategy,
    readAt: Date.now(),
    hasMounts,
    ...totals,
    coverage: { status: 'read', reason: null, strategy, requests: 0, unreadable: [] },
  });
  return { status: 'read' as const, reason: null, strategy, unreadable, totals, entries: 'stored' as const };
}
