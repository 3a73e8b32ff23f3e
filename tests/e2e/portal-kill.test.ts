import { expect, it } from 'vitest';
import { portalRounds } from '../helpers/portal-rounds.ts';

it('access taken back, an answer and a grant beside a run, either killed at any moment: nothing lost, back or twice', {
  timeout: 300_000,
}, async () => {
  const { wrong, rounds } = await portalRounds(1, Date.now() % 1_000_000_007);
  expect(wrong).toEqual([]);
  expect(rounds).toBe(1);
});
