import { type CrawlMemory, newCrawlMemory } from '../../gather/crawl/tree.ts';
import type { Inventory } from '../../gather/inventory/inventory.ts';
import { accessNow } from '../../gather/members/access-now.ts';
import { rowOf } from '../../gather/members/member-rows.ts';
import { readMember } from '../../gather/members/read-member.ts';
import { type GatherContext, notAsked, type UnsettledMember } from '../../gather/members/unsettled-member.ts';
import { sideBySide } from '../../gather/side-by-side.ts';
import type { Start } from '../../gather/start.ts';
import { type BelievedCosts, newRequestCosts } from '../../gather/uploads/request-costs.ts';
import { evidenceBounds } from '../../judge/evidence-bounds.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import { because, hasReason, type Reason } from '../../model/reasons/reason.ts';
import { isAppApi } from '../../model/secret.ts';
import type { UtcMs } from '../../model/units.ts';
import { isInterrupted } from './run-status.ts';
import type { AuditSetting } from './setting.ts';

/** What the members share while they are read, and how one says that it is done. */
export type Reading = GatherContext & {
  /** When a request was sent as a member before this run. */
  readonly askedBefore: ReadonlyMap<MemberId, UtcMs>;
  done(): void;
};

/** What of the start of a run its members are read by. */
export interface ReadingFacts {
  readonly startedAt: UtcMs;
  readonly major: number;
  readonly server: Pick<Inventory, 'hasSearch' | 'listsTrees' | 'searchHasUploads' | 'knowsUploads'>;
  readonly notListed: ReadonlyMap<MemberId, Reason>;
  readonly askedBefore: ReadonlyMap<MemberId, UtcMs>;
}

/** What was learnt of the server by those who read members of the same run before. */
export interface Learnt {
  readonly memory: CrawlMemory;
  readonly costs: BelievedCosts;
}

export function readingFacts({ startedAt, major, inventory, earlier }: Start): ReadingFacts {
  const { hasSearch, listsTrees, searchHasUploads, knowsUploads, notListed } = inventory;
  const server = { hasSearch, listsTrees, searchHasUploads, knowsUploads };
  const asked = earlier.flatMap(({ id, lastRequestAt }) =>
    lastRequestAt === null ? [] : [[id, lastRequestAt] as const],
  );
  return { startedAt, major, server, notListed, askedBefore: new Map(asked) };
}

/** Begins the reading of so many members; tells of the progress. */
export function readingOf(
  setting: AuditSetting,
  { startedAt, major, server, notListed, askedBefore }: ReadingFacts,
  members: number,
  learnt: Learnt | null = null,
): Reading {
  let entries = 0;
  let membersDone = 0;
  const progress = () =>
    setting.onProgress({ members, membersDone, entries, requests: setting.client.traffic.requests });
  return {
    setting,
    memory: newCrawlMemory(learnt?.memory ?? { search: server.hasSearch, infinity: server.listsTrees }),
    costs: newRequestCosts(learnt?.costs),
    major,
    searchHasUploads: server.searchHasUploads,
    knowsUploads: server.knowsUploads,
    startedAt,
    notListed,
    askedBefore,
    bounds: evidenceBounds(setting.checks, setting.checkSettings),
    onEntries: (count) => {
      entries += count;
      progress();
    },
    done: () => {
      membersDone++;
      progress();
    },
  };
}

/** Reads members side by side, each with one request at a time; the client bounds the requests of all. */
export async function readAll(
  context: Reading,
  members: readonly Member[],
): Promise<readonly UnsettledMember[]> {
  const read = new Map<MemberId, UnsettledMember>();
  await readEach(context, members, {
    mayGoOn: () => true,
    keep: async (unsettled) => void read.set(unsettled.read.member.id, unsettled),
  });
  return members.flatMap(({ id }) => read.get(id) ?? []);
}

/** Who follows the reading of members. */
export interface ReadingFollower {
  /** Whether a further member is begun. */
  mayGoOn(): boolean;
  keep(unsettled: UnsettledMember): Promise<void>;
}

/** The same, each given to `follower` as soon as it is settled. */
export async function readEach(
  context: Reading,
  members: readonly Member[],
  follower: ReadingFollower,
): Promise<void> {
  const { client, membersAtOnce } = context.setting;
  await sideBySide(members, membersAtOnce, async (member) => {
    if (!follower.mayGoOn()) return;
    try {
      await follower.keep(await readIfGranted(member, context));
    } catch (error) {
      // Nothing is sent or written any more once the audit has ended.
      client.stop(because('stop.broke-off'));
      throw error;
    }
    context.done();
  });
}

async function readIfGranted(member: Member, context: Reading): Promise<UnsettledMember> {
  const notListed = context.notListed.get(member.id);
  if (notListed !== undefined) return notAsked(member, 'failed', notListed);
  const access = await accessNow(member, context.setting);
  if (access.kind === 'none') return notAsked(member, access.status, access.reason);
  if (isInterrupted(context.setting)) return notAsked(member, 'failed', because('member.not-reached'));
  const { store, clock } = context.setting;
  // By AppAPI nothing is noted: the server takes no such request for a login.
  if (isAppApi(access.login)) return withoutCutOff(await readMember(member, access.login, context));
  // Before the first request, which the server takes for a login: a run that is killed now must not hide the member's own.
  await store.members.save([rowOf(member, clock())]);
  const unsettled = await readMember(member, access.login, context);
  const wasAsked = unsettled.read.coverage.requests > 0;
  await store.members.save([
    rowOf(member, wasAsked ? clock() : (context.askedBefore.get(member.id) ?? null)),
  ]);
  return withoutCutOff(unsettled);
}

/** Whom the interruption cut off before anything was known is not reached, like those after them. */
function withoutCutOff(unsettled: UnsettledMember): UnsettledMember {
  const { member, coverage } = unsettled.read;
  if (coverage.status !== 'failed' || !hasReason(coverage.reasons, ['stop.asked'])) return unsettled;
  const { read, ...rest } = notAsked(member, 'failed', because('member.not-reached'));
  return { ...rest, read: { ...read, coverage: { ...read.coverage, requests: coverage.requests } } };
}
