import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, it, vi } from 'vitest';
import {
  figuresOf,
  fingerprintOf,
  openBrowser,
  PICTURED_MEMBER,
  type Shot,
  shotMail,
  shotPage,
} from '../../docs/pictures.ts';
import { mailFor } from '../../src/report/mail/mail.ts';
import { renderMail } from '../../src/report/mail/render.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { scene, templates } from '../report/mail-scenes.ts';

vi.setConfig({ testTimeout: 120_000 });

/** A folder that `menage demo --out` has filled: then the pictures of the README are made anew from it. */
const DEMO = process.env['MENAGE_DEMO'];
const FOLDER = DEMO === undefined ? temporaryFolder('pictures') : resolve('docs/pictures');

const MAILS: Readonly<Record<string, Shot>> = {
  'mail.png': { width: 600 },
  'mail-dark.png': { width: 600, dark: true },
  'mail-320.png': { width: 320 },
};
const PAGES: Readonly<Record<string, Shot>> = {
  'page.png': { width: 1280, height: 900 },
  'page-dark.png': { width: 1280, height: 900, dark: true },
  'page-390.png': { width: 390, height: 844 },
};

async function mailHtml(): Promise<string> {
  if (DEMO !== undefined) {
    const { html } = await simpleParser(readFileSync(join(DEMO, 'mails', `${PICTURED_MEMBER}.eml`)));
    if (typeof html === 'string') return html;
  }
  const mail = mailFor(scene('fr'), 'typical');
  if (mail === null) throw new Error('no mail');
  return renderMail(mail, templates).html;
}

it('the pictures of the mail and of the page can be made', async () => {
  const browser = await openBrowser();
  try {
    const html = await mailHtml();
    for (const [name, shot] of Object.entries(MAILS)) await shotMail(browser, html, join(FOLDER, name), shot);
    if (DEMO !== undefined) {
      for (const [name, shot] of Object.entries(PAGES))
        await shotPage(browser, join(DEMO, 'report.html'), join(FOLDER, name), shot);
      const names = Object.keys({ ...MAILS, ...PAGES }).sort();
      const pictures = Object.fromEntries(names.map((name) => [name, fingerprintOf(join(FOLDER, name))]));
      const shown = { figures: await figuresOf(browser, DEMO), pictures };
      writeFileSync(join(FOLDER, 'figures.json'), `${JSON.stringify(shown, null, 2)}\n`);
    }
  } finally {
    await browser.close();
  }
  for (const name of Object.keys(MAILS)) expect(statSync(join(FOLDER, name)).size).toBeGreaterThan(10_000);
});
