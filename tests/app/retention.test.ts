import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { AppContext } from '../../src/app/context.ts';
import { withStore } from '../../src/app/open.ts';
import {
  eraseOldNights,
  eraseOldRuns,
  purgeAhead,
  purgeOlder,
  supersededNights,
} from '../../src/app/retention.ts';
import { configOf } from '../../src/cli/config.ts';
import { ServerUnusableError, UsageError } from '../../src/model/errors.ts';
import { runId } from '../../src/model/ids.ts';
import { memberKey } from '../../src/model/mail.ts';
import type { RunScope, RunStatus } from '../../src/model/run.ts';
import { isoDate } from '../../src/model/time.ts';
import type { RunRow } from '../../src/store/store.ts';
import { type Office, openOffice } from '../helpers/office.ts';
import { member, resultOf } from '../report/helpers.ts';
import { ANNA } from '../store/helpers.ts';

const ZONE = 'Europe/Paris';

let number = 0;
const night = (day: string, status: RunStatus = 'complete', scope: RunScope = 'all'): RunRow => {
  number += 1;
  const startedAt = Date.parse(day.includes('T') ? day : `${day}T02:00:00Z`);
  return { id: runId(number), startedAt, finishedAt: startedAt + 1, status, scope };
};
const superseded = (now: string, ...oldestFirst: readonly RunRow[]) => {
  const erased = supersededNights(oldestFirst.toReversed(), Date.parse(`${now}T02:00:00Z`), ZONE);
  return oldestFirst.filter(({ id }) => erased.includes(id));
};

it('keeps every night of this month and of the three before it, and the last night of each month before', () => {
  const may = [night('2026-05-01'), night('2026-05-30'), night('2026-05-31')] as const;
  const july = [night('2026-07-01'), night('2026-07-31')] as const;
  const rest = [night('2026-08-01'), night('2026-08-02'), night('2026-11-01')];
  expect(superseded('2026-11-30', ...may, ...july, ...rest)).toEqual([may[0], may[1], july[0]]);
});

it('takes months as the clocks of the organisation show them', () => {
  // The second is in August there.
  const nights = [night('2026-07-31T21:59:59Z'), night('2026-07-31T22:00:00Z')];
  expect(superseded('2026-12-15', ...nights)).toEqual([]);
});

it('keeps the last night that may be compared against, or the last where there is none', () => {
  const [good, failed] = [night('2026-05-30', 'partial'), night('2026-05-31', 'failed')];
  expect(superseded('2026-11-30', good, failed)).toEqual([failed]);
  const [early, late] = [night('2026-05-30', 'failed'), night('2026-05-31', 'interrupted')];
  expect(superseded('2026-11-30', early, late)).toEqual([early]);
});

it('leaves alone what is under way, what somebody asked of a few members, and what lies in the future', () => {
  const runs = [
    night('2026-05-02', 'running'),
    night('2026-05-03', 'complete', 'members'),
    night('2026-05-04'),
    night('2027-05-04'),
    night('2027-05-05'),
  ];
  expect(superseded('2026-11-30', ...runs)).toEqual([]);
});

it('erases such nights, but not those that mails belong to, and what is older than the retention', async () => {
  const office = await openOffice([]);
  onTestFinished(() => office.leave());
  const config = configOf(office.context);
  const context = { ...office.context, now: () => Date.UTC(2026, 10, 30) };
  await withStore(config, context, async (store) => {
    const days = ['2024-10-01', '2026-05-01', '2026-05-02', '2026-05-03', '2026-05-04'];
    const runs = [];
    for (const day of days) {
      const run = await store.runs.start(Date.parse(day));
      const result = resultOf({ members: [member('anna')], shares: [], findings: [] });
      const times = { startedAt: `${day}T00:00:00.000Z`, finishedAt: `${day}T01:00:00.000Z` };
      await store.runs.finish(run, { ...result, run: { ...result.run, ...times, id: run } }, []);
      runs.push(run);
    }
    const [, mailed, held] = runs;
    if (mailed === undefined || held === undefined) throw new Error('no runs');
    const mail = { period: '2026-05', key: memberKey(ANNA), recipient: 'anna@coop.example' };
    await store.outbox.queue([{ ...mail, run: mailed, messageId: '<1>' }]);
    await store.outbox.noteHeld([{ ...mail, run: held, reasons: [{ kind: 'first', mails: 1 }] }]);
    const kept = async () => {
      const daysKept = (await store.runs.list()).map(({ startedAt }) => isoDate(startedAt, 'UTC'));
      return daysKept.toReversed().filter((day) => day < '2026-11');
    };

    await eraseOldRuns(store, config, context);
    expect(await kept()).toEqual(days.slice(1));
    await eraseOldNights(store, config, context);
    expect(await kept()).toEqual(['2026-05-01', '2026-05-02', '2026-05-04']);
    expect((await store.runs.usageHistory([ANNA])).get(ANNA)).toHaveLength(4);
    expect(await store.outbox.list('2026-05')).toHaveLength(1);
  });
});

/** A month after the run of the workspace. */
const LATER = Date.UTC(2026, 11, 24);

describe('purging', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice([]);
  });
  afterEach(() => office.leave());

  const at = (moment: number): AppContext => ({ ...office.context, now: () => moment });
  const runs = () =>
    withStore(configOf(office.context), office.context, async (store) => (await store.runs.list()).length);
  const older = (days: number, agree: (early: number) => Promise<void>) =>
    purgeOlder(configOf(office.context), at(LATER), { amount: days, unit: 'days' }, agree);

  it('erases what is older, and asks before it erases what the config would keep', async () => {
    const asked: number[] = [];
    const count = await older(7, async (early) => {
      asked.push(early);
    });
    expect([count, asked, await runs()]).toEqual([1, [1], 0]);
  });

  it('erases nothing where it is not agreed', async () => {
    const refused = older(7, async () => {
      throw new UsageError('Stopped: nothing was done.');
    });
    await expect(refused).rejects.toThrow('Stopped');
    expect(await runs()).toBe(1);
  });

  it('keeps what is younger, and asks nothing', async () => {
    const count = await older(90, async () => {
      throw new UsageError('asked');
    });
    expect([count, await runs()]).toEqual([0, 1]);
  });

  it('takes no run for one of the future where the server does not confirm the clock', async () => {
    const before = Date.UTC(2026, 0, 1);
    await expect(purgeAhead(configOf(office.context), at(before))).rejects.toThrow(ServerUnusableError);
    expect(await runs()).toBe(1);
  });
});
