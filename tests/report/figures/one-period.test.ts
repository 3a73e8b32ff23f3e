import { describe, expect, it } from 'vitest';
import type { ResultFinding, RunResult } from '../../../src/model/result.ts';
import { earlierInPeriod } from '../../../src/report/figures/one-period.ts';
import { finding, resultOf } from '../helpers.ts';

type State = ResultFinding['state'];

/** A result that says these things, each by its fingerprint. */
function saying(states: Readonly<Record<string, State>>): RunResult {
  const findings = Object.entries(states).map(([fingerprint, state]) =>
    finding('large-stale-file', 'anna', { kind: 'file', id: '1', path: '/a' }, { fingerprint, state }),
  );
  return resultOf({ members: [], shares: [], findings });
}

function statesOf({ findings }: RunResult): Readonly<Record<string, State>> {
  return Object.fromEntries(findings.map(({ fingerprint, state }) => [fingerprint, state]));
}

describe('a run told without the earlier ones of its period', () => {
  it.each<[string, readonly Readonly<Record<string, State>>[], Readonly<Record<string, State>>]>([
    [
      'what an earlier one found first is new',
      [
        { a: 'new', b: 'open' },
        { a: 'open', b: 'open' },
      ],
      { a: 'new', b: 'open' },
    ],
    [
      'what an earlier one saw fixed is fixed',
      [{ a: 'fixed', b: 'open' }, { b: 'open' }],
      { a: 'fixed', b: 'open' },
    ],
    ['what came and went in between was never there', [{ a: 'new' }, { a: 'fixed' }], {}],
    ['what was fixed and came back is new', [{ a: 'fixed' }, { a: 'new' }], { a: 'new' }],
    ['what nobody could judge this time is neither', [{ a: 'open' }, {}], {}],
    ['an exception stays one', [{ a: 'new' }, { a: 'excepted' }], { a: 'excepted' }],
    ['the only run of its period is as it is', [{ a: 'open', b: 'fixed' }], { a: 'open', b: 'fixed' }],
  ])('%s', (_, runs, told) => {
    const results = runs.map(saying);
    const last = results.at(-1) ?? saying({});
    const earlier = earlierInPeriod();
    for (const one of results.slice(0, -1)) earlier.see(one);
    expect(statesOf(earlier.without(last))).toEqual(told);
  });
});
