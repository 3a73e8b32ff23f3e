import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vaultOf } from '../../../src/app/open.ts';
import { memberId } from '../../../src/model/ids.ts';
import { acquireLock } from '../../../src/store/open.ts';
import { PORTAL_NOW } from '../../helpers/portal.ts';
import { openPortals, type PortalsStage } from '../../helpers/portals.ts';

const URLS = { aube: 'https://aube.example.org', brise: 'https://brise.example.org' } as const;

let stage: PortalsStage;
beforeAll(async () => {
  stage = await openPortals(URLS, { lookMs: 50, openForMs: 0 });
}, 60_000);
afterAll(() => stage.close());

/** "open", "at-rest" or "closed". */
async function stateOf(name: keyof typeof URLS): Promise<string> {
  const { body } = await stage.ask('http://localhost/metrics');
  return (
    new RegExp(`^menage_portal_state\\{instance="${name}",state="([a-z-]+)"\\} 1$`, 'm').exec(body)?.[1] ?? ''
  );
}

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  for (const begun = performance.now(); !(await holds()); await pause(20))
    if (performance.now() - begun > 15_000) throw new Error('it did not come to it');
}

function mailsTo(name: string): readonly string[] {
  const { directory } = stage.of(name).stage.mails;
  return readdirSync(directory).map((file) => readFileSync(join(directory, file), 'utf8'));
}

it('opens no portal that nobody asks, and lets one rest that nobody asks any more', async () => {
  expect(await stateOf('brise')).toBe('at-rest');
  expect((await stage.ask(`${URLS.brise}/`)).status).toBe(200);
  await until(async () => (await stateOf('brise')) === 'at-rest');
  expect((await stage.ask(`${URLS.brise}/`)).status).toBe(200);
});

it('reads first who gave access, in the store of their instance, while the other is used by a run', async () => {
  const [aube, brise] = [stage.of('aube'), stage.of('brise')];
  const lock = await acquireLock(aube.config.store, 'menage run', PORTAL_NOW);
  for (const { store, member } of [aube, brise])
    await store.portal.readings.ask(memberId(member), PORTAL_NOW);
  const outcome = async ({ store, member }: typeof aube) =>
    (await store.portal.readings.get(memberId(member)))?.outcome ?? null;
  await until(async () => (await outcome(brise)) !== null);
  expect([await outcome(aube), await outcome(brise)]).toEqual([null, 'whole']);
  await lock.release();
  await until(async () => (await outcome(aube)) === 'whole');
});

it('lets mails leave that another program queued, by the mail server of their instance alone', async () => {
  const { store, member } = stage.of('brise');
  const notice = { kind: 'sign-in', recipient: null, key: 'one', params: { page: '' } } as const;
  await store.portal.notices.queue([{ ...notice, member: memberId(member), dueAt: PORTAL_NOW }]);
  await until(() => mailsTo('brise').some((mail) => mail.includes('https://brise.example.org/l/')));
  expect(mailsTo('aube')).toEqual([]);
  await until(async () => (await stateOf('brise')) === 'at-rest');
});

it('revokes the key of somebody who left, at the server of their instance', async () => {
  const { store, member, config, stage: own } = stage.of('aube');
  const cookie = await stage.of('aube').signedIn();
  const { body } = await stage.ask(`${URLS.aube}/me/data`, { headers: [cookie] });
  const token = /name="form" value="([^"]+)"/.exec(body)?.[1] ?? '';
  const form = { method: 'POST', body: `form=${token}`, headers: [cookie] };
  expect((await stage.ask(`${URLS.aube}/me/withdraw`, form)).status).toBe(303);
  await until(async () => (await store.portal.withdrawals.keys()).length === 0);
  const vault = await vaultOf(config, {
    environment: {},
    log: { warn: () => {} },
    now: own.clock,
    stop: AbortSignal.abort(),
  });
  expect(vault.get(memberId(member))).toBeNull();
  const other = stage.of('brise');
  expect(await other.store.portal.withdrawals.hasLeft(memberId(member))).toBe(false);
});

it('erases what has outlived its time in portals that nobody asks', async () => {
  const { store, member } = stage.of('brise');
  const session = { id: 'old', member: memberId(member), browser: '', begunAt: 0, seenAt: 0 };
  await store.portal.sessions.begin(session, 5);
  // What changes is opened anew, and erases first.
  await stage.change('brise', { config: { ...stage.of('brise').config } });
  await until(async () => (await store.portal.sessions.get('old')) === null);
});
