import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openBrowser } from '../../docs/pictures.ts';
import { newAnswerId } from '../../src/app/portal/answers.ts';
import { ADMIN_ID } from '../../src/demo/coop/coop.ts';
import { type AnswerId, memberId, type RunId, runId, shareId } from '../../src/model/ids.ts';
import { memberKey } from '../../src/model/mail.ts';
import type { MemberRow } from '../../src/store/store.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
let stage: PortalStage;
let run: RunId;
let members: readonly MemberRow[];
beforeAll(async () => {
  stage = await openPortal({ settings: { admins: [ADMIN_ID] } });
  await stage.audit();
  browser = await openBrowser();
  run = (await stage.store.runs.list())[0]?.id ?? runId(0);
  members = (await stage.store.members.list()).filter(({ mail }) => mail !== null);
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

/** An answer that waits, and the address of its card on the page. */
async function addAnswer(at: number): Promise<AnswerId> {
  const id = newAnswerId();
  const owner = memberId(members[at]?.id ?? '');
  await stage.store.portal.answers.add({
    ...{ id, member: owner, thing: `share:${id}`, path: `/Ouvert ${at}`, isFolder: true, fileId: null },
    shares: [{ id: shareId(id), owner, hasPassword: false, permissions: ['read', 'update'] }],
    ...{ reason: 'dépôt des rushs', licence: null, isProposed: false, until: '2027-01-31' },
    ...{ givenAt: stage.clock(), by: 'link', decision: 'waiting', decidedBy: null, decidedAt: null },
    ...{ refusal: null, end: null, endedAt: null },
  });
  return id;
}

async function asAdmin(
  javaScriptEnabled: boolean,
  act: (page: Page, complaints: readonly string[]) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 800 } });
  try {
    const [name = '', value = ''] = (await stage.signedIn(ADMIN_ID)).split('=');
    // Secure, which Chromium takes for this machine's own address over http as well.
    const url = stage.url.replace('http:', 'https:');
    await context.addCookies([{ name, value, url, secure: true, httpOnly: true, sameSite: 'Strict' }]);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`${stage.url}/admin`);
    await act(page, complaints);
  } finally {
    await context.close();
  }
}

it.each([
  ['with script', true, 0],
  ['without script', false, 2],
] as const)('an admin answers, lets a held mail leave and invites, %s', async (_, script, at) => {
  const [yes, no] = [await addAnswer(at), await addAnswer(at + 1)];
  const { id = '', mail = '' } = members[at] ?? {};
  const key = memberKey(id);
  await stage.store.outbox.noteHeld([
    { run, period: '2026-11', key, recipient: mail ?? '', reasons: [{ kind: 'address', member: id }] },
  ]);
  await asAdmin(script, async (page, complaints) => {
    await page.locator('.decisions a').first().click();
    await page.waitForURL(`${stage.url}/admin/answers#a-*`);
    const card = (of: string) => page.locator(`#a-${of}`);
    await card(yes)
      .getByRole('button', { name: /^Dire oui/ })
      .click();
    await page.getByRole('status').getByText('C’est accepté.').waitFor();
    await card(no).locator('summary').click();
    await card(no)
      .getByLabel(/^Pourquoi/)
      .fill('Mettez un mot de passe.');
    await card(no)
      .getByRole('button', { name: /^Refuser$/ })
      .click();
    await page.getByRole('status').getByText('C’est refusé.').waitFor();
    expect(await page.title()).toMatch(/^C’est refusé\./);

    await page.getByRole('link', { name: /^Mails/ }).click();
    await page.getByRole('link', { name: 'Laisser partir…' }).click();
    await page.getByText('Un mail partira à cette adresse, sans retour possible.').waitFor();
    expect(await page.locator('main table').textContent()).toContain(mail);
    await page.getByRole('button', { name: 'Laisser partir ce mail' }).click();
    await page.getByRole('status').getByText('C’est parti.').waitFor();

    await page.getByRole('link', { name: /^Personnes/ }).click();
    await page
      .getByRole('button', { name: /^Inviter à sa demande/ })
      .first()
      .click();
    await page.getByRole('status').getByText('L’invitation part.').waitFor();
    expect(complaints).toEqual([]);
  });
  const { answers } = stage.store.portal;
  const decided = [await answers.get(yes), await answers.get(no)].map((one) => one?.decision);
  expect(decided).toEqual(['accepted', 'refused']);
  await expect
    .poll(async () => (await stage.store.outbox.under(key)).map(({ state }) => state), { timeout: 20_000 })
    .toEqual(['sent']);
});
