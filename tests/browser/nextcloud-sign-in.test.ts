import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '../../docs/pictures.ts';
import { type DemoServer, startServer } from '../../src/demo/nextcloud/server.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import { startLoginFlow } from '../../src/nextcloud/ocs/app-password.ts';
import { smallWorld } from '../helpers/world.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
let server: DemoServer;
let client: Awaited<ReturnType<typeof openClient>>;
beforeAll(async () => {
  browser = await openBrowser();
  server = await startServer(smallWorld({ members: { alice: {}, bob: {} } }));
  client = await openClient({ url: server.url, concurrency: 1, idleTimeoutMs: 10_000 });
});
afterAll(async () => {
  client.close();
  await browser.close();
  await server.close();
});

async function withPage(options: BrowserContextOptions, use: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}

describe('the sign-in pages of the embedded Nextcloud in a browser', () => {
  it.each([
    ['with scripts', { javaScriptEnabled: true, viewport: { width: 320, height: 640 } }],
    ['without scripts', { javaScriptEnabled: false }],
  ])('let a member sign in and grant, %s', async (_, options) => {
    await withPage(options, async (page) => {
      const flow = await startLoginFlow(client.as(null));
      await page.goto(`${flow.login}?user=alice`);
      await page.getByText('Se connecter', { exact: true }).click();
      expect(await page.inputValue('#user')).toBe('alice');
      await page.fill('#password', server.memberPassword);
      await page.getByRole('button', { name: 'Se connecter' }).click();
      expect(await flow.poll()).toBeNull();
      await page.getByRole('button', { name: "Autoriser l'accès" }).click();
      await page.getByRole('heading', { name: 'Compte connecté' }).waitFor();
      expect(await flow.poll()).toMatchObject({ loginName: 'alice' });
    });
  });

  it('grant as the account that is signed in in another tab', async () => {
    await withPage({}, async (page) => {
      await page.goto(`${server.url}/login`);
      await page.fill('#user', 'bob');
      await page.fill('#password', server.memberPassword);
      await page.getByRole('button', { name: 'Se connecter' }).click();
      const flow = await startLoginFlow(client.as(null));
      const other = await page.context().newPage();
      await other.goto(`${flow.login}?user=alice`);
      await other.getByText('Se connecter', { exact: true }).click();
      await other.getByRole('button', { name: "Autoriser l'accès" }).click();
      await other.getByRole('heading', { name: 'Compte connecté' }).waitFor();
      expect(await flow.poll()).toMatchObject({ loginName: 'bob' });
    });
  });

  it('can be read and used by all', async () => {
    // The audit is a script from outside, which their policy refuses.
    await withPage({ bypassCSP: true, viewport: { width: 320, height: 640 } }, async (page) => {
      const flow = await startLoginFlow(client.as(null));
      for (const open of [
        () => page.goto(flow.login),
        () => page.getByText('Se connecter', { exact: true }).click(),
        async () => {
          await page.fill('#user', 'alice');
          await page.fill('#password', server.memberPassword);
          await page.getByRole('button', { name: 'Se connecter' }).click();
        },
        () => page.goto(`${server.url}/settings/user/security`),
      ]) {
        await open();
        await page.evaluate(axe.source);
        const violations = await page.evaluate(
          'axe.run().then(({ violations }) => violations.map(({ id }) => id))',
        );
        expect([page.url().replace(/\?.*/, ''), violations]).toEqual([expect.any(String), []]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      }
    });
  });
});
