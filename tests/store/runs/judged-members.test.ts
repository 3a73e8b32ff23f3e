import { expect, it } from 'vitest';
import {
  eachJudged,
  judgedMembers,
  packJudged,
  unpackJudged,
} from '../../../src/store/runs/judged-members.ts';
import { pack } from '../../../src/store/runs/packed.ts';
import type { Judged } from '../../../src/store/store.ts';
import { ANNA, BOB } from '../helpers.ts';

const JUDGED: readonly Judged[] = [
  { check: 'c', member: ANNA, extent: 'whole' },
  { check: 'd', member: ANNA, extent: 'part' },
  { check: 'c', member: BOB, extent: 'whole' },
  { check: 'e', member: BOB, extent: 'whole' },
  { check: 's', member: null, extent: 'whole' },
];

const noteNothing = () => expect.unreachable();

it('keeps who was judged by what, each member once', () => {
  const judged = judgedMembers(JUDGED);
  expect(judged.members).toEqual(['anna', 'bob', '']);
  expect(judged.checks).toContainEqual({ check: 'c', whole: [0, 2], part: [] });
  const read = unpackJudged(packJudged(judged), noteNothing);
  expect(new Set(eachJudged(read))).toEqual(new Set(JUDGED));
});

it('reads the lists of an earlier version', () => {
  const lists = {
    c: { whole: ['anna', 'bob'], part: [] },
    d: { whole: [], part: ['anna'] },
    e: { whole: ['bob'], part: [] },
    s: { whole: [''], part: [] },
  };
  expect(new Set(eachJudged(unpackJudged(pack(lists), noteNothing)))).toEqual(new Set(JUDGED));
});
