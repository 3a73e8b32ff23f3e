import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instanceName, runId } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { openFleetDatabase } from '../../../src/store/fleet/migrate.ts';
import { connectSlots, type Renewal, type SlotsTable } from '../../../src/store/fleet/slots-table.ts';
import { ask, makeDatabase, placeOf } from '../../helpers/postgres.ts';
import { IN_TIME } from '../../helpers/property.ts';

let lima = instanceName('lima');
const first = runId(1);
let address = '';
let table: SlotsTable;

beforeAll(async () => {
  address = await makeDatabase();
  await (await openFleetDatabase(placeOf(address))).close();
  table = await connectSlots(placeOf(address), {
    ...{ leaseMs: 60_000, silentMs: 10_000 },
    ...{ onNotice: () => undefined, onBroken: () => undefined },
  });
});
afterAll(() => table.close());
let tests = 0;
beforeEach(() => {
  lima = instanceName(`lima-${++tests}`);
});

const numbers = new Map<string, number>();

interface Wish extends Partial<Omit<Renewal, 'use'>>, Partial<Renewal['use']> {}

/** One renewal of one client, which wants all of four slots unless said otherwise. */
function renewal(holder: string, wish: Wish = {}): Renewal {
  const key = `${lima} ${holder}`;
  const number = (numbers.get(key) ?? 0) + 1;
  numbers.set(key, number);
  const { holds = 0, peak = 0, wanted = 4, successes = 0, slow = 0, overloaded = false, ...rest } = wish;
  const use = { holds, peak, wanted, successes, slow, overloaded };
  return { instance: lima, run: first, holder, number, most: 4, ...rest, use };
}

async function granted(holder: string, wish: Wish = {}): Promise<number | null | undefined> {
  return (await table.renew([renewal(holder, wish)], 'w')).get(holder);
}

describe('the slots of a server', () => {
  it('go to who wants them, and are shared as soon as another one does', async () => {
    expect(await granted('a')).toBe(4);
    expect(await granted('b')).toBe(0);
    expect(await granted('a', { holds: 4 })).toBe(2);
    expect(await granted('b')).toBe(0);
    expect(await granted('a', { holds: 2 })).toBe(2);
    expect(await granted('b')).toBe(2);
  });
  it('stay with their holder as long as no one else wants them', async () => {
    expect(await granted('a')).toBe(4);
    expect(await granted('a', { holds: 4, wanted: 1 })).toBe(4);
    expect(await granted('b', { wanted: 2 })).toBe(0);
    expect(await granted('a', { holds: 4, wanted: 1 })).toBe(2);
  });
  it('are divided so that who wants little gets it all', async () => {
    await granted('a', { wanted: 0 });
    await granted('b', { wanted: 1 });
    expect(await granted('a', { wanted: 4 })).toBe(3);
    expect(await granted('b', { holds: 1, wanted: 1 })).toBe(1);
  });
  it('go round where there are fewer than clients', async () => {
    const one = { most: 1, wanted: 1 };
    expect(await granted('a', one)).toBe(1);
    expect(await granted('b', one)).toBe(0);
    const served = new Set<string>();
    const holds = new Map([['a', 1]]);
    while (served.size < 2) {
      for (const holder of ['a', 'b']) {
        const slots = (await granted(holder, { ...one, holds: holds.get(holder) ?? 0 })) ?? 0;
        holds.set(holder, slots);
        if (slots === 1) served.add(holder);
      }
    }
    expect([...holds.values()].reduce((sum, one) => sum + one)).toBeLessThanOrEqual(1);
  });
  it('of two configs are the fewer', async () => {
    expect(await granted('a', { most: 6, wanted: 6 })).toBe(6);
    await granted('b', { most: 2 });
    expect(await granted('a', { most: 6, wanted: 6, holds: 6 })).toBe(1);
  });
  it('come back when the lease is over, and are lost to their holder', async () => {
    await granted('a');
    await ask(address, "UPDATE menage_fleet.slots SET until = clock_timestamp() - INTERVAL '1 ms'");
    expect(await granted('b')).toBe(4);
    expect(await granted('a', { holds: 4 })).toBeNull();
    await table.leave([{ instance: lima, holder: 'b' }]);
    expect(await granted('a2')).toBe(4);
  });
  it('are not changed by a renewal that comes late', async () => {
    const early = renewal('a', { holds: 0 });
    expect(await granted('a')).toBe(4);
    expect((await table.renew([early], 'w')).get('a')).toBeNull();
    expect(await granted('b')).toBe(0);
  });
  it('fall at an overload, for all and once a second, and rise after good answers', async () => {
    expect(await granted('a', { most: 8, wanted: 8 })).toBe(8);
    expect(await granted('a', { most: 8, wanted: 8, holds: 8, overloaded: true })).toBe(4);
    expect(await granted('b', { most: 8, wanted: 8, overloaded: true })).toBe(0);
    expect(await granted('a', { most: 8, wanted: 8, holds: 4 })).toBe(2);
    await ask(address, "UPDATE menage_fleet.servers SET overloaded_at = overloaded_at - INTERVAL '1 minute'");
    expect(await granted('a', { most: 8, wanted: 8, holds: 2, overloaded: true })).toBe(1);
    await table.leave([{ instance: lima, holder: 'b' }]);
    expect(await granted('a', { most: 8, wanted: 8, holds: 1, successes: 7 })).toBe(2);
    expect(await granted('a', { most: 8, wanted: 8, holds: 2, successes: 8 })).toBe(3);
    expect(await granted('a', { most: 8, wanted: 8, holds: 3, slow: 1 })).toBe(2);
  });
  it('of two servers are apart', async () => {
    expect(await granted('a')).toBe(4);
    expect(await granted('b', { instance: instanceName('quito') })).toBe(4);
  });

  it('are never more than the bound, whoever renews, leaves, dies or comes late', async () => {
    const act = fc.record({
      who: fc.integer({ min: 0, max: 4 }),
      what: fc.constantFrom('renew', 'renew', 'renew', 'lost answer', 'leave', 'die'),
      busy: fc.nat(6),
      wanted: fc.nat(6),
      overloaded: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), fc.uuid(), async (acts, name) => {
        const instance = instanceName(name.slice(0, 8));
        // The most that each may have in flight; of the dead as well, until their lease is over.
        const may = new Map<string, number>();
        const lives = [0, 0, 0, 0, 0];
        for (const { who, what, busy, wanted, overloaded } of acts) {
          const holder = `${name} ${who} ${lives[who]}`;
          if (what === 'leave') {
            await table.leave([{ instance, holder }]);
            may.delete(holder);
          }
          if (what === 'leave' || what === 'die') {
            lives[who] = (lives[who] ?? 0) + 1;
            continue;
          }
          const holds = Math.min(may.get(holder) ?? 0, busy);
          const slots = (await granted(holder, { instance, holds, wanted, overloaded })) ?? 0;
          may.set(holder, what === 'renew' ? Math.max(holds, slots) : holds);
          expect([...may.values()].reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(4);
        }
      }),
      { numRuns: 20, ...IN_TIME },
    );
  }, 30_000);
});

describe('what the workers of a run share', () => {
  it('is every refused login once, and the stops in their order', async () => {
    const note = { instance: lima, run: first };
    await table.write({ ...note, what: { refusal: 'x' } });
    await table.write({ ...note, what: { refusal: 'x' } });
    await table.write({ ...note, what: { refusal: 'y' } });
    await table.write({ ...note, what: { stop: because('stop.no-app-api') } });
    await table.write({ ...note, what: { stop: because('advice.maintenance') } });
    await ask(
      address,
      `INSERT INTO menage_fleet.run_stops VALUES ('${lima}', 1, 'stop.of-a-later-version', clock_timestamp())`,
    );
    const [known, other] = await table.look([note, { instance: lima, run: runId(2) }]);
    expect(known?.refusedLogins).toBe(2);
    expect(known?.stops.map(({ key }) => key)).toEqual([
      'stop.no-app-api',
      'advice.maintenance',
      'stop.broke-off',
    ]);
    expect(other).toEqual({ refusedLogins: 0, stops: [], peakConcurrency: 0 });
  });
  it('is the peak: what each had in flight since its last renewal, together, at most the bound', async () => {
    await granted('a', { peak: 0 });
    await granted('b', { peak: 1 });
    await granted('a', { holds: 2, peak: 2 });
    expect((await table.look([{ instance: lima, run: first }]))[0]?.peakConcurrency).toBe(3);
    await granted('b', { holds: 2, peak: 4 });
    await granted('b', { holds: 0, peak: 0 });
    expect((await table.look([{ instance: lima, run: first }]))[0]?.peakConcurrency).toBe(4);
  });
});
