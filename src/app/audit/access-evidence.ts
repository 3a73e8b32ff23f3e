import { factsOfPieces, factsOfResult } from '../../access/facts-of-result.ts';
import { growthBetween } from '../../access/growth.ts';
import { accessModel } from '../../access/model.ts';
import type { AccessFacts, AccessModel } from '../../access/types.ts';
import { widerFolders } from '../../access/wider.ts';
import type { ReadMember } from '../../gather/members/member-as-read.ts';
import type { Gathered, MemberEvidence, MemberNeed } from '../../judge/evidence.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import { derived } from '../../model/lists/derived.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import { because, type Reason } from '../../model/reasons/reason.ts';
import { mayBeUsed } from '../../model/run.ts';
import type { Store } from '../../store/store.ts';
import { composeResult, memberRow, type ResultParts } from './compose-result.ts';

/** What is known of a run before it is judged. */
export type PartsBefore = Omit<
  ResultParts,
  'finishedAt' | 'status' | 'traffic' | 'members' | 'findings' | 'checks'
>;

/** What the model of access says of the things of each member, computed once for all. */
export type AccessEvidence = (
  member: MemberId,
) => Pick<{ readonly [Need in MemberNeed]: Gathered<MemberEvidence[Need]> }, 'widerFolders' | 'growth'>;

/** The facts that the result will hold, for its judging. */
export function factsOfRun(parts: PartsBefore, reads: Iterable<ReadMember>, zone: string): AccessFacts {
  const result = composeResult({
    ...parts,
    finishedAt: parts.startedAt,
    status: 'complete',
    traffic: { requests: 0, bytesReceived: 0, peakConcurrency: 0 },
    members: derived(reads, (read) => [memberRow(read)]),
    findings: [],
    checks: [],
  });
  return factsOfResult(result, zone);
}

interface AccessQuestion {
  readonly store: Store;
  readonly run: RunId;
  readonly zone: string;
  facts(): AccessFacts;
  /** Whether a check that is on asks for it: else nothing is computed. */
  isNeeded(need: MemberNeed): boolean;
}

/** Compares with the latest run before this one that may be compared against. */
export async function accessEvidence(question: AccessQuestion): Promise<AccessEvidence> {
  const { isNeeded, facts } = question;
  const needsGrowth = isNeeded('growth');
  if (!needsGrowth && !isNeeded('widerFolders')) return () => NOT_ASKED;
  const model = accessModel(facts());
  const wider = groupedBy(widerFolders(model), ({ share }) => share.owner);
  const growthOf = needsGrowth ? await growthSince(question, model) : () => NOT_ASKED.growth;
  return (member) => ({
    widerFolders: { known: 'whole', value: wider.get(member) ?? [] },
    growth: growthOf(member),
  });
}

async function growthSince(
  { store, run, zone }: AccessQuestion,
  later: AccessModel,
): Promise<(member: MemberId) => Gathered<MemberEvidence['growth']>> {
  const before = await resultBefore(store, run);
  if (before === null) return () => none(because('access.first-run'));
  const earlier = accessModel(await factsOfPieces(before.head, before.members, before.shares, zone));
  const growth = groupedBy(growthBetween(earlier, later), ({ share }) => share.owner);
  const read = [earlier, later].map(
    ({ facts }) => new Set(facts.people.filter(({ isRead }) => isRead).map(({ id }) => id)),
  );
  // Alone: what is given back must not hold the models of both runs.
  const sinceOn = earlier.facts.today;
  return (member) =>
    read.every((ids) => ids.has(member))
      ? { known: 'whole', value: { sinceOn, things: growth.get(member) ?? [] } }
      : none(because('access.not-in-both'));
}

async function resultBefore({ runs }: Store, run: RunId) {
  const latest = (await runs.list()).find((row) => row.id < run && mayBeUsed(row, 'compared'));
  return latest === undefined ? null : await runs.pieces(latest.id);
}

const NOT_ASKED: ReturnType<AccessEvidence> = {
  widerFolders: none(because('evidence.not-gathered', { need: 'widerFolders' })),
  growth: none(because('evidence.not-gathered', { need: 'growth' })),
};

function none<T>(reason: Reason): Gathered<T> {
  return { known: 'none', reasons: [reason] };
}
