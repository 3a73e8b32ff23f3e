import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Portal as PortalSchema } from '../../../src/config/portal.ts';
import { openPortals, type PortalsStage } from '../../helpers/portals.ts';
import { rawRequest } from '../../helpers/raw-request.ts';

const URLS = {
  aube: 'https://aube.example.org',
  brise: 'https://many.example.org/brise',
  crue: 'https://many.example.org/crue',
} as const;
const NAMES = ['aube', 'brise', 'crue'] as const;
type Name = (typeof NAMES)[number];
const PAIRS = NAMES.flatMap((own) =>
  NAMES.filter((other) => other !== own).map((other) => [own, other] as const),
);

let stage: PortalsStage;
beforeAll(async () => {
  stage = await openPortals(URLS);
}, 60_000);
afterAll(() => stage.close());

const at = (name: Name, path: string) => `${URLS[name]}${path}`;

describe('a request', () => {
  it.each(NAMES)('reaches the portal of %s by its host name and folder', async (name) => {
    const { status, body } = await stage.ask(at(name, '/'));
    expect(status).toBe(200);
    expect(body).toContain(`>${name}</a>`);
    expect(body).toContain(`href="${new URL(URLS[name]).pathname.replace(/\/$/, '')}/sign-in"`);
  });

  it.each([
    ['https://evil.example/', 421],
    ['https://aube.example.org:8443/', 421],
    ['https://example.org/', 421],
    ['https://aube.example.org./', 421],
    ['https://127.0.0.1/', 421],
    ['https://many.example.org/', 404],
    ['https://many.example.org/dune/', 404],
    ['https://many.example.org/brisette/sign-in', 404],
    ['https://many.example.org/BRISE/sign-in', 404],
    ['https://many.example.org/brise%2fsign-in', 404],
    ['https://many.example.org//brise/sign-in', 404],
    ['https://many.example.org/sign-in', 404],
    ['https://aube.example.org/brise/sign-in', 404],
  ])('for %s reaches none', async (address, status) => {
    const answer = await stage.ask(address);
    expect(answer.status).toBe(status);
    expect(answer.head).toMatch(/^content-security-policy: default-src 'none'/im);
  });

  it.each([
    ['/brise/../crue/', 'crue'],
    ['/brise/%2e%2e/crue/', 'crue'],
    ['/%63rue/', 'crue'],
  ])('spelt %s reaches what the address means', async (target, name) => {
    const head = `GET ${target} HTTP/1.1\r\nHost: many.example.org\r\nConnection: close\r\n\r\n`;
    const { status, body } = await rawRequest(stage.running.address, head);
    expect([status, body.includes(`>${name}</a>`)]).toEqual([200, true]);
  });

  it('goes by the header Host, whatever a proxy writes beside it', async () => {
    const headers = ['X-Forwarded-Host: aube.example.org', 'Forwarded: host=aube.example.org'];
    const { body } = await stage.ask(at('crue', '/'), { headers });
    expect(body).toContain('>crue</a>');
  });
});

describe('between two portals', () => {
  it.each(PAIRS)('a link of %s opens nothing at %s', async (own, other) => {
    for (const kind of ['report', 'invitation', 'sign-in'] as const) {
      const path = await stage.of(own).link(kind);
      expect((await stage.ask(at(own, path))).status).toBe(200);
      expect((await stage.ask(at(other, path))).status).toBe(404);
    }
    const path = await stage.of(own).link('unsubscribe');
    const form = { method: 'POST', body: 'List-Unsubscribe=One-Click' };
    expect((await stage.ask(at(other, path), form)).status).toBe(404);
    expect((await stage.ask(at(own, path), form)).status).toBe(200);
  });

  it.each(PAIRS)('a session of %s is none at %s, by whatever name its cookie goes', async (own, other) => {
    const cookie = await stage.of(own).signedIn();
    const value = cookie.split('=')[1];
    expect((await stage.ask(at(own, '/me/mails'), { headers: [cookie] })).status).toBe(200);
    const theirs = (await stage.of(other).signedIn()).split('=')[0];
    for (const line of [cookie, `${theirs}=${value}`])
      expect(await stage.ask(at(other, '/me/mails'), { headers: [line] })).toMatchObject({
        status: 303,
        head: expect.stringContaining(`location: ${URLS[other]}/sign-in?to=mails`),
      });
  });

  it.each(PAIRS)('a form of %s is refused at %s, and no other origin is its own', async (own, other) => {
    const [cookie, theirs] = [await stage.of(own).signedIn(), await stage.of(other).signedIn()];
    const { body } = await stage.ask(at(own, '/me/mails'), { headers: [cookie] });
    const token = /name="form" value="([^"]+)"/.exec(body)?.[1] ?? '';
    const form = `form=${token}`;
    const ask = (headers: readonly string[]) =>
      stage.ask(at(other, '/me/sessions/end'), { method: 'POST', body: form, headers });
    expect((await ask([theirs])).status).toBe(403);
    expect((await ask([cookie, theirs])).status).toBe(403);
    if (new URL(URLS[own]).origin === new URL(URLS[other]).origin) return;
    expect((await ask([theirs, `Origin: ${new URL(URLS[own]).origin}`])).status).toBe(403);
  });

  it('bad links are counted for each alone', async () => {
    const headers = ['X-Forwarded-For: 203.0.113.9'];
    for (let tries = 0; tries < 30; tries++) await stage.ask(at('aube', '/l/guess'), { headers });
    expect((await stage.ask(at('aube', '/l/guess'), { headers })).status).toBe(429);
    expect((await stage.ask(at('brise', '/l/guess'), { headers })).status).toBe(404);
  });
});

describe('a program of this machine', () => {
  const local = (path: string, host = 'localhost') => stage.ask(`http://${host}${path}`);

  it('learns that all is well, and of each portal', async () => {
    expect(await local('/healthz')).toMatchObject({ status: 200, body: 'ok\n' });
    expect(await stage.ask(at('crue', '/healthz'))).toMatchObject({ status: 200, body: 'ok\n' });
  });

  it('gets figures by instance, which no proxy may hand on', async () => {
    const { body } = await local('/metrics');
    expect(body).toMatch(/^menage_portal_requests_total\{instance="crue",status="2xx"\} [1-9]/m);
    expect(body).toMatch(/^menage_portal_state\{instance="aube",state="open"\} 1$/m);
    expect(body.endsWith('# EOF\n')).toBe(true);
    const asked = await stage.ask('http://localhost/metrics', { headers: ['X-Forwarded-For: 203.0.113.9'] });
    expect(asked.status).toBe(421);
  });
});

describe('when an instance changes', () => {
  it('one that is paused, or has lost its config, answers that it is closed, and the others go on', async () => {
    const { config } = stage.of('brise');
    for (const change of [{ pausedAt: 1 }, { config: null, problem: 'menage.yaml is broken' }]) {
      await stage.change('brise', change);
      const closed = await stage.ask(at('brise', '/me'), { headers: ['Accept-Language: de'] });
      expect(closed.status).toBe(503);
      expect(closed.head).toMatch(/^retry-after: 300$/im);
      expect(closed.head).toMatch(/^content-security-policy: default-src 'none'; style-src/im);
      expect(closed.body).toContain('<html lang="de">');
      expect(closed.body).not.toMatch(/menage\.yaml|broken/);
      expect((await stage.ask(at('brise', '/healthz'))).status).toBe(503);
      expect((await stage.ask(at('crue', '/'))).status).toBe(200);
      await stage.change('brise', { config, pausedAt: null, problem: null });
      expect((await stage.ask(at('brise', '/'))).status).toBe(200);
    }
  });

  it('one that was signed in stays so, and whoever was counted out too', async () => {
    const cookie = await stage.of('crue').signedIn();
    const headers = ['X-Forwarded-For: 203.0.113.10'];
    for (let tries = 0; tries < 30; tries++) await stage.ask(at('crue', '/l/guess'), { headers });
    await stage.change('crue', { config: { ...stage.of('crue').config } });
    expect((await stage.ask(at('crue', '/me/mails'), { headers: [cookie] })).status).toBe(200);
    expect((await stage.ask(at('crue', '/l/guess'), { headers })).status).toBe(429);
  });

  it('one that cannot be opened answers that it is closed, and says why in the log, once', async () => {
    const { config } = stage.of('brise');
    const credentials = { ...config.credentials, keyFile: '/nowhere/menage.key' };
    stage.logged.length = 0;
    await stage.change('brise', { config: { ...config, credentials } });
    expect((await stage.ask(at('brise', '/'))).status).toBe(503);
    expect((await stage.ask(at('brise', '/'))).status).toBe(503);
    expect((await stage.ask(at('aube', '/'))).status).toBe(200);
    const why = stage.logged.filter((line) => line.includes('cannot be used now'));
    expect(why).toEqual([expect.stringContaining('/nowhere/menage.key')]);
    await stage.change('brise', { config });
  });

  it('one at the address of an older one, or within it, is not served', async () => {
    for (const url of [URLS.aube, `${URLS.aube}/crue`, URLS.aube.toUpperCase()]) {
      const { config } = stage.of('crue');
      await stage.change('crue', { config: { ...config, portal: PortalSchema.parse({ url }) } });
      expect((await stage.ask(at('aube', '/'))).body).toContain('>aube</a>');
      expect((await stage.ask(`${URLS.aube}/crue/`)).body).not.toContain('>crue</a>');
      expect(stage.logged.join('')).toContain(`lies at the address of \\"aube\\"`);
      await stage.change('crue', { config });
    }
  });

  it('one that is gone or has moved is found at its old address no more', async () => {
    const { config } = stage.of('crue');
    const moved = PortalSchema.parse({ url: 'https://crue.example.org' });
    await stage.change('crue', { config: { ...config, portal: moved } });
    expect((await stage.ask(at('crue', '/'))).body).not.toContain('>crue</a>');
    expect((await stage.ask('https://crue.example.org/')).body).toContain('>crue</a>');
    await stage.change('crue', null);
    expect((await stage.ask('https://crue.example.org/')).status).toBe(421);
  });
});
