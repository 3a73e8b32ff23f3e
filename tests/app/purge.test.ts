import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AppContext } from '../../src/app/context.ts';
import { withStore } from '../../src/app/open.ts';
import { purgeAhead, purgeOlder } from '../../src/app/purge.ts';
import { configOf } from '../../src/cli/config.ts';
import { ServerUnusableError, UsageError } from '../../src/model/errors.ts';
import { type Office, openOffice } from '../helpers/office.ts';

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
