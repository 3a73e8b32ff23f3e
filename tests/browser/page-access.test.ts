import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import type { ReportInput } from '../../src/report/input.ts';
import { pageView } from '../../src/report/page/view.ts';
import { accessInput } from '../report/access-sample.ts';
import { pageInBrowser } from './page-in-browser.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const input = accessInput(60, 300);
const { open, close, complaints } = pageInBrowser(input);

const subjects = '[data-table="subjects"]';
const folders = '[data-table="folders"]';
const box = `${subjects} input[type=search]`;

async function texts(page: Page, table: string, column: string): Promise<readonly string[]> {
  return page.locator(`${table} tbody [data-col="${column}"]`).allTextContents();
}

/** The cells of both tables, each row in one line. */
async function cellsIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('#access tbody tr')].map((tr) =>
    [...tr.cells].map((cell) => [cell.dataset.col, cell.textContent.replace(/\\s+/g, ' ').trim()].join(': ')).join(' | ')).sort()`);
}

async function violationsIn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe
    .run('#access', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary)))`);
}

describe('who sees what', () => {
  it('lists those outside, and finds members and groups by a search alone', async () => {
    const page = await open();
    const kinds = await texts(page, subjects, 'kind');
    expect(kinds.length).toBe(15);
    expect(kinds).not.toContain('Membre');
    expect((await texts(page, subjects, 'who'))[0]).toContain('Quiconque a le lien');
    await page.locator(box).fill('membre-01');
    expect(new Set(await texts(page, subjects, 'kind'))).toEqual(new Set(['Membre']));
    await page.locator(box).fill('groupe-2');
    expect(await texts(page, subjects, 'kind')).toEqual(['Groupe']);
    await page.locator(box).fill('VILLE');
    expect(await texts(page, subjects, 'kind')).toContain('Domaine');
    expect(await page.evaluate('location.hash')).toBe('#access?q=VILLE');
    await page.keyboard.press('Escape');
    expect((await texts(page, subjects, 'kind')).length).toBe(15);
    expect(complaints).toEqual([]);
  });

  it('answers by the model: what somebody opens, and who else reaches it, and what cannot be known', async () => {
    const page = await open();
    await page.locator(box).fill('membre-010');
    const [number] = await texts(page, subjects, 'things');
    await page.locator(`${subjects} .row-open`).first().click();
    const sheet = page.getByRole('dialog');
    expect(await sheet.locator('h3').textContent()).toBe('membre-010');
    expect(await sheet.locator('h4').first().textContent()).toBe(`Ce qui s’ouvre (${number})`);
    expect(await sheet.locator('.grants li').count()).toBe(Number(number));
    expect(await sheet.locator('.gaps').textContent()).toMatch(/membres sur/);
    const path = await sheet.locator('.grants .link').first().textContent();
    await sheet.locator('.grants .link').first().click();
    expect(await sheet.locator('h3').textContent()).toBe(path);
    expect(await sheet.locator('.grants').textContent()).toContain('membre-010');
    await sheet.getByRole('button', { name: '← membre-010' }).click();
    expect(await sheet.locator('h3').textContent()).toBe('membre-010');
    const hash = String(await page.evaluate('location.hash'));
    await close();
    const again = await open({ hash });
    expect(await again.getByRole('dialog').locator('h3').textContent()).toBe('membre-010');
    expect(complaints).toEqual([]);
  });

  it('copies the table and a sheet as CSV', async () => {
    const page = await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const lines = async () => String(await page.evaluate('navigator.clipboard.readText()')).split(/\r?\n/);
    await page.locator(subjects).getByRole('button', { name: 'Copier en CSV' }).click();
    await page.getByText('Copié', { exact: true }).waitFor();
    expect((await lines())[0]).toContain('Qui,Sorte,Dossiers et fichiers');
    expect(await lines()).toHaveLength(
      Number.parseInt((await page.locator(`${subjects} [data-count]`).textContent()) ?? '', 10) + 1,
    );
    await page.locator(`${folders} .row-open`).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copier en CSV' }).click();
    await page.waitForFunction(
      "navigator.clipboard.readText().then((text) => text.startsWith('Qui,Sorte,Droits'))",
    );
  });

  it('marks folders that are open wider than their folder, below it', async () => {
    const page = await open();
    await page.locator(`${folders} .chip[data-filter="wider"]`).click();
    const rows = page.locator(`${folders} tbody tr`);
    expect(await rows.count()).toBeGreaterThan(0);
    for (const text of await rows.allTextContents()) expect(text).toContain('plus ouvert que son dossier');
    expect(await page.locator(`${folders} tbody .depth-0`).count()).toBe(0);
  });

  it('can be used by keyboard alone', async () => {
    const page = await open();
    await page.locator(box).focus();
    await page.keyboard.type('membre-02');
    await page.keyboard.press('Tab');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('dialog').locator('h3').textContent()).toMatch(/^membre-02/);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('shows the same cells with and without script, and prints them', async () => {
    const without = await cellsIn(await open({ script: false }));
    expect(without.length).toBeGreaterThan(100);
    await close();
    const page = await open();
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    const all = await cellsIn(page);
    expect(all).toEqual(expect.arrayContaining([...without]));
    const view = pageView(input, 'fr').access;
    expect(all).toHaveLength(view.subjects.number + view.folders.number);
  });

  it.each([
    { width: 1280, dark: false },
    { width: 1280, dark: true },
    { width: 390, dark: true },
  ])('meets WCAG 2.2 AA with a sheet open: $width, dark $dark', async ({ width, dark }) => {
    const page = await open({ width, dark });
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(await violationsIn(page)).toEqual([]);
    await page.locator(`${subjects} .row-open`).nth(1).click();
    expect(await violationsIn(page)).toEqual([]);
  });
});

describe('at size', () => {
  it('filters 2,000 members and 20,000 shares within 100 ms, in a page that grows by 60 bytes a share', async () => {
    const of: ReportInput = accessInput(2000, 20_000, 3, { groups: 40, addresses: 2000 });
    const page = await open({ of });
    const slowest = await page.evaluate(`(() => {
      const input = document.querySelector('${box}');
      const once = (query) => {
        const from = performance.now();
        input.value = query;
        input.dispatchEvent(new Event('input'));
        return performance.now() - from;
      };
      return Math.max(...['m', 'membre-1', 'membre-12', 'ville', ''].map((query) => Math.min(...[1, 2, 3, 4].map(() => once(query)))));
    })()`);
    expect(slowest).toBeLessThan(100);
    const data: { readonly whole: number; readonly access: number } = await page.evaluate(`(() => {
      const text = document.getElementById('data').textContent;
      const access = JSON.stringify(JSON.parse(text).access);
      return { whole: text.length, access: access.length };
    })()`);
    expect(data.access / 20_000).toBeLessThan(60);
    expect(data.whole / 20_000).toBeLessThan(140);
    expect(complaints).toEqual([]);
  });
});
