import { expect, it } from 'vitest';
import { killRounds, tallyLine } from '../helpers/kill-rounds.ts';

/** Two at a time, as there are processors; CHAOS_KILLS shortens a trial. */
const LANES = 2;
const KILLS = Math.ceil(Number(process.env['CHAOS_KILLS'] ?? 200) / LANES);
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000_007);

it('200 kills at random moments: nothing twice, nothing lost, all as undisturbed', {
  timeout: 3_600_000,
}, async () => {
  const seeds = Array.from({ length: LANES }, (_, lane) => SEED + lane);
  const tallies = await Promise.all(
    seeds.map((seed) => killRounds(KILLS, seed, (tally) => process.stdout.write(tallyLine(seed, tally)))),
  );
  for (const tally of tallies) {
    expect(tally.wrong).toEqual([]);
    expect(tally.mails).toMatchObject({ duplicated: 0, lost: 0, changed: 0 });
    expect(tally).toMatchObject({ kills: KILLS, soundStores: tally.rounds });
  }
});
