import { afterEach, expect, it, vi } from 'vitest';
import { instanceName, memberId } from '../../src/model/ids.ts';
import { openTestFleet, type TestFleet } from '../helpers/fleet.ts';
import { smallWorld } from '../helpers/world.ts';

let fleet: TestFleet;
afterEach(() => fleet.close());

it('begins a run anew of which a member was erased: the mails of the month leave all the same', async () => {
  const files = { 'film.mkv': { size: 1_900_000_000, modifiedAt: Date.now() - 900 * 86_400_000 } };
  const members = Object.fromEntries(Array.from({ length: 6 }, (_, at) => [`uid-${at}`, { files }]));
  fleet = await openTestFleet({ worlds: { lyon: smallWorld({ members }) } });
  const gone = memberId('uid-0');
  for (const { server } of fleet.instances) {
    server.faults.add({ fault: 'slow', delayMs: 300, kind: 'search' });
    server.faults.add({ fault: 'slow', delayMs: 300, kind: 'propfind' });
  }
  await fleet.add({ kind: 'inventory', instance: instanceName('lyon'), purpose: 'mails' });
  const worker = fleet.worker('--once');
  await vi.waitFor(
    () =>
      fleet.withStore('lyon', async ({ work }) => {
        const run = await work.latest();
        expect(run === null ? 0 : (await work.readMembers(run, 0)).size).toBeGreaterThan(0);
      }),
    { timeout: 60_000, interval: 100 },
  );
  await fleet.withStore('lyon', ({ portal }) =>
    portal.withdrawals.erase({ member: gone, at: Date.now(), sealedKey: null, until: null }),
  );
  const { err } = await worker.ended;
  expect(err).toContain('This run was given up');
  expect(fleet.mails.received.flatMap(({ to }) => to)).toEqual(['admins@coop.example']);
  await fleet.withStore('lyon', async ({ runs }) => {
    const [latest, first] = await runs.list();
    expect(first?.status).toBe('failed');
    const result = latest === undefined ? null : await runs.result(latest.id);
    const others = result?.members.filter(({ id }) => id !== gone && id !== 'admin') ?? [];
    expect(others.map(({ coverage }) => coverage.status.replace('unchanged', 'read'))).toEqual(
      others.map(() => 'read'),
    );
    expect(result?.members.find(({ id }) => id === gone)?.coverage.status).toBe('not-granted');
  });
}, 120_000);
