import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditByConfig } from '../../src/app/audit/by-config.ts';
import { diagnose } from '../../src/app/doctor/diagnose.ts';
import { configOf } from '../../src/cli/config.ts';
import { contextOf } from '../../src/cli/context.ts';
import { UsageError } from '../../src/model/errors.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { OWNCLOUD_VERSION } from '../helpers/version.ts';
import { smallWorld } from '../helpers/world.ts';

const KIN = [
  [{ productname: 'ownCloud', versionstring: '9.1.8' }, 'ownCloud 9.1.8', 'only version 10 is known'],
  [
    { productname: 'Infinite Scale', versionstring: '10.11.0', productversion: '7.1.2' },
    'ownCloud Infinite Scale 7.1.2',
    'LibreGraph',
  ],
  [
    { productname: 'OpenCloud', versionstring: '10.11.0', productversion: '3.4.0' },
    'OpenCloud 3.4.0',
    'LibreGraph',
  ],
] as const;

function contextIn(folder: string) {
  return contextOf({ config: join(folder, 'menage.yaml'), quiet: true }, new AbortController().signal);
}

describe.each(KIN)('a server of %o', (changes, name, why) => {
  const rewrite = ({ path }: { readonly path: string }, body: string) =>
    path === '/status.php' ? JSON.stringify({ ...JSON.parse(body), ...changes }) : null;

  it('is refused by an audit before anything else is asked', async () => {
    await withSmallWorkspace(smallWorld(), { rewrite }, async ({ folder, server, withStore }) => {
      const context = contextIn(folder);
      const ways = { only: null, full: false, onProgress: () => {}, onBroken: async () => {} };
      const refused = withStore((store) => auditByConfig(store, configOf(context), context, ways));
      await expect(refused).rejects.toThrow(UsageError);
      await expect(refused).rejects.toThrow(`is ${name}, which is not supported, because`);
      await expect(refused).rejects.toThrow(why);
      expect(server.counters.requests).toBe(1);
    });
  });

  it('is refused by a diagnosis as a fault of ours, with the way out', async () => {
    await withSmallWorkspace(smallWorld(), { rewrite }, async ({ folder }) => {
      const context = contextIn(folder);
      const rows = await diagnose(configOf(context), context, undefined);
      expect(rows.find(({ what }) => what === 'server')).toMatchObject({
        state: 'failure',
        fault: 'ours',
        detail: expect.stringContaining(`${name}, which is not supported`),
        remedy: expect.stringContaining('server.url'),
      });
    });
  });
});

describe('an ownCloud 10', () => {
  it('is diagnosed with what is known there and what is not', async () => {
    const world = { ...smallWorld(), version: OWNCLOUD_VERSION };
    await withSmallWorkspace(world, {}, async ({ folder }) => {
      const context = contextIn(folder);
      const rows = await diagnose(configOf(context), context, undefined);
      expect(rows.filter(({ state, what }) => state === 'failure' && what !== 'clock')).toEqual([]);
      expect(rows.find(({ what }) => what === 'server')?.detail).toMatch(/^ownCloud 10\.16\.4 at http/);
      expect(rows.find(({ what }) => what === 'known there')?.detail).toContain('received folders');
      expect(rows.find(({ what }) => what === 'not known there')?.detail).toContain('upload times');
      expect(rows.find(({ what }) => what === 'administrator')?.detail).toContain('sees');
    });
  });
});
