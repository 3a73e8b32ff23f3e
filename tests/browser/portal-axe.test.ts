import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openBrowser } from '../../docs/pictures.ts';
import { ADMIN_ID } from '../../src/demo/coop/coop.ts';
import type { Route } from '../../src/portal/access/route.ts';
import { ROUTES } from '../../src/portal/routes.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';
import { keyOf, ROWS } from '../portal/rights.ts';

vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

/** With it, the pictures of docs/portal.md are made anew. */
const PICTURES = process.env['WRITE_PICTURES'] === undefined ? null : resolve('docs/pictures');
const PICTURED: Readonly<Record<string, string>> = {
  'GET /l/:token': 'portal-consent.png',
  'GET /me': 'portal-report.png',
  'GET /me/things/:thing/keep': 'portal-keep.png',
  'GET /me/data': 'portal-data.png',
  'GET /admin': 'portal-team.png',
};

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let stage: PortalStage;
let browser: Browser;
let member: string;
beforeAll(async () => {
  stage = await openPortal({ settings: { admins: [ADMIN_ID], trustedProxies: ['127.0.0.1/32'] } });
  await stage.audit();
  member = stage.truth.roles['photographer'] ?? stage.world.users[0]?.id ?? '';
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

interface Shown {
  readonly key: string;
  readonly address: string;
  readonly as: string | null;
}

/** Every page of the routes that has somebody to show it to: links by each kind that opens them. */
async function shownOf(route: Route): Promise<readonly Shown[]> {
  const row = ROWS[keyOf(route)] ?? {};
  const params: Readonly<Record<string, string>> = (await row.params?.(stage, member)) ?? {};
  const address = (token: string) =>
    stage.url +
    route.path.replace(/:(\w+)/g, (_, name: string) => (name === 'token' ? token : (params[name] ?? name)));
  if (!route.path.includes(':token')) {
    const isTeam = ['admin', 'auditor', 'referent'].includes(route.access);
    const as = isTeam ? ADMIN_ID : route.access === 'member' ? member : null;
    return [{ key: keyOf(route), address: address(''), as }];
  }
  const kinds = row.kinds ?? [];
  const links = await Promise.all(
    kinds.map(async (kind) => ({ kind, link: await stage.link(member, kind) })),
  );
  return links.map(({ kind, link }) => ({
    ...{ key: `${keyOf(route)}${kind === 'invitation' ? '' : ` ${kind}`}`, as: null },
    address: address(link.split('/').at(-1) ?? ''),
  }));
}

async function contextOf(as: string | null): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'fr-FR',
    extraHTTPHeaders: { 'x-forwarded-for': '10.0.0.1' },
  });
  if (as !== null) {
    const [name = '', value = ''] = (await stage.signedIn(as)).split('=');
    // Secure, which Chromium takes for this machine's own address over http as well.
    const url = stage.url.replace('http:', 'https:');
    await context.addCookies([{ name, value, url, secure: true, httpOnly: true, sameSite: 'Strict' }]);
  }
  return context;
}

/** Each width and each scheme of colours: colours do not depend on the width. */
const VIEWS = [
  { width: 320, colorScheme: 'light' },
  { width: 390, colorScheme: 'dark' },
  { width: 768, colorScheme: 'light' },
  { width: 1280, colorScheme: 'dark' },
] as const;

/** What axe finds, and what is wider than the window. */
async function faultsOf(page: Page, key: string): Promise<readonly string[]> {
  const faults: string[] = [];
  await page.evaluate(axe.source);
  for (const { width, colorScheme } of VIEWS) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate<string[]>(
      `axe.run({ runOnly: ${JSON.stringify(RULES)} })
        .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
    );
    const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    const all = [...found, ...(isWide ? ['wider than the window'] : [])];
    faults.push(...all.map((fault) => `${key} at ${width}, ${colorScheme}: ${fault}`));
  }
  return faults;
}

it('axe finds nothing on any page, from 320 pixels on, light and dark', async () => {
  const reads = ROUTES.filter(({ method }) => method === 'GET');
  const paths = new Set(reads.map(({ path }) => path));
  // What is shown by a link and signed in is one page.
  const pages = reads.filter(
    ({ path }) => !paths.has(path.replace(/^\/l\/:token(?=\/)/, '/me')) || !path.startsWith('/l/'),
  );
  const shown = (await Promise.all(pages.map(shownOf))).flat();
  const faults: string[] = [];
  const seen: string[] = [];
  for (const as of [null, member, ADMIN_ID]) {
    const context = await contextOf(as);
    const page = await context.newPage();
    for (const { key, address } of shown.filter((one) => one.as === as)) {
      const answer = await page.goto(address).catch(() => null);
      const isPage = answer?.headers()['content-type']?.startsWith('text/html') ?? false;
      if (!isPage) continue;
      seen.push(key);
      faults.push(...(await faultsOf(page, `${key} (${answer?.status()})`)));
      const picture = PICTURED[key];
      if (PICTURES === null || picture === undefined) continue;
      await page.emulateMedia({ colorScheme: 'light' });
      await page.setViewportSize({ width: as === ADMIN_ID ? 1024 : 480, height: 900 });
      await page.screenshot({ path: join(PICTURES, picture), fullPage: as !== ADMIN_ID });
    }
    await context.close();
  }
  expect(faults).toEqual([]);
  expect(seen.length).toBeGreaterThan(20);
});
