import { expect, it } from 'vitest';
import { worldRounds } from './world-rounds.ts';

const WORLDS = Number(process.env['ACCESS_WORLDS'] ?? 8);
const SEED = Number(process.env['ACCESS_SEED'] ?? 500_000);

it('says of random worlds what each person’s own DAV shows, no more, and of less why', {
  timeout: 30_000 + WORLDS * 10_000,
}, async () => {
  const { wrong, tally } = await worldRounds(WORLDS, SEED);
  process.stdout.write(`seed ${SEED}: ${JSON.stringify(tally)}\n`);
  expect(wrong.slice(0, 10)).toEqual([]);
  expect(tally.worlds).toBe(WORLDS);
});
