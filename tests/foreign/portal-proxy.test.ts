import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type PortalStage } from '../helpers/portal.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const GUIDE = readFileSync(resolve(import.meta.dirname, '../../docs/portal.md'), 'utf8');

/** The lines that the guide gives for a proxy. */
function snippet(proxy: 'nginx' | 'caddy'): string {
  const text = new RegExp(`<!-- ${proxy} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(GUIDE)?.[1];
  if (text === undefined) throw new Error(`docs/portal.md has no lines for ${proxy}`);
  return text;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((listening) => probe.listen(0, '127.0.0.1', listening));
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The guide's lines for a port of this machine, without TLS, and a portal elsewhere. */
const CONFIGS = {
  nginx: (folder: string, port: number, portal: number) => {
    const lines = snippet('nginx')
      .replace('listen 443 ssl', `listen 127.0.0.1:${port}`)
      .replace(/ *ssl_certificate.*\n/g, '')
      .replace('menage.example.org', '127.0.0.1')
      .replaceAll('127.0.0.1:8090', `127.0.0.1:${portal}`)
      // The browser of the test names a port, as no browser does for 443.
      .replace('Host $host', 'Host $http_host')
      .replaceAll('/var/log/nginx/', `${folder}/`);
    const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (name) => `${name}_temp_path ${folder}/${name};`,
    );
    return `daemon off; master_process off; pid ${folder}/pid;\nevents {}\nhttp {\n${kept.join('\n')}\n${lines}}\n`;
  },
  caddy: (_folder: string, port: number, portal: number) =>
    `{\n  admin off\n  auto_https off\n}\n${snippet('caddy')
      .replace('menage.example.org', `http://127.0.0.1:${port}`)
      .replace('127.0.0.1:8090', `127.0.0.1:${portal}`)}`,
} as const;
const ARGUMENTS = {
  nginx: (config: string) => ['-c', config, '-e', 'stderr'],
  caddy: (config: string) => ['run', '--adapter', 'caddyfile', '--config', config],
} as const;

describe.each(['nginx', 'caddy'] as const)('behind %s as docs/portal.md has it', (proxy) => {
  let stage: PortalStage;
  let front = '';
  let folder = '';
  let end = () => {};
  beforeAll(async () => {
    const port = await freePort();
    folder = temporaryFolder('portal-proxy');
    front = `http://127.0.0.1:${port}`;
    stage = await openPortal({ settings: { url: front, trustedProxies: ['127.0.0.1/32'] } });
    const listening = Number(new URL(`http://${stage.running.address}`).port);
    const config = join(folder, 'config');
    writeFileSync(config, CONFIGS[proxy](folder, port, listening));
    const program = spawn(proxy, ARGUMENTS[proxy](config), {
      stdio: 'ignore',
      env: { ...process.env, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    });
    end = () => void program.kill('SIGKILL');
    for (let tries = 0; tries < 100; tries++) {
      if (await fetch(`${front}/robots.txt`).catch(() => null)) return;
      await pause(100);
    }
    throw new Error(`${proxy} does not answer`);
  }, 60_000);
  afterAll(async () => {
    end();
    await stage.close();
  });

  it('shows pages under its own name, with their headers', async () => {
    const answer = await fetch(`${front}/nowhere`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('takes no large form', async () => {
    const answer = await fetch(`${front}/sign-in`, { method: 'POST', body: 'a'.repeat(40_000) });
    // nginx refuses it itself; Caddy breaks off what it sends on, unless the portal has refused it before.
    expect(proxy === 'nginx' ? [413] : [413, 422, 502]).toContain(answer.status);
  });

  it('leaves no link in a log', async () => {
    const link = await stage.link('anybody', 'report');
    await fetch(link);
    await pause(200);
    const token = link.split('/').at(-1) ?? '';
    const logs = proxy === 'nginx' ? readFileSync(join(folder, 'menage.log'), 'utf8') : '';
    expect(logs + stage.logged.join('')).not.toContain(token);
    if (proxy === 'nginx') expect(logs).toMatch(/^\S+ GET \d{3} [\d.]+$/m);
  });

  it('counts the browser behind it, whatever addresses that claims', async () => {
    const statuses: number[] = [];
    for (let guess = 0; guess < 31; guess++) {
      const headers = { 'x-forwarded-for': `198.51.100.${guess}`, forwarded: `for=198.51.100.${guess}` };
      const answer = await fetch(`${front}/l/${randomBytes(40).toString('base64url')}`, { headers });
      await answer.arrayBuffer();
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array<number>(30).fill(404), 429]);
  });
});
