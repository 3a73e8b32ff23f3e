import { afterAll, beforeAll, expect, it } from 'vitest';
import { personReport } from '../../src/app/portal/report.ts';
import { settleWithdrawals } from '../../src/app/portal/withdraw.ts';
import type { MemberId } from '../../src/model/ids.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

let stage: PortalStage;
let people: readonly MemberId[];
beforeAll(async () => {
  stage = await openPortal();
  await stage.audit();
  const vault = stage.running.portal.vault.list();
  people = vault.map(({ member }) => member);
}, 60_000);
afterAll(() => stage.close());

/** Somebody whose tree is stored, and who is nobody else's in these tests. */
let used = 0;
async function somebody(): Promise<{ readonly member: MemberId; readonly cookie: string }> {
  for (;;) {
    const member = people[used++];
    if (member === undefined) throw new RangeError('everybody is used');
    if ((await stage.store.snapshots.get(member)) === null) continue;
    return { member, cookie: await stage.signedIn(member) };
  }
}

async function page(path: string, cookie: string) {
  const answer = await fetch(stage.url + path, { headers: { cookie, 'accept-language': 'fr' } });
  const html = await answer.text();
  return { status: answer.status, html, text: html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ') };
}

async function post(path: string, cookie: string, fields: Readonly<Record<string, string>> = {}) {
  const { html } = await page('/me/data', cookie);
  const form = /name="form" value="([^"]+)"/.exec(html)?.[1] ?? '';
  return fetch(stage.url + path, {
    ...{ method: 'POST', redirect: 'manual' },
    headers: { cookie, 'sec-fetch-site': 'same-origin', origin: 'null' },
    body: new URLSearchParams({ form, ...fields }),
  });
}

/** Whether an app password is still taken by the server. */
function hasPassword(member: MemberId): boolean {
  return stage.world.users.some(({ id, appPassword }) => id === member && appPassword !== null);
}

it('shows what is kept, how much and until when', async () => {
  const { member, cookie } = await somebody();
  const { status, text } = await page('/me/data', cookie);
  expect(status).toBe(200);
  const snapshot = await stage.store.snapshots.get(member);
  expect(text).toContain('Ce qui est gardé sur moi');
  expect(text.replaceAll(/\s/g, ' ')).toMatch(
    new RegExp(`${snapshot?.files} fichiers?, lus? le 23 novembre`),
  );
  expect(text).toContain('24 mois chacun');
  expect(text).toMatch(/Lecture : \d/);
  expect(text).toContain('Retirer l’accès');
  expect(text).toMatch(/Écrivez à \S+@coop\.example/);
});

it('counts shares in the journal as in the table', async () => {
  const sharing: MemberId[] = [];
  for (const one of people)
    if (((await stage.store.snapshots.shares(one))?.length ?? 0) > 0) sharing.push(one);
  expect(sharing.length).toBeGreaterThan(3);
  for (const one of sharing) {
    const { text } = await page('/me/data', await stage.signedIn(one));
    const [, kept] = /(\d+) partages?, dont/.exec(text) ?? [];
    const [, read] = /Lecture : .*?, (\d+) partages?\./.exec(text) ?? [];
    expect(read).toBe(kept);
  }
});

it('gives everything as a file', async () => {
  const { member, cookie } = await somebody();
  const answer = await fetch(`${stage.url}/me/data.json`, { headers: { cookie } });
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="menage-data.json"');
  const document: unknown = await answer.json();
  expect(document).toMatchObject({
    member: { id: member },
    entries: expect.arrayContaining([expect.objectContaining({ path: expect.any(String) })]),
    portal: { journal: expect.arrayContaining([expect.objectContaining({ event: 'reading' })]) },
    key: { name: 'menage' },
  });
});

it('withdraws in one click: nothing is read, the key is revoked, names are blanked', async () => {
  const { member, cookie } = await somebody();
  const mailed = await stage.link(member, 'report');
  expect(await (await fetch(mailed)).text()).not.toContain('Vos fichiers ne sont pas lus.');
  const answer = await post('/me/withdraw', cookie);
  expect(await (await fetch(mailed)).text()).toContain('<h1>Vos fichiers ne sont pas lus.</h1>');
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${stage.url}/me/data?done=1`);
  const { text, html } = await page('/me/data?done=1', cookie);
  expect(text).toContain('L’accès est retiré, la liste de vos fichiers est effacée.');
  expect(html).toMatch(/<title>L’accès est retiré/);
  expect(hasPassword(member)).toBe(false);
  expect(stage.running.portal.vault.get(member)).toBeNull();
  expect(await stage.store.snapshots.get(member)).toBeNull();
  await settleWithdrawals(stage.running.portal);
  await stage.audit();
  const [run] = await stage.store.runs.list();
  const result = run === undefined ? null : await stage.store.runs.result(run.id);
  expect(result?.members.find(({ id }) => id === member)?.coverage).toMatchObject({
    status: 'not-granted',
    reason: 'The member declined.',
  });
  const events = (await stage.store.portal.journal.of(member)).map(({ event }) => event);
  expect(events.slice(0, 2)).toEqual(['key-revoked', 'withdrawn']);
});

it('destroys a key that cannot be revoked after a day, and writes how to delete it', async () => {
  const { member, cookie } = await somebody();
  stage.server.faults.maintenance = true;
  try {
    await post('/me/withdraw', cookie);
    const { text } = await page('/me/data', cookie);
    expect(text).toContain('La clé sera annulée quand Nextcloud répondra ; un mail le dira.');
    const [key] = await stage.store.portal.withdrawals.keys();
    expect(key).toMatchObject({ member });
    expect(JSON.stringify(key)).not.toContain(member.repeat(2));
    stage.setNow(stage.clock() + DAY + MINUTE);
    await settleWithdrawals(stage.running.portal);
    expect(await stage.store.portal.withdrawals.keys()).toEqual([]);
    expect(await stage.store.portal.notices.list(member)).toMatchObject([{ kind: 'key-left' }]);
  } finally {
    stage.server.faults.clear();
  }
});

it('revokes a key once Nextcloud is back, and writes so', async () => {
  const { member, cookie } = await somebody();
  stage.server.faults.maintenance = true;
  await post('/me/withdraw', cookie);
  stage.server.faults.clear();
  stage.setNow(stage.clock() + 16 * MINUTE);
  await settleWithdrawals(stage.running.portal);
  expect(hasPassword(member)).toBe(false);
  expect(await stage.store.portal.notices.list(member)).toMatchObject([{ kind: 'key-revoked' }]);
  await settleWithdrawals(stage.running.portal);
  expect(await stage.store.portal.notices.list(member)).toHaveLength(1);
});

it('erases everything once the box is ticked, and signs out', async () => {
  const { member, cookie } = await somebody();
  const unticked = await post('/me/erase', cookie);
  expect(unticked.status).toBe(422);
  expect(await stage.store.snapshots.get(member)).not.toBeNull();
  const answer = await post('/me/erase', cookie, { sure: 'yes' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('location')).toBe(`${stage.url}/erased`);
  expect(answer.headers.getSetCookie().join()).toContain('Max-Age=0');
  expect(answer.headers.get('clear-site-data')).toBe('"cache"');
  expect((await page('/erased', '')).text).toContain('Tout est effacé.');
  expect((await page('/me/data', cookie)).text).not.toContain('Ce qui est gardé sur moi');
  await settleWithdrawals(stage.running.portal);
  expect(await stage.store.members.known()).not.toContain(member);
  expect(hasPassword(member)).toBe(false);
  await stage.audit();
  expect(await stage.store.snapshots.get(member)).toBeNull();
});

it('takes no form without its token', async () => {
  const { member, cookie } = await somebody();
  const answer = await post('/me/withdraw', cookie, { form: 'forged' });
  expect(answer.status).toBe(403);
  expect(hasPassword(member)).toBe(true);
});

it('leaves memory at once with a withdrawal: what was held of a report is read anew', async () => {
  const [leaving, staying] = [await somebody(), await somebody()];
  const { portal } = stage.running;
  const heldOf = async () => {
    const wish = { member: staying.member, language: 'fr', link: null, now: stage.clock() } as const;
    return (await personReport(portal, wish))?.stored.contacts.get(leaving.member);
  };
  const before = await heldOf();
  expect(before).toBeDefined();
  expect(await heldOf()).toBe(before);
  expect((await post('/me/withdraw', leaving.cookie)).status).toBe(303);
  expect(await heldOf()).not.toBe(before);
});
