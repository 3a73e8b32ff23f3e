import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { chromium } from 'playwright-core';
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
/** Debian's chromium, without its own traffic. */
export async function openBrowser() {
    return chromium.launch({
        executablePath: CHROMIUM,
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
}
/** Opens markup in a window that cannot reach any network; hand it to `use` and close it. */
export async function withMarkup(browser, html, { width, dark = false, scale = 1.5, height = 900 }, use) {
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
    }
    finally {
        await context.close();
    }
}
/** A picture of a mail, whole, as a PNG file. */
export async function shotMail(browser, html, file, shot) {
    const fullPage = shot.height === undefined;
    const picture = await withMarkup(browser, html, shot, (page) => page.screenshot({ fullPage }));
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, picture);
}
