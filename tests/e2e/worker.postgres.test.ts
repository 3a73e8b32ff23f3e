import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runId } from '../../src/model/ids.ts';
import type { Purpose } from '../../src/queue/job.ts';
import { openTestFleet, type TestFleet } from '../helpers/fleet.ts';
import { GB, smallWorld } from '../helpers/world.ts';

let fleet: TestFleet;
afterEach(() => fleet.close());

const NAMES = ['lyon', 'paris', 'rennes'] as const;
/** Each member once, and the admins of each instance. */
const MAILED = ['admins', 'alice', 'bob', 'chloe'].flatMap((one) => NAMES.map(() => `${one}@coop.example`));

/** Each of three members has something to do. */
function world(seed: number) {
  const files = { 'film.mkv': { size: Math.round(1.9 * GB), modifiedAt: Date.now() - 900 * 86_400_000 } };
  return smallWorld({ seed, members: { alice: { files }, bob: { files }, chloe: { files } } });
}

const worlds = () => Object.fromEntries(NAMES.map((name, seed) => [name, world(seed + 1)]));

async function addAll(purpose: Purpose): Promise<void> {
  for (const { name } of fleet.instances) await fleet.add({ kind: 'inventory', instance: name, purpose });
}

const mailed = () => fleet.mails.received.flatMap(({ to }) => to).toSorted();

describe('workers of a fleet', { timeout: 180_000 }, () => {
  it('read each instance in a night, erase what is too old, and mail each member once in a month', async () => {
    fleet = await openTestFleet({ worlds: worlds() });
    for (const name of NAMES)
      await fleet.withStore(name, (store) => store.runs.start(Date.now() - 3 * 366 * 86_400_000));
    await addAll('reading');
    const night = await fleet.worker('--once').ended;
    expect(night).toMatchObject({ code: 0, out: '' });
    expect(night.err.split('Run concluded').length - 1).toBe(3);
    for (const name of NAMES)
      await fleet.withStore(name, async (store) => {
        const runs = await store.runs.list();
        expect(runs).toMatchObject([{ status: 'complete', scope: 'all' }]);
        // As if a month of mails had gone before: the first ones are released by hand.
        await store.outbox.queue([
          {
            run: runId(1),
            period: '2020-01',
            key: 'member:alice',
            recipient: 'alice@coop.example',
            messageId: '<1>',
          },
        ]);
        const [first] = await store.outbox.list('2020-01');
        await store.outbox.mark(first?.id ?? 0, 'sent', 1, '250 OK');
      });
    expect(mailed()).toEqual([]);
    await addAll('mails');
    const both = [fleet.worker('--once'), fleet.worker('--once')];
    for (const { ended } of both) expect((await ended).code).toBe(0);
    expect(mailed()).toEqual(MAILED);
    // Once more in the same month: nothing is left to send.
    await addAll('mails');
    expect((await fleet.worker('--once').ended).code).toBe(0);
    expect(mailed()).toEqual(MAILED);
    expect(await fleet.queue.list()).toEqual([]);
  });

  it('lose nothing and do nothing twice when they are killed', async () => {
    fleet = await openTestFleet({ worlds: worlds() });
    await addAll('mails');
    for (const ms of [600, 1_200, 1_900, 2_700]) {
      const worker = fleet.worker();
      await setTimeout(ms);
      worker.kill('SIGKILL');
      await worker.ended;
    }
    const last = fleet.worker('--once');
    expect((await last.ended).code).toBe(0);
    expect(mailed()).toEqual(NAMES.map(() => 'admins@coop.example'));
    for (const { server } of fleet.instances) expect(server.counters.peakInFlight).toBeLessThanOrEqual(4);
  });

  it('end in order at SIGTERM, and give back what they had begun', async () => {
    fleet = await openTestFleet({ worlds: { lyon: world(1) } });
    for (const { server } of fleet.instances) server.faults.add({ fault: 'slow', delayMs: 300 });
    await addAll('reading');
    const worker = fleet.worker();
    await vi.waitFor(
      async () => expect(await fleet.queue.list()).toMatchObject([{ kind: 'read', state: 'running' }]),
      60_000,
    );
    worker.kill('SIGTERM');
    const { code, err } = await worker.ended;
    expect(code).toBe(143);
    expect(err).toContain('Ended in order');
    expect(await fleet.queue.list()).toMatchObject([{ kind: 'read', state: 'waiting', tries: 0 }]);
  });
});
