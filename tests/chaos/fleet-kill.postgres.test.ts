import { expect, it } from 'vitest';
import { type Disturbances, type FleetTally, fleetRounds, fleetTallyLine } from '../helpers/fleet-rounds.ts';
import { type SmallDisk, withSmallDisk } from '../helpers/small-disk.ts';

const numberOf = (name: string, usual = 0) => Number(process.env[name] ?? usual);

/** By hand: CHAOS_KILLS=200 CHAOS_RESTARTS=20 CHAOS_CUTS=40 CHAOS_DISKS=10 npm run test:postgres -- tests/chaos */
const WISH = {
  kills: numberOf('CHAOS_KILLS'),
  restarts: numberOf('CHAOS_RESTARTS'),
  cuts: numberOf('CHAOS_CUTS'),
};
const HAS_WISH = Object.values(WISH).some((times) => times > 0);
const FULL_DISKS = numberOf('CHAOS_DISKS');
const SEED = numberOf('CHAOS_SEED', Date.now() % 1_000_000_007);
const TIMEOUT = { timeout: 7_200_000 };
/** More than the fleet takes. */
const DISK_MB = 64;

it.skipIf(!HAS_WISH)(
  'workers killed, PostgreSQL restarted, connections cut: no mail lost or twice, nobody read twice',
  TIMEOUT,
  () => expectNothingWrong({ ...WISH, fullDisks: 0 }),
);

it.skipIf(FULL_DISKS === 0)('a disk that is full for a while: the same', TIMEOUT, ({ skip }) =>
  withSmallDisk(
    skip,
    (disk) => expectNothingWrong({ kills: 0, restarts: 0, cuts: 0, fullDisks: FULL_DISKS }, disk),
    DISK_MB,
  ),
);

async function expectNothingWrong(wish: Disturbances, disk?: SmallDisk): Promise<void> {
  const onRound = (tally: FleetTally) => void process.stdout.write(fleetTallyLine(SEED, tally));
  const { wrong, mails, readings } = await fleetRounds(wish, {
    ...{ seed: SEED, onRound },
    ...(disk !== undefined && { disk }),
  });
  expect(wrong).toEqual([]);
  expect(mails).toMatchObject({ twice: 0, lost: 0 });
  expect(readings.twice).toBe(0);
}
