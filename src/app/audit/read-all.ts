import pLimit from 'p-limit';
import { newCrawlMemory } from '../../gather/crawl/tree.ts';
import { accessNow } from '../../gather/members/access-now.ts';
import { rowOf } from '../../gather/members/member-rows.ts';
import { readMember } from '../../gather/members/read-member.ts';
import { type GatherContext, notAsked, type UnsettledMember } from '../../gather/members/unsettled-member.ts';
import type { Start } from '../../gather/start.ts';
import { newRequestCosts } from '../../gather/uploads/request-costs.ts';
import { evidenceBounds } from '../../judge/evidence-bounds.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import { because, hasReason } from '../../model/reasons/reason.ts';
import { isAppApi } from '../../model/secret.ts';
import type { UtcMs } from '../../model/units.ts';
import { isInterrupted } from './run-status.ts';
import type { AuditSetting } from './setting.ts';

/** What the members share while they are read, and how one says that it is done. */
type Reading = GatherContext & { done(): void };

/** Begins the reading of so many members; tells of the progress. */
export function readingOf(setting: AuditSetting, start: Start, members: number): Reading {
  let entries = 0;
  let membersDone = 0;
  const progress = () =>
    setting.onProgress({ members, membersDone, entries, requests: setting.client.traffic.requests });
  return {
    setting,
    memory: newCrawlMemory({ search: start.inventory.hasSearch, infinity: start.inventory.listsTrees }),
    costs: newRequestCosts(),
    major: start.major,
    searchHasUploads: start.inventory.searchHasUploads,
    knowsUploads: start.inventory.knowsUploads,
    startedAt: start.startedAt,
    notListed: start.inventory.notListed,
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

/**
 * Reads members side by side, each with one request at a time; the client bounds the requests of all.
 * @param askedAt takes when a request was last sent as each.
 */
export async function readAll(
  context: Reading,
  members: readonly Member[],
  askedAt: Map<MemberId, UtcMs>,
): Promise<readonly UnsettledMember[]> {
  const sideBySide = pLimit(context.setting.membersAtOnce);
  const reads = members.map((member) =>
    sideBySide(async () => {
      const unsettled = await readIfGranted(member, context, askedAt);
      context.done();
      return unsettled;
    }),
  );
  try {
    return await Promise.all(reads);
  } catch (error) {
    // Nothing is sent or written any more once the audit has ended: what is in flight ends first.
    context.setting.client.stop(because('stop.broke-off'));
    await Promise.allSettled(reads);
    throw error;
  }
}

async function readIfGranted(
  member: Member,
  context: GatherContext,
  askedAt: Map<MemberId, UtcMs>,
): Promise<UnsettledMember> {
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
  if (unsettled.read.coverage.requests > 0) {
    askedAt.set(member.id, clock());
    await store.members.save([rowOf(member, clock())]);
  }
  return withoutCutOff(unsettled);
}

/** Whom the interruption cut off before anything was known is not reached, like those after them. */
function withoutCutOff(unsettled: UnsettledMember): UnsettledMember {
  const { member, coverage } = unsettled.read;
  if (coverage.status !== 'failed' || !hasReason(coverage.reasons, ['stop.asked'])) return unsettled;
  const { read, ...rest } = notAsked(member, 'failed', because('member.not-reached'));
  return { ...rest, read: { ...read, coverage: { ...read.coverage, requests: coverage.requests } } };
}
