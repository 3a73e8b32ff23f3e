// `TEST_POSTGRES=postgres://… node --import ./docs/typescript.js tests/bench/portals.js [INSTANCES]`: how long `menage serve`
// takes to serve the portals of a fleet, what it holds and costs while nobody asks, and once everybody was asked; the built
// program. The database of the address is used as it is, and must be an empty one.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { freeAddress } from '../../src/app/demo-stage.ts';
import { portalFleet } from '../helpers/portal-fleet.ts';
import { rawRequest } from '../helpers/raw-request.ts';
import { MAIN } from './coop.js';

const [instances = 300] = process.argv.slice(2).map(Number);
const RESTING_MS = 60_000;
const listen = await freeAddress();
const fleet = portalFleet(process.env.TEST_POSTGRES, listen);
const names = Array.from({ length: instances }, (_, at) => `cloud-${at}`);
for (const name of names) fleet.put(name, `https://${name}.example.org`);

for (const round of ['first', 'again']) {
  const began = performance.now();
  const serve = spawn(process.execPath, [MAIN, 'serve', '--quiet', '--config', fleet.config], {
    stdio: 'inherit',
  });
  while (!(await fetch(`http://${listen}/healthz`).catch(() => null))) await pause(50);
  report(round, 'listens', performance.now() - began, serve.pid);
  const idle = cpuSeconds(serve.pid);
  await pause(RESTING_MS);
  report(
    round,
    `rests for ${RESTING_MS / 1000} s, ${(cpuSeconds(serve.pid) - idle).toFixed(1)} s of CPU`,
    0,
    serve.pid,
  );
  const asked = performance.now();
  for (const name of names) {
    const head = `GET / HTTP/1.1\r\nHost: ${name}.example.org\r\nConnection: close\r\n\r\n`;
    const { status } = await rawRequest(listen, head);
    if (status !== 200) throw new Error(`${name}: ${status}`);
  }
  report(round, 'has answered for each', performance.now() - asked, serve.pid);
  serve.kill();
  await new Promise((resolve) => serve.once('exit', resolve));
}

function report(round, what, ms, pid) {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const [rss, peak] = ['VmRSS', 'VmHWM'].map((key) =>
    Math.round(new RegExp(`${key}:\\s+(\\d+)`).exec(status)[1] / 1024),
  );
  process.stdout.write(`${round}: ${what}; ${Math.round(ms)} ms; ${rss} MB (at most ${peak} MB)\n`);
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
