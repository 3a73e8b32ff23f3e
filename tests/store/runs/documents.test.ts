import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import type { ResultShare, RunResult } from '../../../src/model/result.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Judged, Store } from '../../../src/store/store.ts';
import { finding, newLocation, result, resultMember, share } from '../helpers.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore(newLocation());
});
afterEach(() => store.close());

const MEMBERS = 3_600;
const uid = (number: number) => `member.${number}`;

/** More than one document takes: a share and a finding of each member. */
function large(): RunResult {
  const numbers = Array.from({ length: MEMBERS }, (_, number) => number);
  const shares = numbers.map((number): ResultShare => {
    const owner = memberId(uid(number));
    const { tokenLength: _, tokenHash: __, ...rest } = share(String(number), { owner, sharedBy: owner });
    const { permissions, recipients, unread, unknownTraits } = rest;
    const lists = {
      permissions: [...permissions],
      recipients: [...recipients],
      unread: [...unread],
      unknownTraits: [...unknownTraits],
    };
    return { ...rest, ...lists, createdAt: null, registered: null };
  });
  return result({
    members: numbers.map((number) => resultMember(uid(number))),
    shares,
    findings: numbers.map((number) => finding('c', uid(number), String(number))),
  });
}

async function stored(document: RunResult) {
  const run = await store.runs.start(Date.parse(document.run.startedAt));
  const judged = document.members.map(
    ({ id }): Judged => ({ check: 'c', member: memberId(id), extent: 'whole' }),
  );
  await store.runs.finish(run, document, judged);
  return run;
}

async function all<T>(pieces: AsyncIterable<readonly T[]>): Promise<T[]> {
  const rows: T[] = [];
  for await (const piece of pieces) {
    expect(piece.length).toBeLessThanOrEqual(500);
    rows.push(...piece);
  }
  return rows;
}

it('stores a result that is too large for one document in parts, and reads it as it was', async () => {
  const document = large();
  const run = await stored(document);
  expect(isDeepStrictEqual(await store.runs.result(run), document)).toBe(true);
  const { members, shares, findings, ...head } = document;
  expect(await store.runs.head(run)).toEqual(head);
  const pieces = await store.runs.pieces(run);
  if (pieces === null) throw new Error('no pieces');
  expect(pieces.head).toEqual(head);
  expect(isDeepStrictEqual(await all(pieces.members), members)).toBe(true);
  expect(isDeepStrictEqual(await all(pieces.shares), shares)).toBe(true);
  const earlier = await store.runs.earlier(await store.runs.start(Date.UTC(2027, 0, 1)));
  for (const number of [0, 499, 500, MEMBERS - 1]) {
    const of = await earlier.of(memberId(uid(number)));
    expect(of.findings.get('c')).toEqual([findings[number]]);
    expect(of.judged).toEqual(new Set(['c']));
  }
});

it('erases a person from the parts, and the parts with their run', async () => {
  const document = large();
  const run = await stored(document);
  const gone = memberId(uid(700));
  await store.members.forget(gone);
  const kept = await store.runs.result(run);
  expect(kept?.members).toHaveLength(MEMBERS - 1);
  expect(JSON.stringify(kept)).not.toContain(`"${gone}"`);
  await store.purge(Date.UTC(2027, 0, 1));
  expect(await store.runs.result(run)).toBeNull();
});

it('takes the place of parts by a document that is small enough', async () => {
  const run = await stored(large());
  const small = result();
  await store.runs.finish(run, small, []);
  expect(await store.runs.result(run)).toEqual(small);
});
