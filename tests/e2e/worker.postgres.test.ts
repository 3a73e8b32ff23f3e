import { afterEach, describe, expect, it } from 'vitest';
import { instanceName } from '../../src/model/ids.ts';
import type { Purpose } from '../../src/queue/job.ts';
import { openTestFleet, type TestFleet } from '../helpers/fleet.ts';
import { GB, smallWorld } from '../helpers/world.ts';

let fleet: TestFleet;
afterEach(() => fleet.close());

const NAMES = ['lyon', 'paris', 'rennes'] as const;

/** Each of three members has something to do. */
function world(seed: number) {
  const files = { 'film.mkv': { size: 1.9 * GB, modifiedAt: Date.now() - 900 * 86_400_000 } };
  return smallWorld({ seed, members: { alice: { files }, bob: { files }, chloe: { files } } });
}

const worlds = () => Object.fromEntries(NAMES.map((name, seed) => [name, world(seed + 1)]));

async function addAll(purpose: Purpose): Promise<void> {
  for (const name of NAMES) await fleet.add({ kind: 'inventory', instance: instanceName(name), purpose });
}

const mailed = () => fleet.mails.received.flatMap(({ to }) => to).toSorted();

describe('workers of a fleet', () => {
  it('read each instance in a night, and mail each member once in a month', async () => {
    fleet = await openTestFleet({ worlds: worlds() });
    await addAll('reading');
    const night = await fleet.worker('--once').ended;
    expect(night.err).toContain('Run concluded');
    expect(night).toMatchObject({ code: 0, out: '' });
    for (const name of NAMES)
      await fleet.withStore(name, async (store) => {
        const [run, ...others] = await store.runs.list();
        expect(run).toMatchObject({ scope: 'all' });
        expect(others).toEqual([]);
      });
    expect(mailed()).toEqual([]);
    await addAll('mails');
    expect((await fleet.worker('--once').ended).code).toBe(0);
    // The first mails to members are released by hand.
    expect(mailed()).toEqual(NAMES.map(() => 'admins@coop.example'));
  });
});
