import { expect, it } from 'vitest';
import { mayBeUsed, RUN_SCOPES, RUN_STATUSES, RUN_USES, type RunUse } from '../../src/model/run.ts';

const KINDS = RUN_SCOPES.flatMap((scope) =>
  ([...RUN_STATUSES, 'running'] as const).map((status) => ({ scope, status })),
);
const USES = Object.keys(RUN_USES).filter((use): use is RunUse => use in RUN_USES);

function usedFor(use: RunUse): readonly string[] {
  return KINDS.filter((kind) => mayBeUsed(kind, use)).map(({ scope, status }) => `${scope} ${status}`);
}

it('a run stands for all only where it is of all and was not cut off', () => {
  const standing = USES.filter((use) => !['named', 'clock', 'tested'].includes(use));
  for (const use of standing) expect([use, usedFor(use)]).toEqual([use, ['all complete', 'all partial']]);
});

it('any run that ended can be shown by its number', () => {
  expect(usedFor('named')).toHaveLength(RUN_SCOPES.length * RUN_STATUSES.length);
});

it('whatever run is finished may be tried on one address', () => {
  expect(usedFor('tested')).toEqual(['all complete', 'all partial', 'members complete', 'members partial']);
});

it('the clock is proven by whatever read something', () => {
  expect(usedFor('clock')).toEqual([
    ...['all complete', 'all partial', 'all interrupted'],
    ...['members complete', 'members partial', 'members interrupted'],
  ]);
});
