import { expect, it } from 'vitest';
import { fleetRounds, fleetTallyLine } from '../helpers/fleet-rounds.ts';

const numberOf = (name: string, usual: number) => Number(process.env[name] ?? usual);

/** By hand: CHAOS_KILLS=200 CHAOS_RESTARTS=20 CHAOS_CUTS=40 npm run test:postgres -- tests/chaos */
const WISH = {
  kills: numberOf('CHAOS_KILLS', 2),
  restarts: numberOf('CHAOS_RESTARTS', 1),
  cuts: numberOf('CHAOS_CUTS', 1),
};
const SEED = numberOf('CHAOS_SEED', Date.now() % 1_000_000_007);

it('workers killed, PostgreSQL restarted, connections cut: no mail lost or twice, nobody read twice', {
  timeout: 7_200_000,
}, async () => {
  const tally = await fleetRounds(WISH, SEED, (so) => process.stdout.write(fleetTallyLine(SEED, so)));
  expect(tally.wrong).toEqual([]);
  expect(tally.mails).toMatchObject({ twice: 0, lost: 0 });
  expect(tally.readings.twice).toBe(0);
});
