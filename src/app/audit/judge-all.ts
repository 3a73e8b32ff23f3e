import { reachCount } from '../../access/reach-count.ts';
import type { AccessFacts } from '../../access/types.ts';
import { sensitivityIn } from '../../checks/index.ts';
import { hasWholeTree } from '../../gather/members/member-as-read.ts';
import type { Recipients } from '../../gather/members/recipients.ts';
import type { UnsettledMember } from '../../gather/members/unsettled-member.ts';
import { shortfallOf } from '../../gather/shares/complete.ts';
import type { SpacesRead } from '../../gather/spaces/spaces.ts';
import type { Start } from '../../gather/start.ts';
import { rowWithout } from '../../judge/check-rows.ts';
import { type Conclusions, openConclusion } from '../../judge/conclude.ts';
import { openRunner } from '../../judge/runner.ts';
import type { Entry } from '../../model/entry.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import { packedList } from '../../model/lists/packed-list.ts';
import { type Answer, endedAnswer } from '../../model/portal/answer.ts';
import { type AnswerSetting, endedByChange } from '../../model/portal/answered.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import type { CheckedEntry, Registered } from '../../model/register/standing.ts';
import type { ResultMember } from '../../model/result.ts';
import { type Share, shareKey } from '../../model/share.ts';
import { isoDate } from '../../model/time.ts';
import { usageBounds } from '../../report/figures/usage.ts';
import { type AcceptedGaps, asExceptions } from './acceptance.ts';
import { accessEvidence } from './access-evidence.ts';
import { memberRow } from './compose-result.ts';
import { gatherMember, gatherServer, groupFoldersSeen, type Past } from './evidence.ts';
import { keepsLargest, largestFiles } from './largest-files.ts';
import { judgeSpaces, lookOutside, newQuestions } from './outside-links.ts';
import { checkRegister, type RegisterOfRun } from './register.ts';
import type { AuditSetting } from './setting.ts';

/** What a run gathered. */
export interface Gathering {
  readonly start: Omit<Start, 'earlier'>;
  readonly run: RunId;
  readonly members: readonly UnsettledMember[];
  readonly spaces: Pick<SpacesRead, 'trees' | 'lost' | 'sessionOf'>;
  readonly shares: readonly Share[];
  /** Of departed members: the shares known from the last run that read them. */
  readonly departed: ReadonlyMap<MemberId, readonly Share[]>;
  readonly recipients: Recipients;
  readonly accepted: AcceptedGaps;
  readonly register: RegisterOfRun;
  /** What the result will know of access. */
  facts(): AccessFacts;
}

/** What is to be said. */
export interface Judgement extends Conclusions {
  /** With the largest own files of whose space is filling, and own files by who reaches them where tree and shares are known whole. */
  readonly members: Iterable<ResultMember>;
  /** How the entries of the register came out; none where it is not known. */
  readonly register: readonly CheckedEntry[];
}

/** Runs every check over what was gathered: one pass over each tree for all of them. */
export async function judgeAll(setting: AuditSetting, gathered: Gathering): Promise<Judgement> {
  const { start, run, members, spaces, shares, recipients } = gathered;
  const { zone, groups, quotaRule, store } = setting;
  const runner = openRunner(setting.checks, setting.checkSettings, {
    now: start.startedAt,
    zone,
    memberGroups: groups,
    quotaRule,
    registerLack: gathered.register.lack,
    isSensitive: sensitivityIn(setting.checkSettings),
  });
  const access = await accessEvidence({ store, run, zone, facts: gathered.facts, isNeeded: runner.isNeeded });
  const known = {
    inventory: start.inventory,
    shares,
    sharesOf: groupedBy(shares, ({ owner }) => owner),
    recipients,
    sharesLack: sharesLack(setting, gathered),
    excepted: new Set(setting.except),
    access,
    registered: knownRegister(gathered.register),
    register: checkRegister(setting, gathered),
    groupFolders: groupFoldersSeen(await store.spaces.looks()),
  };
  const today = isoDate(start.startedAt, zone);
  const answers = await store.portal.answers.list();
  const earlier = await store.runs.earlier(run);
  const conclusion = openConclusion(runner, {
    isFirstRun: earlier.areNone,
    exceptions: [...setting.exceptions, ...asExceptions(gathered.accepted, setting.checks, today)],
    ...{ answers, today, shares },
  });
  const pastOf = pastsOf(setting, gathered);
  const questions = newQuestions();
  const limits = setting.checks.map(({ id }) => rowWithout(id, 'off', [], runner.limits.get(id) ?? {}));
  const bounds = usageBounds({ checks: limits });
  const rows = packedList<ResultMember>();
  for (const [number, one] of members.entries()) {
    const { read } = one;
    const past = await pastOf(number);
    const { lost } = read.sharesLeftOut;
    const gathered = gatherMember(read, known, past);
    const session = runner.member(read.member, read.coverage, gathered, lost);
    const files = largestFiles();
    const reached = reachCount(known.sharesOf.get(read.member.id) ?? [], today);
    const isWhole = hasWholeReach(one);
    await showEntries(one, store, [
      ...(session.wantsEntries ? [session, files] : []),
      ...(isWhole ? [reached] : []),
    ]);
    const row = memberRow(read, isWhole ? reached.counts() : null);
    rows.push(keepsLargest(row, bounds) ? { ...row, largest: files.largest() } : row);
    const inSpaces = await judgeSpaces(runner, read, gathered, spaces.trees);
    const rest = session.notSeen().filter((share) => !inSpaces.judged.has(shareKey(share)));
    const asker = rest.length === 0 ? null : spaces.sessionOf(read.member.id);
    const outside = await lookOutside(rest, asker, questions, spaces.lost);
    conclusion.add(inSpaces.add(session.conclude(outside)), await earlier.of(read.member.id));
  }
  conclusion.add(runner.server(gatherServer(known)), await earlier.of(null));
  const concluded = conclusion.conclude();
  await endAnswers(setting, answers, { shares, today });
  return { ...concluded, members: rows, register: known.register };
}

/** Maximum number of members whose histories are in memory at a time. */
const PASTS_AT_ONCE = 100;

/** What earlier runs know of a member, by the member's place; to be asked in their order. */
function pastsOf({ store }: AuditSetting, { members, departed }: Gathering) {
  let from = 0;
  let usage: Awaited<ReturnType<typeof store.runs.usageHistory>> | null = null;
  return async (number: number): Promise<Past> => {
    if (usage === null || number >= from + PASTS_AT_ONCE) {
      from = number;
      const some = members.slice(from, from + PASTS_AT_ONCE);
      usage = await store.runs.usageHistory(some.map(({ read }) => read.member.id));
    }
    const id = members[number]?.read.member.id;
    if (id === undefined) throw new RangeError(`There is no member ${number}.`);
    return { usage: usage.get(id) ?? [], shares: departed.get(id) ?? [] };
  };
}

/** Whether all is known of who reaches the member's own files: every entry, and every share of them. */
function hasWholeReach({ read, entries }: UnsettledMember): boolean {
  const { lost, lack } = read.sharesLeftOut;
  const isTreeWhole = entries !== null && hasWholeTree(read);
  return isTreeWhole && 'value' in read.shares && lost.length === 0 && lack.length === 0;
}

/** Shows every entry of a member's tree, once, to all who look at them; where nobody does, nothing is read. */
async function showEntries(
  { read, entries }: UnsettledMember,
  { snapshots }: AuditSetting['store'],
  watching: readonly { see(entry: Entry): void }[],
): Promise<void> {
  if (entries === null || watching.length === 0) return;
  const batches = entries === 'stored' ? snapshots.entries(read.member.id) : entries.entries();
  for await (const batch of batches) for (const entry of batch) for (const one of watching) one.see(entry);
}

/** Notes which answers hold no more, for the share that they were given for has changed. */
async function endAnswers(
  { store, clock }: AuditSetting,
  answers: readonly Answer[],
  seen: Pick<AnswerSetting, 'shares' | 'today'>,
): Promise<void> {
  const at = clock();
  for (const ended of endedByChange(answers, seen, at)) {
    const { id, member, end } = ended;
    if (end === null) continue;
    const noted = await store.portal.answers.change(id, (answer) =>
      answer.end === null ? endedAnswer(answer, end, at) : null,
    );
    if (noted !== null)
      await store.portal.journal.note({ at, member, event: 'keep-ended', params: { end }, actor: null });
  }
}

/** Where the organisation keeps none, nothing is registered; null where it could not be read. */
function knownRegister({ lack, registered }: RegisterOfRun): Registered | null {
  return lack?.key === 'register.none' ? { tokens: new Set(), files: new Set() } : registered;
}

/** What is known to be missing among the shares; the server's own count tells what no member's list shows. */
function sharesLack({ only }: AuditSetting, { start, members, shares }: Gathering): Reason | null {
  const asked = members.filter(({ read }) => read.member.enabled);
  if (only !== null || asked.some(({ read }) => 'missing' in read.shares)) {
    return because('shares.not-all-members');
  }
  const { shareCounts } = start.inventory;
  return shareCounts === null ? null : shortfallOf(shareCounts, shares);
}
