import { factsAbout, ownersOfNestedFolders, relatedOwners } from '../../access/facts-about.ts';
import { factsOfResult, factsWithoutShares, sharesIn } from '../../access/facts-of-result.ts';
import { type Growth, growthBetween } from '../../access/growth.ts';
import { ownersOfGrowth, sightKey } from '../../access/growth-owners.ts';
import { accessModel } from '../../access/model.ts';
import type { AccessFacts, AccessShare } from '../../access/types.ts';
import { type WiderFolder, widerFolders } from '../../access/wider.ts';
import type { ReadMember } from '../../gather/members/member-as-read.ts';
import type { Gathered, MemberEvidence, MemberNeed } from '../../judge/evidence.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import { derived } from '../../model/lists/derived.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import type { ResultPieces } from '../../model/long-result.ts';
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
  const later = facts();
  const wider = widerBelow(later);
  const growthOf = needsGrowth ? await growthSince(question, later) : () => NOT_ASKED.growth;
  return (member) => ({
    widerFolders: { known: 'whole', value: wider.get(member) ?? [] },
    growth: growthOf(member),
  });
}

function widerBelow(later: AccessFacts): ReadonlyMap<MemberId, readonly WiderFolder[]> {
  const related = relatedOwners([later]);
  for (const share of later.shares) related.see(share);
  const model = accessModel(factsAbout(later, related.with(ownersOfNestedFolders(later))));
  return groupedBy(widerFolders(model), ({ share }) => share.owner);
}

async function growthSince(
  { store, run, zone }: AccessQuestion,
  later: AccessFacts,
): Promise<(member: MemberId) => Gathered<MemberEvidence['growth']>> {
  const pieces = await piecesBefore(store, run);
  if (pieces === null) return () => none(because('access.first-run'));
  const earlier = await factsWithoutShares(pieces, zone);
  const growth = await growthInto(later, earlier, pieces);
  const grown = groupedBy(growth, ({ share }) => share.owner);
  // These alone: what is given back must not hold the facts of both runs.
  const read = readInBoth(earlier, later);
  const sinceOn = earlier.today;
  return (member) =>
    read.has(member)
      ? { known: 'whole', value: { sinceOn, things: grown.get(member) ?? [] } }
      : none(because('access.not-in-both'));
}

function readInBoth(earlier: AccessFacts, later: AccessFacts): ReadonlySet<string> {
  const before = new Set(earlier.people.flatMap(({ id, isRead }) => (isRead ? [id] : [])));
  return new Set(later.people.flatMap(({ id, isRead }) => (isRead && before.has(id) ? [id] : [])));
}

async function piecesBefore({ runs }: Store, run: RunId): Promise<ResultPieces | null> {
  const latest = (await runs.list()).find((row) => row.id < run && mayBeUsed(row, 'compared'));
  return latest === undefined ? null : await runs.pieces(latest.id);
}

/** Of the shares of the earlier run first their keys alone, then those that stand beside what may have grown: of many they are few. */
async function growthInto(
  later: AccessFacts,
  earlier: AccessFacts,
  pieces: ResultPieces,
): Promise<readonly Growth[]> {
  const keys = new Set<string>();
  const related = relatedOwners([earlier, later]);
  for (const share of later.shares) related.see(share);
  for await (const share of sharesIn(pieces)) {
    related.see(share);
    const key = sightKey(share, earlier.today);
    if (key !== null) keys.add(key);
  }
  const grown = ownersOfGrowth({ people: earlier.people, keys }, later);
  if (grown.size === 0) return [];
  const owners = related.with(grown);
  const shares: AccessShare[] = [];
  for await (const share of sharesIn(pieces)) if (owners.has(share.owner)) shares.push(share);
  return growthBetween(accessModel({ ...earlier, shares }), accessModel(factsAbout(later, owners)));
}

const NOT_ASKED: ReturnType<AccessEvidence> = {
  widerFolders: none(because('evidence.not-gathered', { need: 'widerFolders' })),
  growth: none(because('evidence.not-gathered', { need: 'growth' })),
};

function none<T>(reason: Reason): Gathered<T> {
  return { known: 'none', reasons: [reason] };
}
