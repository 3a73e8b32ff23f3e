import type { EvidenceBounds } from '../../model/entry.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import type { Reason, Reasons } from '../../model/reasons/reason.ts';
import type { Bytes, UtcMs } from '../../model/units.ts';
import type { PartialTree } from '../../store/store.ts';
import type { CrawlMemory } from '../crawl/tree.ts';
import type { GatherSetting } from '../setting.ts';
import type { RequestCosts } from '../uploads/request-costs.ts';
import { NOTHING_LEFT_OUT, type ReadMember } from './member-as-read.ts';

/** A member after reading, and where the entries are: in the store, in a tree that was read in part, or nowhere. */
export interface UnsettledMember {
  readonly read: ReadMember;
  readonly entries: 'stored' | PartialTree | null;
  /** Null where the tree gave nothing. */
  readonly root: RootSeen | null;
}

/** A member's root as its tree stands. */
export interface RootSeen {
  readonly etag: string;
  readonly dataFingerprint: string;
  /** Whether the sums leave room for received shares, external storages or group folders in the tree. */
  readonly mayHoldMounts: boolean;
  /** What the server counts in the quota beside the own files of a whole tree with mounts; 0 where nothing is known of it. */
  readonly beyondOwn: Bytes;
}

/** What all members of a run share while they are read. */
export interface GatherContext {
  readonly setting: GatherSetting;
  readonly memory: CrawlMemory;
  readonly costs: RequestCosts;
  readonly major: number;
  readonly searchHasUploads: boolean;
  /** Where the server does not, no upload time is asked for. */
  readonly knowsUploads: boolean;
  readonly startedAt: UtcMs;
  /** Members of whom the server told nothing in this run, and why. */
  readonly notListed: ReadonlyMap<MemberId, Reason>;
  readonly bounds: EvidenceBounds;
  readonly onEntries: (count: number) => void;
}

/** A member that no request is sent for: disabled, no access granted, or not listed by the server. */
export function notAsked(
  member: Member,
  status: 'disabled' | 'not-granted' | 'failed',
  reason: Reason,
): UnsettledMember {
  const missing = [reason];
  const coverage = { status, reasons: missing, strategy: 'none', requests: 0, unreadable: [] } as const;
  return unread({ member, coverage, right: null }, missing);
}

/** A member of whom nothing was read. */
export function unread(
  known: Pick<ReadMember, 'member' | 'coverage' | 'right'>,
  missing: Reasons,
): UnsettledMember {
  const nothing = { totals: null, trash: { missing }, shares: { missing }, sharesLeftOut: NOTHING_LEFT_OUT };
  return { read: { ...known, ...nothing }, entries: null, root: null };
}

/** The rows of a member's list of shares that could not be understood. */
export function oddSharesOf({ read: { member, sharesLeftOut } }: UnsettledMember): readonly OddRecord[] {
  return sharesLeftOut.lost.map(({ id, fields }) => ({
    what: 'share',
    name: `${id ?? '(without id)'} of ${member.id}`,
    fields: [fields],
    isLeftOut: true,
  }));
}
