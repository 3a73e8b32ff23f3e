import { describe, expect, it } from 'vitest';
import { factsOfResult } from '../../src/access/facts-of-result.ts';
import { because, type Reasons } from '../../src/model/reasons/reason.ts';
import { reasonFields } from '../../src/model/reasons/sentence.ts';
import type { ResultMember, RunResult } from '../../src/model/result.ts';
import { member, resultOf } from '../report/helpers.ts';

const ZONE = 'Europe/Paris';
const ANSWERED = because('request.answered', { request: 'GET /', status: 500 });

function factsOf(members: readonly ResultMember[], parts: Partial<RunResult> = {}) {
  return factsOfResult({ ...resultOf({ members: [...members], shares: [], findings: [] }), ...parts }, ZONE);
}

function withCoverage(status: ResultMember['coverage']['status'], reasons: Reasons = []): ResultMember {
  const { coverage, ...rest } = member('anna');
  return { ...rest, coverage: { ...coverage, status, ...reasonFields(reasons) } };
}

describe('whether all shares of a member are known', () => {
  it.each<readonly [ResultMember['coverage']['status'], Reasons, boolean]>([
    ['read', [], true],
    ['unchanged', [], true],
    ['partial', [because('tree.folders-unread')], true],
    ['partial', [because('shares.unread', { cause: [ANSWERED] })], false],
    ['partial', [because('tree.folders-unread'), because('shares.too-long')], false],
    // Of an earlier version, which gave no reasons.
    ['partial', [], false],
    ['not-granted', [because('member.not-granted')], false],
    ['disabled', [because('shares.departed')], false],
    ['failed', [ANSWERED], false],
  ])('%s, %j: %s', (status, reasons, isRead) => {
    expect(factsOf([withCoverage(status, reasons)]).people).toMatchObject([{ isRead }]);
  });
});

it('takes the day of the run in the organisation’s zone', () => {
  const { run } = resultOf({ members: [], shares: [], findings: [] });
  const late = { run: { ...run, startedAt: '2026-11-24T23:30:00.000Z' } };
  expect(factsOf([], late).today).toBe('2026-11-25');
});

it('names what the run as a whole came short of', () => {
  const { run } = resultOf({ members: [], shares: [], findings: [] });
  const check = { id: 'link-wide', status: 'ran' as const, findings: 0, bytes: 0, limits: null };
  const cause = [because('shares.counted', { types: [] })];
  const reasons = [
    because('check.gaps', {
      clauses: [because('check.judged-in-part', { cause, whom: [because('whom.server')] })],
    }),
  ];
  const parts = {
    run: { ...run, scope: 'members' as const },
    groups: null,
    checks: [{ ...check, ...reasonFields(reasons) }],
  };
  expect(factsOf([], parts).lacks.map(({ key }) => key)).toEqual([
    'access.few',
    'access.groups-unknown',
    'access.shares-uncounted',
  ]);
  expect(factsOf([], { groups: [] }).lacks).toEqual([]);
});
