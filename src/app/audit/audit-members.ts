import pLimit from 'p-limit';
import { PartialError, type ServerUnusableError } from '../../errors.ts';
import { newCrawlMemory } from '../../gather/crawl/tree.ts';
import { absenceWarnings, noteAbsences } from '../../gather/members/absences.ts';
import {
  type MemberInHand,
  notAsked,
  oddSharesOf,
  type Reading,
} from '../../gather/members/member-in-hand.ts';
import { rowOf, rowsOf } from '../../gather/members/member-rows.ts';
import { nobodyRead } from '../../gather/members/nobody-read.ts';
import { withOwnerPaths } from '../../gather/members/owner-paths.ts';
import { readOne } from '../../gather/members/read-one.ts';
import { lookUpRecipients } from '../../gather/members/recipients.ts';
import { unionOfShares } from '../../gather/shares/union.ts';
import type { SpaceTree } from '../../gather/spaces/read-space.ts';
import { readSpaces } from '../../gather/spaces/spaces.ts';
import type { Start } from '../../gather/start.ts';
import type { MemberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import type { RunResult } from '../../model/result.ts';
import type { Share } from '../../model/share.ts';
import type { UtcMs } from '../../model/units.ts';
import { composeResult, statusOf } from './compose-result.ts';
import { judgeAll } from './judge-all.ts';
import { linkedPlaces } from './outside-links.ts';
import { outsideQuotaWarnings } from './outside-quota.ts';
import type { AuditSetting } from './setting.ts';
import { unjudged } from './unjudged.ts';

/** What an audit gives back. */
export interface AuditOutcome {
  readonly result: RunResult;
  /** Why the run is worth nothing (exit 4) or could not be stored (exit 3); null when it was stored. */
  readonly problem: ServerUnusableError | PartialError | null;
  /** Records of accounts, group folders and shares that could not be read whole. */
  readonly odd: readonly OddRecord[];
  /** What an admin should know beside it, one English sentence each. */
  readonly warnings: readonly string[];
}

/** Reads the members, judges, and stores the run. */
export async function auditMembers(setting: AuditSetting, start: Start): Promise<AuditOutcome> {
  const { store, door, clock } = setting;
  const run = await store.runs.start(start.startedAt);
  const askedAt = new Map<MemberId, UtcMs>();
  const members = start.inventory.members.filter(({ id }) => setting.only === null || setting.only.has(id));
  const pasts = await pastOf(setting, members);
  const reading = readingOf(setting, start, members.length);
  const inHand = await readAll(reading, members, askedAt);
  const spaces = await readSpaces(reading, start, inHand, linkedPlaces(inHand), async (member) => {
    askedAt.set(member.id, clock());
    await store.members.save([rowOf(member, clock())]);
  });
  await store.members.save(rowsOf(start, members, askedAt));
  const nobody = await nobodyRead(setting, inHand);
  const shares = nobody === null ? await withOwnerPaths(sharesOf(inHand), inHand, store) : [];
  const recipients = await lookUpRecipients(shares, start.inventory, start);
  const judgement =
    nobody === null
      ? await judgeAll(setting, { start, run, members: inHand, spaces, shares, pasts, recipients })
      : { findings: [], checks: unjudged(setting, nobody.message), judged: [] };
  await abandonParts(inHand, spaces.trees);
  const result = composeResult({
    run,
    startedAt: start.startedAt,
    finishedAt: clock(),
    status:
      nobody === null
        ? statusOf(
            inHand.map(({ read }) => read),
            start.inventory,
          )
        : 'failed',
    url: setting.url,
    version: start.version,
    traffic: door.traffic,
    policy: start.inventory.policy,
    members: inHand.map(({ read }) => read),
    spaces: spaces.rows,
    shares,
    findings: judgement.findings,
    checks: judgement.checks,
  });
  const odd = [...start.inventory.odd, ...spaces.odd, ...inHand.flatMap(oddSharesOf)];
  const warnings = [...absenceWarnings(start.inventory), ...outsideQuotaWarnings(inHand)];
  if (nobody !== null) {
    await store.runs.fail(run, result, clock());
    return { result, problem: nobody, odd, warnings: [] };
  }
  try {
    await store.runs.finish(run, result, judgement.judged);
    await noteAbsences(setting, start, recipients);
    return { result, problem: null, odd, warnings };
  } catch (error) {
    if (error instanceof PartialError) return { result, problem: error, odd, warnings: [] };
    throw error;
  }
}

/** What the members share while they are read; tells of the progress. */
function readingOf(setting: AuditSetting, start: Start, members: number): Reading & { done(): void } {
  let entries = 0;
  let membersDone = 0;
  const progress = () =>
    setting.onProgress({ members, membersDone, entries, requests: setting.door.traffic.requests });
  return {
    setting,
    memory: newCrawlMemory(),
    major: start.major,
    startedAt: start.startedAt,
    notListed: start.inventory.notListed,
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

/** Members side by side, each with one request at a time; the door bounds the requests of all. */
async function readAll(
  reading: ReturnType<typeof readingOf>,
  members: readonly Member[],
  askedAt: Map<MemberId, UtcMs>,
): Promise<readonly MemberInHand[]> {
  const sideBySide = pLimit(reading.setting.membersAtOnce);
  const reads = members.map((member) =>
    sideBySide(async () => {
      const inHand = await readMember(member, reading, askedAt);
      reading.done();
      return inHand;
    }),
  );
  try {
    return await Promise.all(reads);
  } catch (error) {
    // Nothing is sent or written any more once the audit has ended: what is in flight ends first.
    reading.setting.door.stop('the run broke off.');
    await Promise.allSettled(reads);
    throw error;
  }
}

async function readMember(
  member: Member,
  reading: Reading,
  askedAt: Map<MemberId, UtcMs>,
): Promise<MemberInHand> {
  const notListed = reading.notListed.get(member.id);
  if (notListed !== undefined) return notAsked(member, 'failed', notListed);
  if (!member.enabled) return notAsked(member, 'disabled');
  const credential = reading.setting.credentialOf(member.id);
  if (credential === null) return notAsked(member, 'not-granted');
  const { store, clock } = reading.setting;
  // Before the first request, which the server takes for a login: a run that is killed now must not hide the member's own.
  await store.members.save([rowOf(member, clock())]);
  const inHand = await readOne(member, credential, reading);
  if (inHand.read.coverage.requests > 0) {
    askedAt.set(member.id, clock());
    await store.members.save([rowOf(member, clock())]);
  }
  return inHand;
}

/** What earlier runs know of each member: taken before this run writes anything. */
async function pastOf({ store }: AuditSetting, members: readonly Member[]) {
  const usage = await store.runs.usageHistory();
  const pasts = new Map<
    MemberId,
    { readonly usage: readonly { at: UtcMs; bytes: number }[]; readonly shares: readonly Share[] }
  >();
  for (const { id, enabled } of members) {
    const shares = enabled ? [] : ((await store.snapshots.shares(id)) ?? []);
    pasts.set(id, { usage: usage.get(id) ?? [], shares });
  }
  return pasts;
}

function sharesOf(inHand: readonly MemberInHand[]): readonly Share[] {
  const lists = inHand.flatMap(({ read }) =>
    'value' in read.shares ? [[read.member.id, read.shares.value] as const] : [],
  );
  return unionOfShares(new Map(lists));
}

async function abandonParts(inHand: readonly MemberInHand[], trees: readonly SpaceTree[]): Promise<void> {
  for (const { entries } of inHand) if (entries !== null && entries !== 'stored') await entries.abandon();
  for (const { entries } of trees) await entries.abandon();
}
