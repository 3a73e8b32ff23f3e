import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openPreview } from '../../../src/app/report/preview.ts';
import { servePreview } from '../../../src/app/report/preview-server.ts';
import { configOf } from '../../../src/cli/config.ts';
import { openOffice } from '../../helpers/office.ts';

it('a preview speaks in the words of the organisation, anew at each look, and names what is wrong', {
  timeout: 60_000,
}, async () => {
  const office = await openOffice(['templates: { directory: mine }']);
  const words = join(office.folder, 'mine/words/fr.yaml');
  mkdirSync(join(office.folder, 'mine/words'), { recursive: true });
  writeFileSync(words, 'hello: Salut à toi,\n');
  const shown = await openPreview(configOf(office.context), office.context, 'anna');
  const look = async () => (await fetch(shown.url)).text();
  expect(await look()).toContain('Salut à toi,');
  writeFileSync(words, 'hello: Coucou,\ngauge.of: de {cota}\n');
  expect(await look()).toMatch(/<pre>.*mine\/words\/fr\.yaml:2: gauge\.of: there is no \{cota\} here/s);
  writeFileSync(words, 'hello: Coucou,\n');
  expect(await look()).toContain('Coucou,');
  shown.close();
  expect(office.said).toEqual([]);
  office.leave();
});

/** The answer to a request of raw header lines: `fetch` chooses some of them itself. */
function asked(url: string, { path = new URL(url).pathname, method = 'GET', headers = {} }) {
  return new Promise<{ readonly status: number | undefined; readonly body: string }>((resolve, reject) => {
    const { port } = new URL(url);
    request({ host: '127.0.0.1', port, path, method, headers: { host: `127.0.0.1:${port}`, ...headers } })
      .on('response', (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () => resolve({ status: response.statusCode, body }));
      })
      .on('error', reject)
      .end();
  });
}

it('a preview is shown to nobody but who knows its address, by no foreign name, to no other page', async () => {
  const server = await servePreview(() => '<p>private</p>');
  const { host, pathname } = new URL(server.url);
  expect(host).toMatch(/^127\.0\.0\.1:\d+$/);
  expect(pathname).toMatch(/^\/[\w-]{32}\/$/);
  const other = await servePreview(() => '');
  expect(new URL(other.url).pathname).not.toBe(pathname);
  other.close();
  const refusals = [
    [404, { path: '/' }],
    [404, { path: '/changes' }],
    [404, { path: pathname.slice(0, -2) }],
    [404, { path: `${pathname}?x` }],
    [421, { headers: { host: 'evil.example' } }],
    [421, { headers: { host: `localhost:${new URL(server.url).port}` } }],
    [403, { headers: { origin: 'https://evil.example' } }],
    [403, { headers: { origin: 'null' } }],
    [403, { headers: { 'sec-fetch-site': 'cross-site' } }],
    [405, { method: 'POST' }],
  ] as const;
  for (const [status, how] of refusals)
    expect([how, await asked(server.url, how)]).toEqual([how, { status, body: '' }]);
  const shown = await fetch(server.url);
  expect(await shown.text()).toContain('<p>private</p>');
  const nonce = /'nonce-([^']+)'/.exec(shown.headers.get('content-security-policy') ?? '')?.[1];
  expect(await (await fetch(server.url)).text()).not.toContain(nonce);
  expect(Object.fromEntries(shown.headers)).toMatchObject({
    'cache-control': 'no-store',
    'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/),
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  const waiting = await fetch(`${server.url}changes`);
  server.changed();
  const { value } = (await waiting.body?.getReader().read()) ?? {};
  expect(Buffer.from(value ?? []).toString()).toBe('data: changed\n\n');
  server.close();
});
