// `node --import ./docs/typescript.js tests/bench/portal.js [MEMBERS] [SECONDS]`: everybody opens the link of a mail within a
// minute and answers (their report, one thing kept, one looked at again, the mails). Prints what the answers took, and what
// memory `menage serve` held; the built program, on the embedded server.
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freeAddress } from '../../src/app/demo-stage.ts';
import { checkOptions, vaultKey } from '../../src/app/open.ts';
import { linksOf } from '../../src/app/portal/links.ts';
import { loadConfig } from '../../src/config/load.ts';
import { memberId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import { audit, MAIN, openCoop } from './coop.js';

const [members = 200, seconds = 60] = process.argv.slice(2).map(Number);
const coop = await openCoop({ members, entries: 270, shape: 'recorded' });
try {
  const address = await freeAddress();
  const url = `http://${address}`;
  appendFileSync(
    coop.config,
    `mail: { from: menage@coop.example, transport: 'smtp://127.0.0.1:9' }\nportal: { url: '${url}', listen: '${address}', trustedProxies: [127.0.0.1/32] }\n`,
  );
  audit(coop);
  const links = await linksFor(Object.keys(coop.tokens), url);
  const serve = spawn(process.execPath, [MAIN, 'serve', '--config', coop.config], {
    stdio: 'ignore',
  });
  while (!(await fetch(`${url}/healthz`).catch(() => null))) await pause(100);
  const took = new Map();
  const clicking = links.map(async (link, at) => {
    await pause((at / links.length) * seconds * 1000);
    await visit(link, `10.0.${at >> 8}.${at & 255}`, url, took);
  });
  await Promise.all(clicking);
  const [, peak] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${serve.pid}/status`, 'utf8')) ?? [];
  serve.kill();
  print(took, Math.round(peak / 1024));
} finally {
  coop.close();
}

async function linksFor(ids, url) {
  const config = loadConfig(coop.config, checkOptions());
  const store = await openStore(config.store);
  const links = linksOf(store, vaultKey(config, { environment: {} }));
  const [run] = await store.runs.list();
  const all = [];
  for (const id of ids)
    all.push(`${url}/l/${await links.issue(memberId(id), 'report', Date.now(), { run: run.id })}`);
  await store.close();
  return all;
}

/** What one person does, a click every second or so. */
async function visit(link, from, url, took) {
  async function timed(what, address, body) {
    const began = performance.now();
    const headers = { 'x-forwarded-for': from, ...(body && { 'sec-fetch-site': 'same-origin' }) };
    const answer = await fetch(address, { method: body ? 'POST' : 'GET', redirect: 'manual', headers, body });
    const html = await answer.text();
    const all = took.get(what) ?? [];
    took.set(what, [...all, { ms: performance.now() - began, status: answer.status }]);
    await pause(500 + Math.random() * 1000);
    const to = answer.headers.get('location');
    return to === null ? html : timed('after a form', to);
  }
  const report = await timed('my report', link);
  const form = /name="form" value="([^"]+)"/.exec(report)?.[1] ?? '';
  const things = [
    ...new Set([...report.matchAll(/href="([^"]*\/things\/[^/"]+)\/keep"/g)].map(([, path]) => path)),
  ];
  const [first, second = first] = things;
  if (first !== undefined) {
    const page = await timed('still useful', `${url}${first}/keep`);
    const until = /name="until" value="([^"]+)"/.exec(page)?.[1] ?? '';
    await timed(
      'still useful, sent',
      `${url}${first}/keep`,
      new URLSearchParams({ form, until, reason: 'Utile au groupe' }),
    );
    await timed('done', `${url}${second}/done`, new URLSearchParams({ form }));
  }
  await timed('my mails', `${link}/mails`);
  await timed('my mails, sent', `${link}/mails`, new URLSearchParams({ form, every: '2', language: 'fr' }));
}

function print(took, megabytes) {
  const row = (what, all) => {
    const sorted = all.map(({ ms }) => ms).toSorted((one, other) => one - other);
    const at = (share) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
    const statuses = [...new Set(all.map(({ status }) => status))].join(', ');
    return `| ${what} | ${all.length} | ${statuses} | ${at(0.5)} | ${at(0.99)} | ${at(1)} |`;
  };
  const rows = [...took].map(([what, all]) => row(what, all));
  const lines = [
    '| page | requests | statuses | median, ms | p99, ms | longest, ms |',
    '|---|---|---|---|---|---|',
    ...rows,
    row('all', [...took.values()].flat()),
  ];
  process.stdout.write(`${lines.join('\n')}\n\nPeak memory of \`menage serve\`: ${megabytes} MB.\n`);
}
