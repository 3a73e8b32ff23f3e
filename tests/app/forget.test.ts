import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetMember } from '../../src/app/forget.ts';
import { withStore } from '../../src/app/open.ts';
import { configOf } from '../../src/cli/config.ts';
import { UsageError } from '../../src/model/errors.ts';
import { memberId } from '../../src/model/ids.ts';
import { type Office, openOffice } from '../helpers/office.ts';

describe('forgetting a member', () => {
  let office: Office;
  beforeEach(async () => {
    office = await openOffice([]);
  });
  afterEach(() => office.leave());

  const known = () =>
    withStore(configOf(office.context), office.context, async (store) => [...(await store.members.known())]);
  const forget = (uid: string, agree: () => Promise<void>) =>
    forgetMember(configOf(office.context), office.context, memberId(uid), agree);

  it('erases once it is agreed, and prints nothing', async () => {
    await forget('anna', async () => {});
    expect(await known()).not.toContain('anna');
    expect(await known()).toContain('bruno');
    expect(office.said).toEqual([]);
  });

  it('erases nothing where it is not agreed', async () => {
    const refused = forget('anna', async () => {
      throw new UsageError('Stopped: nothing was done.');
    });
    await expect(refused).rejects.toThrow('Stopped');
    expect(await known()).toContain('anna');
  });

  it('asks nothing about somebody unknown, and names who is near', async () => {
    let asked = 0;
    const unknown = forget('annna', async () => {
      asked++;
    });
    await expect(unknown).rejects.toThrow(/Nothing is kept about "annna".*near it are anna/);
    expect(asked).toBe(0);
    await expect(forget('zoltan', async () => {})).rejects.toThrow('members.csv of "menage report" lists');
  });
});
