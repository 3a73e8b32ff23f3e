import { expect, it } from 'vitest';
import { withdrawRounds } from '../helpers/withdraw-rounds.ts';

const ROUNDS = Number(process.env['CHAOS_KILLS'] ?? 100);
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000_007);

it('100 withdrawals beside a run, either process killed: nothing lost, nothing back, nothing twice', {
  timeout: 3_600_000,
}, async () => {
  const { wrong, ...tally } = await withdrawRounds(ROUNDS, SEED);
  process.stdout.write(`seed ${SEED}: ${JSON.stringify(tally)}\n`);
  expect(wrong).toEqual([]);
});
