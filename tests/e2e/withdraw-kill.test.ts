import { expect, it } from 'vitest';
import { withdrawRounds } from '../helpers/withdraw-rounds.ts';

it('a withdrawal at the portal beside a run, either killed at any moment: nothing lost, nothing back, nothing twice', {
  timeout: 300_000,
}, async () => {
  const { wrong, rounds } = await withdrawRounds(1, Date.now() % 1_000_000_007);
  expect(wrong).toEqual([]);
  expect(rounds).toBe(1);
});
