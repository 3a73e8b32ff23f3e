import { describe, expect, it } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import type { ResultShare } from '../../../src/model/result.ts';
import { accessOf, freshAccess, isFreshWay } from '../../../src/report/figures/access.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { isFreshGrant } from '../../../src/report/page/common/access-rows.ts';
import { inputOf, member, resultOf, share } from '../helpers.ts';

const OLD = share('1', 'bruno', '/Devis', { type: 'group', recipient: 'Bureau', permissions: ['read'] });
const NEW = share('2', 'bruno', '/Plans', {
  type: 'user',
  recipient: 'anna',
  createdAt: '2026-11-02T09:00:00.000Z',
});

/** What Anna reaches, and whether it is new since the run before. */
function newFor(
  now: readonly ResultShare[],
  before: { readonly shares: readonly ResultShare[]; readonly groups: string[] } | null,
): readonly string[] {
  const people = (groups: string[]) => [member('anna', { groups }), member('bruno', { groups: [] })];
  const result = resultOf({ members: people(['Bureau']), shares: [...now], findings: [] });
  const earlier = before && {
    ...resultOf({ members: people(before.groups), shares: [...before.shares], findings: [] }),
    run: { ...result.run, id: 11, startedAt: '2026-10-23T03:12:00.000Z' },
  };
  const input: ReportInput = inputOf(earlier === null ? [result] : [earlier, result]);
  const anna = { kind: 'person', id: memberId('anna') } as const;
  const isFresh = isFreshWay(freshAccess(input));
  return accessOf(input)
    .reachOf(anna)
    .things.map((one) => `${one.thing.path} ${isFreshGrant(one, anna, isFresh) ? 'new' : 'known'}`);
}

describe('access that is new since the run before', () => {
  it('comes by a share that the run before could have seen, and did not', () => {
    expect(newFor([OLD, NEW], { shares: [OLD], groups: ['Bureau'] })).toEqual(['/Devis known', '/Plans new']);
  });

  it('comes by a group that somebody has joined', () => {
    expect(newFor([OLD], { shares: [OLD], groups: [] })).toEqual(['/Devis new']);
  });

  it('is none where an older way leads there already', () => {
    const again = { ...NEW, id: '3', path: '/Devis', fileId: OLD.fileId };
    expect(newFor([OLD, again], { shares: [OLD], groups: ['Bureau'] })).toEqual(['/Devis known']);
  });

  it('is none in a first run', () => {
    expect(newFor([OLD, NEW], null)).toEqual(['/Devis known', '/Plans known']);
  });
});
