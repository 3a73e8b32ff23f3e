import { expect, it } from 'vitest';
import { portalRounds } from '../helpers/portal-rounds.ts';

const ROUNDS = Number(process.env['CHAOS_KILLS'] ?? 100);
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000_007);

it('100 rounds of withdrawals, answers and grants beside a run, either process killed: nothing lost, back or twice', {
  timeout: 3_600_000,
}, async () => {
  const { wrong, ...tally } = await portalRounds(ROUNDS, SEED, ({ rounds, ...counts }) => {
    if (rounds % 10 === 0) process.stdout.write(`seed ${SEED}, round ${rounds}: ${JSON.stringify(counts)}\n`);
  });
  process.stdout.write(`seed ${SEED}: ${JSON.stringify(tally)}\n`);
  expect(wrong).toEqual([]);
});
