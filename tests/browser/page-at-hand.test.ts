import type { Page } from 'playwright-core';
import { describe, expect, it, vi } from 'vitest';
import type { ReportInput } from '../../src/report/input.ts';
import { coopInput } from '../report/page-sample.ts';
import { pageInBrowser } from './page-in-browser.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const input = withLongNames(coopInput(40, 60));
const { open, complaints } = pageInBrowser(input);
const items = '[data-table="items"]';
const searchBox = `${items} input[type=search]`;

/** The same cooperative with names that a browser likes to break: hyphens, dots, and one that is very long. */
function withLongNames(of: ReportInput): ReportInput {
  const { result, previous } = of;
  const name = (id: string | null) =>
    id === null ? null : id === 'membre-003' ? `${'très-long-'.repeat(9)}nom` : `barnabé.aubespin-${id}`;
  const renamed = (run: ReportInput['result']): ReportInput['result'] => ({
    ...run,
    members: run.members.map((one) => ({ ...one, id: name(one.id) ?? '' })),
    shares: run.shares.map((one) => ({ ...one, owner: name(one.owner) ?? '' })),
    findings: run.findings.map((one) => ({ ...one, member: name(one.member) })),
  });
  const contacts = new Map([...of.contacts].map(([id, contact]) => [name(id) ?? '', contact]));
  return { ...of, result: renamed(result), previous: previous && renamed(previous), contacts };
}

async function counted(page: Page): Promise<number> {
  return Number.parseInt((await page.locator(`${items} [data-count]`).textContent()) ?? '', 10);
}

/** Names of members that stand on more than one line. */
const BROKEN_NAMES = `[...document.querySelectorAll('.who, [data-col=member] bdi, [data-col=owner] > bdi')]
  .filter((name) => name.getClientRects().length > 0)
  .filter((name) => {
    const range = document.createRange();
    range.selectNodeContents(name);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
  })
  .map((name) => name.textContent)`;

describe('names of members', () => {
  it.each([1600, 1280, 1001, 820, 390, 320])('stand on one line at %i', async (width) => {
    const page = await open({ width });
    await page.evaluate(
      "for (const details of document.querySelectorAll('.fold, .why')) details.open = true",
    );
    expect(await page.evaluate(BROKEN_NAMES)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('stand on one line on paper, but for one that needs more than a line', async () => {
    const page = await open();
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: 703, height: 1000 });
    await page.evaluate("dispatchEvent(new Event('beforeprint'))");
    expect(await page.evaluate(BROKEN_NAMES)).toEqual([expect.stringMatching(/^très-long-.*nom$/)]);
  });
});

describe('what to do first', () => {
  it.each([1280, 390])('opens by a click anywhere on its row at %i', async (width) => {
    const page = await open({ width });
    const row = page.locator('.actions li').first();
    const box = await row.boundingBox();
    if (box === null) throw new Error('no row');
    await row.click({ position: { x: box.width - 3, y: box.height - 3 } });
    expect(await page.evaluate('location.hash')).toMatch(/^#links\?c=/);
    expect(complaints).toEqual([]);
  });

  it('has one link in each row, named for what to do', async () => {
    const page = await open();
    const titles = await page.locator('.actions h3').allTextContents();
    expect(await page.locator('.actions a').allTextContents()).toEqual(titles);
  });
});

describe('Escape', () => {
  it('clears the search, with the focus in it and without', async () => {
    const page = await open();
    const all = await counted(page);
    const box = page.locator(searchBox);
    await box.fill('devis');
    expect(await counted(page)).toBeLessThan(all);
    await page.keyboard.press('Escape');
    expect([await box.inputValue(), await counted(page)]).toEqual(['', all]);
    expect(await page.evaluate('location.hash')).toBe('#links');
    await box.fill('devis');
    await box.blur();
    await page.keyboard.press('Escape');
    expect([await box.inputValue(), await counted(page)]).toEqual(['', all]);
  });

  it('closes an open sheet first, and leaves the search that led to it', async () => {
    const page = await open();
    await page.locator(searchBox).fill('devis');
    await page.locator(`${items} tbody tr`).first().click();
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await page.locator(searchBox).inputValue()).toBe('devis');
    await page.keyboard.press('Escape');
    expect(await page.locator(searchBox).inputValue()).toBe('');
  });
});
