import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPortal, type PortalStage } from '../helpers/portal.ts';

let stage: PortalStage;
beforeAll(async () => {
  stage = await openPortal();
});
afterAll(() => stage.close());

it('says that it is well', async () => {
  const answer = await fetch(`${stage.url}/healthz`);
  expect([answer.status, await answer.text()]).toEqual([200, 'ok\n']);
});

it('answers every page with the headers that keep it apart', async () => {
  const answer = await fetch(`${stage.url}/nowhere`);
  expect(answer.status).toBe(404);
  const headers = Object.fromEntries(answer.headers);
  expect(headers).toMatchObject({
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'x-robots-tag': 'noindex',
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
  });
  expect(headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
  );
  expect(await answer.text()).toMatch(/^<!doctype html>\n<html lang="fr">/);
});

it('answers under its own name alone', async () => {
  const { status } = await fetch(`${stage.url}/robots.txt`);
  expect(status).toBe(200);
  const elsewhere = await fetch(`${stage.url.replace('127.0.0.1', 'localhost')}/robots.txt`);
  expect(elsewhere.status).toBe(421);
});

it('refuses other methods', async () => {
  const answer = await fetch(`${stage.url}/robots.txt`, { method: 'DELETE' });
  expect(answer.status).toBe(405);
});

it('logs the pattern of a route, never its path', async () => {
  stage.logged.length = 0;
  expect((await fetch(`${stage.url}/l/secret-token?private=name`)).status).toBe(404);
  expect(stage.logged).toEqual([expect.stringContaining('Request')]);
  expect(stage.logged.join('')).not.toMatch(/secret-token|private|name/);
});

it('gives back what was written into a form once the session is over', async () => {
  const body = new URLSearchParams({
    form: 'secret',
    text: 'Ce dossier est <b>public</b>.\nMerci',
    named: 'yes',
  });
  const answer = await fetch(`${stage.url}/me/things/abc/wrong`, {
    ...{ method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } },
  });
  const html = await answer.text();
  expect(answer.status).toBe(401);
  expect(html).toContain('>Ce dossier est &lt;b&gt;public&lt;/b&gt;.\nMerci</textarea>');
  expect(html).not.toContain('secret');
});

it('leads an admin from the own pages to those of the team, and nobody else', async () => {
  const [someone = ''] = stage.truth.members.map(({ id }) => id);
  const open = async (member: string) =>
    (await fetch(`${stage.url}/me`, { headers: { cookie: await stage.signedIn(member) } })).text();
  // Signing in asks for the groups; here the team's own page does.
  await fetch(`${stage.url}/admin`, { headers: { cookie: await stage.signedIn(stage.world.admin.id) } });
  expect(await open(stage.world.admin.id)).toContain('<a href="/admin">Équipe Nextcloud</a>');
  expect(await open(someone)).not.toContain('/admin');
});
