import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { simpleParser } from 'mailparser';
import { type Browser, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** How one picture is taken. */
export interface Shot {
  /** Width of the window, CSS pixels. */
  readonly width: number;
  readonly dark?: boolean;
  /** Device pixels per CSS pixel; 1.5 unless said. */
  readonly scale?: number;
  /** Only the window of this height; the whole page unless said. */
  readonly height?: number;
}

/** Debian's chromium, without its own traffic. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
}

/** Opens markup in a window that cannot reach any network; hand it to `use` and close it. */
export async function withMarkup<T>(
  browser: Browser,
  html: string,
  { width, dark = false, scale = 1.5, height = 900 }: Shot,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: dark ? 'dark' : 'light',
    offline: true,
  });
  try {
    const page = await context.newPage();
    await page.setContent(html);
    return await use(page);
  } finally {
    await context.close();
  }
}

/** A picture of a mail, whole, as a PNG file. */
export async function shotMail(browser: Browser, html: string, file: string, shot: Shot): Promise<void> {
  const fullPage = shot.height === undefined;
  const picture = await withMarkup(browser, html, shot, (page) => page.screenshot({ fullPage }));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, picture);
}

/** The page opened from its file, as a reader does, in a window that cannot reach any network. */
export async function shotPage(browser: Browser, pageFile: string, file: string, shot: Shot): Promise<void> {
  const { width, height = 900, dark = false, scale = 1.5 } = shot;
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    colorScheme: dark ? 'dark' : 'light',
    offline: true,
  });
  try {
    const page = await context.newPage();
    await page.goto(pathToFileURL(pageFile).href);
    await mkdir(dirname(file), { recursive: true });
    await page.screenshot({ path: file, fullPage: shot.height === undefined });
  } finally {
    await context.close();
  }
}

/** The member of the demo whose mail has most to show. */
export const PICTURED_MEMBER = 'tancrede.tournelune';

/** What a demo shows in its pictures: the key figures of the page, and the subject of the mail. */
export async function figuresOf(browser: Browser, demo: string) {
  const page = await browser.newPage();
  try {
    await page.goto(pathToFileURL(join(demo, 'report.html')).href);
    const figures = await page.locator('.figure').allTextContents();
    const { subject = '' } = await simpleParser(readFileSync(join(demo, 'mails', `${PICTURED_MEMBER}.eml`)));
    return { page: figures.map((text) => text.replaceAll(/\s+/g, ' ').trim()), mail: subject };
  } finally {
    await page.close();
  }
}

/** Says which picture it is. */
export function fingerprintOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
