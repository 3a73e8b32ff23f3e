import { absenceWarnings } from '../../gather/members/absences.ts';
import { rowOf, rowsOf } from '../../gather/members/member-rows.ts';
import { noMemberRead } from '../../gather/members/no-member-read.ts';
import { withOwnerPaths } from '../../gather/members/owner-paths.ts';
import { lookUpRecipients, type Recipients } from '../../gather/members/recipients.ts';
import {
  type GatherContext,
  oddSharesOf,
  type UnsettledMember,
} from '../../gather/members/unsettled-member.ts';
import { unionOfShares } from '../../gather/shares/union.ts';
import { readSpaces } from '../../gather/spaces/spaces.ts';
import type { Start } from '../../gather/start.ts';
import type { PartialError, ServerUnusableError } from '../../model/errors.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import type { LongResult, ResultHead } from '../../model/long-result.ts';
import type { Member } from '../../model/member.ts';
import type { OddRecord } from '../../model/odd-record.ts';
import { reasonOf } from '../../model/reasons/errors.ts';
import type { RunResult } from '../../model/result.ts';
import type { Share } from '../../model/share.ts';
import { isoDate } from '../../model/time.ts';
import type { PartialTree } from '../../store/store.ts';
import { type AcceptedGaps, acceptedGaps } from './acceptance.ts';
import { factsOfRun } from './access-evidence.ts';
import { composeResult, countCoverage, memberRow } from './compose-result.ts';
import { type Judgement, judgeAll } from './judge-all.ts';
import { linkedPlaces } from './outside-links.ts';
import { type RegisterOfRun, registeredIn, takeRegister } from './register.ts';
import { groupsOf } from './result-groups.ts';
import { endOf, isInterrupted, scopeOf } from './run-status.ts';
import type { AuditSetting } from './setting.ts';
import { unjudged } from './unjudged.ts';
import { outsideQuotaWarnings, registrationWarnings } from './warnings.ts';

/** How an audit ended. */
export interface AuditEnd {
  readonly result: ResultHead;
  /** Why the run is worth nothing (exit 4) or could not be stored (exit 3); null when it was stored. */
  readonly problem: ServerUnusableError | PartialError | null;
  /** Records of accounts, group folders and shares that could not be read whole. */
  readonly odd: readonly OddRecord[];
  /** What an admin should know beside it, one English sentence each. */
  readonly warnings: readonly string[];
  /** What of the incompleteness the config accepts. */
  readonly accepted: AcceptedGaps;
}

/** What an audit gives back. */
export interface AuditOutcome extends AuditEnd {
  readonly result: RunResult;
}

/** A run that stands in the store, and what it needs until its end. */
export interface BegunRun {
  readonly run: RunId;
  readonly start: Omit<Start, 'earlier'>;
  readonly register: RegisterOfRun;
  /** The shares of departed members, known from the last run that read them. */
  readonly departed: ReadonlyMap<MemberId, readonly Share[]>;
}

/** A run that was judged, and has not ended in the store. */
export interface JudgedRun extends AuditEnd {
  readonly result: LongResult;
  readonly begun: BegunRun;
  readonly problem: ServerUnusableError | null;
  readonly judgement: Pick<Judgement, 'judged' | 'register'>;
  readonly recipients: Recipients;
  /** What was kept for judging alone: to be given up. */
  readonly memberTrees: readonly PartialTree[];
  readonly spaceTrees: readonly PartialTree[];
}

/** Begins the run in the store: before the first member is read. */
export async function beginRun(setting: AuditSetting, start: Start): Promise<BegunRun> {
  const { runs, work } = setting.store;
  if (setting.only === null) await work.clear();
  const run = await runs.start(start.startedAt);
  const register = await takeRegister(setting, start.startedAt);
  const departed = await sharesOfDeparted(setting, membersOf(setting, start));
  return { run, start, register, departed };
}

/** The members of this audit. */
export function membersOf(
  { only }: Pick<AuditSetting, 'only'>,
  { inventory }: Pick<Start, 'inventory'>,
): readonly Member[] {
  return inventory.members.filter(({ id }) => only === null || only.has(id));
}

/** What comes after the members were read: group folders, and judging. */
export async function judgeRun(
  setting: AuditSetting,
  begun: BegunRun,
  context: GatherContext,
  unsettled: readonly UnsettledMember[],
): Promise<JudgedRun> {
  const { run, start, register, departed } = begun;
  const { store, client, clock } = setting;
  const reads = unsettled.map(({ read }) => read);
  const spaces = await readSpaces(context, start, unsettled, linkedPlaces(unsettled), (member) =>
    store.members.save([rowOf(member, clock())]),
  );
  await store.members.save(rowsOf(start, membersOf(setting, start), await store.members.list()));
  const nobody = isInterrupted(setting) ? null : await noMemberRead(setting, unsettled);
  const shares = nobody === null ? await withOwnerPaths(sharesOf(unsettled), unsettled, store) : [];
  const accepted = acceptedGaps(setting.accept, reads, {
    today: isoDate(start.startedAt, setting.zone),
    short: start.inventory.short,
    only: setting.only,
  });
  const recipients = await lookUpRecipients(shares, start.inventory, start);
  const known = {
    run,
    startedAt: start.startedAt,
    scope: scopeOf(setting),
    url: setting.url,
    version: start.version,
    policy: start.inventory.policy,
    coverage: countCoverage(reads),
    accepted: accepted.of,
    spaces: spaces.rows,
    groups: nobody === null ? groupsOf(start.inventory, reads) : null,
    shares,
    registered: registeredIn(register),
  };
  const judgement =
    nobody === null
      ? await judgeAll(setting, {
          start,
          run,
          members: unsettled,
          spaces,
          shares,
          departed,
          recipients,
          accepted,
          register,
          facts: () => factsOfRun(known, reads, setting.zone),
        })
      : {
          members: reads.map((read) => memberRow(read)),
          findings: [],
          checks: unjudged(setting, reasonOf(nobody)),
          judged: [],
          register: [],
        };
  const result = composeResult({
    ...known,
    finishedAt: clock(),
    status: nobody === null ? endOf(setting, unsettled, start.inventory) : 'failed',
    traffic: client.traffic,
    members: judgement.members,
    findings: judgement.findings,
    checks: judgement.checks,
  });
  const warnings = [
    ...absenceWarnings(start.inventory),
    ...outsideQuotaWarnings(unsettled),
    ...registrationWarnings(unsettled),
    ...register.warnings,
  ];
  return {
    begun,
    result,
    problem: nobody,
    odd: [...start.inventory.odd, ...spaces.odd, ...unsettled.flatMap(oddSharesOf)],
    warnings: nobody === null ? warnings : [],
    accepted,
    judgement,
    recipients,
    memberTrees: unsettled.flatMap(({ entries }) =>
      entries === null || entries === 'stored' ? [] : entries,
    ),
    spaceTrees: spaces.trees.map(({ entries }) => entries),
  };
}

/** Taken before this run writes anything. */
export async function sharesOfDeparted({ store }: AuditSetting, members: readonly Member[]) {
  const shares = new Map<MemberId, readonly Share[]>();
  for (const { id, enabled } of members)
    if (!enabled) shares.set(id, (await store.snapshots.shares(id)) ?? []);
  return shares;
}

function sharesOf(unsettled: readonly UnsettledMember[]): readonly Share[] {
  const lists = unsettled.flatMap(({ read }) =>
    'value' in read.shares ? [[read.member.id, read.shares.value] as const] : [],
  );
  return unionOfShares(new Map(lists));
}
