import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkAll,
  importCredentials,
  listCredentials,
  revokeOf,
} from '../../../src/app/credentials/manage.ts';
import { membersWithout } from '../../../src/app/credentials/missing.ts';
import { configOf } from '../../../src/cli/config.ts';
import { contextOf } from '../../../src/cli/context.ts';
import { memberId } from '../../../src/model/ids.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const ALICE = memberId('alice');

/** Takes connections and says nothing. */
async function silentServer() {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() };
}

describe('app passwords', () => {
  it.each(['silent', 'closed'])(
    'are not tried one by one at a %s server: that ends within 10 s',
    async (kind) => {
      const silent = await silentServer();
      if (kind === 'closed') silent.close();
      await withSmallWorkspace(smallWorld(), {}, async ({ folder, server }) => {
        const named = { config: join(folder, 'menage.yaml'), quiet: true };
        const context = contextOf(named, new AbortController().signal);
        const config = configOf(context);
        const before = server.counters.requests;
        const began = performance.now();
        const dead = { ...config, server: { ...config.server, url: silent.url } };
        await expect(checkAll(dead, context)).rejects.toThrow(
          /^The server cannot be used: GET \/status\.php/,
        );
        expect(performance.now() - began).toBeLessThan(10_000);
        expect(server.counters.requests).toBe(before);
      }).finally(silent.close);
    },
  );

  it('are listed, tried, revoked; who is without is then missing, and an import brings them back', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder }) => {
      const config = join(folder, 'menage.yaml');
      const context = contextOf({ config, quiet: true }, new AbortController().signal);
      const listed = async () =>
        (await listCredentials(configOf(context), context)).own.map(({ member }) => member);
      const members = await listed();
      expect(members).toContain(ALICE);
      const tried = await checkAll(configOf(context), context);
      expect(tried.map(({ outcome }) => outcome)).toEqual(members.map(() => 'works'));
      expect((await membersWithout(configOf(context), context)).members).not.toContain(ALICE);

      const revoked = await revokeOf(configOf(context), context, [ALICE]);
      expect(revoked).toMatchObject([{ member: 'alice', outcome: 'revoked' }]);
      expect(await listed()).not.toContain(ALICE);
      expect((await membersWithout(configOf(context), context)).members).toContain(ALICE);

      const file = { name: 'new.json', text: '{"alice":"aaaaa-bbbbb-ccccc-ddddd-eeeee"}' };
      expect(await importCredentials(configOf(context), context, async () => file)).toBe(1);
      expect(await listed()).toContain(ALICE);
    });
  });
});
