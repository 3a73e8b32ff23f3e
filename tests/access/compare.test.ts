import { describe, expect, it } from 'vitest';
import { compareReach, compareReachers } from '../../src/access/compare.ts';
import { subjectKey } from '../../src/access/keys.ts';
import { accessModel } from '../../src/access/model.ts';
import type { AccessFacts, AccessSubject } from '../../src/access/types.ts';
import { memberId } from '../../src/model/ids.ts';
import { because } from '../../src/model/reasons/reason.ts';
import { factsOf, personOf, shareOf, spaceOf } from './facts.ts';

const BERT: AccessSubject = { kind: 'person', id: memberId('bert') };

function change(before: Partial<AccessFacts>, after: Partial<AccessFacts>) {
  const found = compareReach(accessModel(factsOf(before)), accessModel(factsOf(after)), BERT);
  return {
    added: found.added.map(({ thing }) => thing.path),
    removed: found.removed.map(({ thing }) => thing.path),
    changed: found.changed.map(({ earlier, later }) => [
      earlier.permissions.length,
      later.permissions.length,
    ]),
    notComparable: found.notComparable,
  };
}

const PLANS = shareOf('anna', '/Plans', { recipient: 'bert', file: '1' });
const NONE = { added: [], removed: [], changed: [], notComparable: [] };

describe('what somebody reaches now and in an earlier run', () => {
  it.each([
    ['added', { shares: [] }, { shares: [PLANS] }, { added: ['/Plans'] }],
    ['taken back', { shares: [PLANS] }, { shares: [] }, { removed: ['/Plans'] }],
    ['renamed', { shares: [PLANS] }, { shares: [{ ...PLANS, path: '/Old/Plans' }] }, {}],
    [
      'with more rights',
      { shares: [PLANS] },
      { shares: [{ ...PLANS, permissions: ['read', 'update'] as const }] },
      { changed: [[1, 2]] },
    ],
    [
      'with an end',
      { shares: [PLANS] },
      { shares: [{ ...PLANS, lastDay: '2026-12-01' }] },
      { changed: [[1, 1]] },
    ],
  ])('%s', (_, before, after, expected) => {
    expect(change(before, after)).toEqual({ ...NONE, ...expected });
  });

  it('is not compared where its owner was not read in both runs', () => {
    const unread = {
      people: [personOf('anna', { isRead: false }), ...factsOf().people.slice(1)],
      shares: [],
    };
    const notComparable = [because('access.not-compared', { things: 1 })];
    expect(change(unread, { shares: [PLANS] })).toEqual({ ...NONE, notComparable });
    expect(change({ shares: [PLANS] }, unread)).toEqual({ ...NONE, notComparable });
  });

  it('knows a group folder again that nobody who was read had then', () => {
    const groups = [{ id: 'choir', permissions: ['read'] as const }];
    const before = { spaces: [spaceOf('folder:3', '/Team', { groups })] };
    expect(change(before, { spaces: [spaceOf('77', '/Team', { groups })] })).toEqual(NONE);
  });
});

describe('who reaches a thing now and in an earlier run', () => {
  const choir = shareOf('anna', '/Plans', { type: 'group', recipient: 'choir', file: '1' });
  const [anna, bert, carl] = factsOf().people;

  function grown(before: Partial<AccessFacts>, after: Partial<AccessFacts>) {
    const models = [accessModel(factsOf(before)), accessModel(factsOf(after))] as const;
    const thing = models[1].things()[0];
    if (thing === undefined) throw new RangeError('nothing is shared');
    const found = compareReachers(...models, thing);
    const keys = (all: typeof found.added) => all.map(({ subject }) => subjectKey(subject));
    return { added: keys(found.added), newcomers: keys(found.newcomers), notComparable: found.notComparable };
  }

  it('grows by a group, by an account that was there before; an account that is new is a newcomer', () => {
    if (anna === undefined || bert === undefined || carl === undefined) throw new RangeError('three people');
    const after = { people: [anna, bert, carl, personOf('dora', { in: ['choir'] })], shares: [choir] };
    const before = { people: [anna, bert, personOf('carl')], shares: [choir] };
    expect(grown(before, after)).toEqual({
      added: ['person:carl'],
      newcomers: ['person:dora'],
      notComparable: [],
    });
  });

  it('is not compared where the owner was first read now', () => {
    const before = { people: [personOf('anna', { isRead: false }), ...factsOf().people.slice(1)] };
    const notComparable = [because('access.not-compared', { things: 1 })];
    expect(grown(before, { shares: [choir] })).toEqual({ added: [], newcomers: [], notComparable });
  });
});
