import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { figuresOf, fingerprintOf, openBrowser } from '../../docs/pictures.ts';
import { menage } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const folder = temporaryFolder('print');
let browser: Browser;

/** The page of the demo, as a reader gets it. */
beforeAll(async () => {
  browser = await openBrowser();
  const { code, err } = await menage(['demo', '--out', folder], { cwd: folder });
  if (code !== 0) throw new Error(err);
});

afterAll(() => browser?.close());

async function open(language: 'fr' | 'en'): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${pathToFileURL(join(folder, 'report.html')).href}#links?lang=${language}`);
  return page;
}

/** A sheet without its margins, CSS pixels: 190 mm. */
const SHEET_WIDTH = 718;

/** Texts that reach out of their panel, their column or the sheet, or that something cuts off. */
const CUT_TEXTS = `(() => {
  const cut = [];
  const isCutting = ({ display, overflowX }) => overflowX !== 'visible' && !['contents', 'inline'].includes(display);
  const walker = document.createTreeWalker(document.getElementById('page'), NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text !== null; text = walker.nextNode()) {
    const around = text.parentElement;
    if (text.data.trim() === '' || around.closest('svg, .visually-hidden, template') !== null) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    const { left, right, top, bottom, width } = range.getBoundingClientRect();
    if (width === 0) continue;
    const frames = [];
    for (let frame = around; frame !== null; frame = frame.parentElement)
      if (frame.matches('td, th, .panel') || isCutting(getComputedStyle(frame))) frames.push(frame);
    const isCut = frames.some((frame) => {
      const box = frame.getBoundingClientRect();
      return left < box.left - 1 || right > box.right + 1 || (frame.matches('.panel') && bottom > box.bottom + 1);
    });
    if (isCut || right > innerWidth) cut.push(text.data.trim());
  }
  return cut;
})()`;

describe('the page of the demo on paper', () => {
  it.each(['fr', 'en'] as const)('takes seven sheets at most, in %s', async (language) => {
    const page = await open(language);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g) ?? [];
    expect(sheets.length).toBeGreaterThan(2);
    expect(sheets.length).toBeLessThanOrEqual(7);
    await page.close();
  });

  it.each(['fr', 'en'] as const)('cuts off no text, in %s', async (language) => {
    const page = await open(language);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: SHEET_WIDTH, height: 1030 });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.evaluate(CUT_TEXTS)).toEqual([]);
    await page.close();
  });

  it('repeats the heads of tables, and breaks none of their rows', async () => {
    const page = await open('fr');
    await page.emulateMedia({ media: 'print' });
    const styles = await page.evaluate(`[...document.querySelectorAll('#page table')]
      .filter((table) => table.closest('.visually-hidden') === null)
      .flatMap((table) => [...table.querySelectorAll('thead, thead th, tbody tr')])
      .map((part) => [part.localName, getComputedStyle(part)])
      .map(([name, style]) => name === 'thead' ? style.display : name === 'th' ? style.position : style.breakInside)`);
    expect([...new Set(Array.isArray(styles) ? styles : [])].sort()).toEqual([
      'avoid',
      'static',
      'table-header-group',
    ]);
    await page.close();
  });

  it('says once why checks judged only a part, by a number in their rows', async () => {
    const page = await open('fr');
    await page.emulateMedia({ media: 'print' });
    const notes = await page.locator('.reasons li').allInnerTexts();
    const marks = await page.locator('#checks sup').allInnerTexts();
    expect(notes.length).toBeGreaterThan(0);
    expect(new Set(marks)).toEqual(new Set(notes.map((_, at) => String(at + 1))));
    expect(await page.locator('.why').first().isVisible()).toBe(false);
    await page.close();
  });
});

describe('the pictures of the docs', () => {
  const pictures = resolve('docs/pictures');
  const shown: unknown = JSON.parse(readFileSync(join(pictures, 'figures.json'), 'utf8'));

  it('show the figures of the demo that a reader gets (else: npm run pictures)', async () => {
    expect(shown).toMatchObject({ figures: await figuresOf(browser, folder) });
  });

  it('are those whose figures are noted', () => {
    const names = ['mail-320', 'mail-dark', 'mail', 'page-390', 'page-dark', 'page'].map(
      (name) => `${name}.png`,
    );
    const found = Object.fromEntries(names.map((name) => [name, fingerprintOf(join(pictures, name))]));
    expect(shown).toMatchObject({ pictures: found });
  });
});
