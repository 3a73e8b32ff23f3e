import { factsOfResult } from '../../access/facts-of-result.ts';
import { accessModel } from '../../access/model.ts';
import { memberId } from '../../model/ids.ts';
import { isInForce, isOfLink, type RegisterEntry } from '../../model/register/entry.ts';
import type { ResultMember, ResultShare, RunResult } from '../../model/result.ts';
import { hasResult } from '../../model/run.ts';
import { isPublicLink, shareKey } from '../../model/share.ts';
import { isoDate } from '../../model/time.ts';
import { isRead, knownOf, leaverFacts } from '../../report/leaver/draw-facts.ts';
import type { EarlierRead, LeaverFacts } from '../../report/leaver/facts.ts';
import type { Store } from '../../store/store.ts';

/** A run that read a member whole, with that member's shares in it. */
interface LastRead extends EarlierRead {
  readonly shares: readonly ResultShare[];
}

/**
 * What has to be settled when these members leave, by uid: of a stored run, and of the last one before it that read them
 * where it could not (as the shares of a disabled account).
 * @param zone IANA name.
 */
export async function leaversOf(
  store: Store,
  result: RunResult,
  members: readonly ResultMember[],
  zone: string,
): Promise<ReadonlyMap<string, LeaverFacts>> {
  const now = factsOfResult(result, zone);
  const unread = members.filter(({ id }) => !isRead({ facts: now }, memberId(id)));
  const before = await lastReads(store, result.run.id, unread, zone);
  const known = new Set(result.shares.map(keyOf));
  const earlier = [...before.values()].flatMap(({ shares }) =>
    shares.filter((one) => !known.has(keyOf(one))),
  );
  const model = accessModel(
    earlier.length === 0 ? now : factsOfResult({ ...result, shares: [...result.shares, ...earlier] }, zone),
  );
  const entries = await entriesInForce(store, isoDate(Date.parse(result.run.startedAt), zone));
  const facts = new Map<string, LeaverFacts>();
  for (const member of members) {
    const purposes = await purposesOf(store, member, entries);
    facts.set(
      member.id,
      leaverFacts({ result, member, model, earlier: before.get(member.id) ?? null, purposes, zone }),
    );
  }
  return facts;
}

/**
 * The last run before that read each of these whole. Results are read one after the other, and only as far back as
 * somebody is looked for whose shares were ever read.
 */
async function lastReads(
  store: Store,
  run: number,
  members: readonly ResultMember[],
  zone: string,
): Promise<ReadonlyMap<string, LastRead>> {
  const wanted = new Set<string>();
  for (const { id } of members) if ((await store.snapshots.shares(memberId(id))) !== null) wanted.add(id);
  const found = new Map<string, LastRead>();
  for (const row of await store.runs.list()) {
    if (wanted.size === 0) break;
    const result = row.id < run && hasResult(row) ? await store.runs.result(row.id) : null;
    for (const member of result?.members ?? []) {
      const { status } = member.coverage;
      if (result === null || !wanted.has(member.id) || (status !== 'read' && status !== 'unchanged'))
        continue;
      const shares = result.shares.filter(
        ({ owner, sharedBy }) => owner === member.id || sharedBy === member.id,
      );
      found.set(member.id, { of: knownOf(result, zone), member, shares });
      wanted.delete(member.id);
    }
  }
  return found;
}

function keyOf({ type, id }: ResultShare): string {
  return `${type}:${id}`;
}

async function entriesInForce(store: Store, today: string): Promise<readonly RegisterEntry[]> {
  return (await store.register.list()).filter((entry) => isInForce(entry, today));
}

/** What the register says of the public links of a member: they are known by the hash of their token, which no result holds. */
async function purposesOf(
  store: Store,
  { id }: ResultMember,
  entries: readonly RegisterEntry[],
): Promise<ReadonlyMap<string, string>> {
  if (entries.length === 0) return new Map();
  const links = ((await store.snapshots.shares(memberId(id))) ?? []).filter(isPublicLink);
  return new Map(
    links.flatMap((link) => {
      const entry = entries.find((one) => isOfLink(one, link));
      return entry === undefined ? [] : [[shareKey(link), entry.purpose] as const];
    }),
  );
}
