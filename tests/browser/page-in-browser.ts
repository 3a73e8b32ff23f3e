import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { openBrowser } from '../../docs/pictures.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { renderPage } from '../../src/report/page/page.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { pageTemplates } from '../report/page-sample.ts';

interface Opened {
  readonly width?: number;
  readonly dark?: boolean;
  readonly script?: boolean;
  readonly hash?: string;
  readonly of?: ReportInput;
}

/** A browser for the tests of a file, in which each test opens the page from disk. */
export function pageInBrowser(input: ReportInput) {
  const folder = temporaryFolder('page');
  const templates = pageTemplates();
  const files = new Map<ReportInput, string>();
  const complaints: string[] = [];
  let browser: Browser;
  let context: BrowserContext | null = null;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(close);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function close(): Promise<void> {
    await context?.close();
    context = null;
  }

  function fileOf(of: ReportInput): string {
    const known = files.get(of) ?? join(folder, `page-${files.size}.html`);
    if (!files.has(of)) writeFileSync(known, renderPage(of, templates));
    files.set(of, known);
    return known;
  }

  /** Every request but for the file itself is refused and, like every error, noted in `complaints`. */
  async function open({
    width = 1280,
    dark = false,
    script = true,
    hash = '',
    of = input,
  }: Opened = {}): Promise<Page> {
    complaints.length = 0;
    const file = fileOf(of);
    context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: script,
    });
    const page = await context.newPage();
    const address = pathToFileURL(file).href;
    await page.route('**', (route) => {
      if (route.request().url().startsWith(address)) return route.continue();
      complaints.push(`asked for ${route.request().url()}`);
      return route.abort();
    });
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(address + hash);
    return page;
  }

  return { open, close, complaints };
}
