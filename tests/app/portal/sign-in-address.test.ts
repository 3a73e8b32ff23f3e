import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAddress } from '../../../src/app/portal/sign-in-address.ts';
import { openPortal, type PortalStage } from '../../helpers/portal.ts';

let stage: PortalStage;
const context = () => ({
  ...{ environment: {}, log: { warn: () => {} }, now: stage.clock },
  stop: new AbortController().signal,
});
const address = (uid: string) => signInAddress(stage.store, stage.config, context(), uid);
const member = (wanted: boolean) =>
  stage.world.users.find(({ enabled, appPassword }) => enabled === wanted && appPassword !== null)?.id ?? '';

beforeAll(async () => {
  stage = await openPortal();
});
afterAll(() => stage.close());

describe('the address of a sign-in link', () => {
  it('signs in somebody whom the store does not know yet, for 30 minutes', async () => {
    const uid = member(true);
    expect(await stage.store.members.list()).toEqual([]);
    const link = await address(uid);
    expect(link).toMatch(new RegExp(`^${stage.url}/l/[\\w-]{54}$`));
    expect((await fetch(link)).status).toBe(200);
    const [at, token] = [stage.clock(), link.slice(link.lastIndexOf('/') + 1)];
    const { links } = stage.running.portal;
    expect(await links.follow(token, at + 29 * 60_000)).toMatchObject({ outcome: 'valid', kind: 'sign-in' });
    expect(await links.follow(token, at + 31 * 60_000)).toMatchObject({ outcome: 'expired', member: uid });
  });

  it('is of no use to an account that is disabled, and says so', async () => {
    await expect(address(member(false))).rejects.toThrow('is disabled, and no link was made');
  });

  it('names who may have been meant', async () => {
    const uid = member(true);
    await stage.store.members.save([
      {
        ...{ id: uid as never, name: 'Anna', mail: null, language: 'fr', antenna: null },
        ...{ lastLogin: null, lastRequestAt: null, groups: null },
      },
    ]);
    await expect(address(`${uid}x`)).rejects.toMatchObject({
      name: 'UsageError',
      message: expect.stringContaining(`no link was made: near it are ${uid}`),
    });
  });

  it('needs a portal', async () => {
    const { portal: _, ...config } = stage.config;
    await expect(signInAddress(stage.store, config, context(), 'anna')).rejects.toThrow(
      'There is no "portal" in',
    );
  });
});
