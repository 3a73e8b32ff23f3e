import { expect, it } from 'vitest';
import { killRounds, tallyLine } from '../helpers/kill-rounds.ts';

const KILLS = 4;

it('killed at any moment, a run started again ends as if nothing had been', {
  timeout: 300_000,
}, async () => {
  const seed = Date.now() % 1_000_000_007;
  const tally = await killRounds(KILLS, seed);
  process.stdout.write(tallyLine(seed, tally));
  expect(tally.wrong).toEqual([]);
  expect(tally.mails).toMatchObject({ duplicated: 0, lost: 0, changed: 0 });
  expect(tally).toMatchObject({ kills: KILLS, soundStores: tally.rounds });
});
