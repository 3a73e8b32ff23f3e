import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openBrowser, type Shot, withMarkup } from '../../docs/pictures.ts';
import { LANGUAGES, type Language } from '../../src/model/member.ts';
import { mailFor } from '../../src/report/mail/mail.ts';
import { renderMail } from '../../src/report/mail/render.ts';
import { adminMailFor } from '../../src/report/mail/team/admin.ts';
import { referentMailFor } from '../../src/report/mail/team/referent.ts';
import { SITUATION_IDS, type SituationId, situation } from '../report/mail/situations.ts';
import { scene, TROUBLE, teamScene, templates } from '../report/mail-scenes.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

function htmlOf(id: string, language: Language = 'fr'): string {
  const mail = mailTo(id, language);
  if (mail === null) throw new Error(`no mail to ${id}`);
  return renderMail(mail, templates).html;
}

function mailTo(id: string, language: Language) {
  const where = '/var/lib/menage/reports/2026-11/report.html';
  if (id === 'admin')
    return adminMailFor({ ...teamScene(language), delivery: TROUBLE }, { to: 'admin@example.org', where });
  const referent = { mail: 'referent@example.org', groups: ['Tours'] };
  return id === 'referent' ? referentMailFor(teamScene(language), referent) : mailFor(scene(language), id);
}

const IDS = ['typical', 'worst', 'thanked', 'admin', 'referent'] as const;
const WINDOWS: readonly Shot[] = [{ width: 320 }, { width: 390 }, { width: 600 }, { width: 1280 }];

/** A mail is a part of the mail program's page, which has the landmarks. */
const NOT_OF_MAILS = `{ 'landmark-one-main': { enabled: false }, region: { enabled: false } }`;

/** Whatever sticks out of the window to the right, and by how much. */
function overflow(page: Page): Promise<readonly string[]> {
  return page.evaluate(`[...document.querySelectorAll('body *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
    .map((one) => one.className + ' ' + Math.round(one.getBoundingClientRect().right))`);
}

describe.each(IDS)('the mail of the %s', (id) => {
  const html = htmlOf(id);

  it.each(WINDOWS)('fits a window of $width', async (shot) => {
    expect(await withMarkup(browser, html, shot, overflow)).toEqual([]);
  });

  it.each([
    { width: 600, dark: false },
    { width: 600, dark: true },
    { width: 320, dark: false },
  ])('has nothing that axe finds at $width, dark: $dark', async (shot) => {
    expect(await withMarkup(browser, html, shot, violationsOf)).toEqual([]);
  });

  it('has buttons that a thumb can hit', async () => {
    const heights: readonly number[] = await withMarkup(browser, html, { width: 320 }, (page) =>
      page.evaluate(
        `[...document.querySelectorAll('.button')].map((one) => one.getBoundingClientRect().height)`,
      ),
    );
    for (const height of heights) expect(height).toBeGreaterThanOrEqual(44);
  });

  it('asks nothing of any network', async () => {
    const asked: string[] = [];
    await withMarkup(browser, '', { width: 600 }, async (page) => {
      page.on('request', (request) => asked.push(request.url()));
      await page.setContent(html);
    });
    expect(asked).toEqual([]);
  });
});

/** Whatever axe finds on a mail. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(`axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: ${NOT_OF_MAILS} })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`);
}

/** Those that hold each part of a mail; the others are made of the same parts. */
const EACH_PART: readonly SituationId[] = ['six-links-of-one-kind', 'full-nothing-old', 'still-useful'];

describe.each(LANGUAGES)('each situation in %s', (language) => {
  // The longest words decide; a language more costs a few mails, not all of them.
  it.each(language === 'fr' ? SITUATION_IDS : EACH_PART)('%s fits 640, 390 and 320 pixels', async (id) => {
    const { input, member } = situation(id, language);
    const mail = mailFor(input, member);
    if (mail === null) throw new Error(`no mail in the situation ${id}`);
    const { html } = renderMail(mail, templates);
    for (const dark of language === 'fr' ? [false, true] : [false])
      await withMarkup(browser, html, { width: 640, dark, scale: 1 }, async (page) => {
        for (const width of [640, 390, 320]) {
          await page.setViewportSize({ width, height: 900 });
          expect(await overflow(page)).toEqual([]);
        }
        if (EACH_PART.includes(id) && language === 'fr') expect(await violationsOf(page)).toEqual([]);
      });
  });
});

it.each(LANGUAGES)('the mails to admins and referents in %s fit a phone', async (language) => {
  for (const id of ['admin', 'referent'])
    expect(await withMarkup(browser, htmlOf(id, language), { width: 320 }, overflow)).toEqual([]);
});

it('a mail fits a phone with its styles off', async () => {
  const plain = htmlOf('typical')
    .replaceAll(/ style="[^"]*"/g, '')
    .replace(/<style>[\s\S]*?<\/style>/, '');
  expect(await withMarkup(browser, plain, { width: 320 }, overflow)).toEqual([]);
});
