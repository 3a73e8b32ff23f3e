import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
export const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** Starts a cooperative of so many members with so many entries each, and imports their app passwords. */
export async function openCoop({ members, entries, cost = 0, shape = 'mixed' }) {
  const server = spawn(
    process.execPath,
    [
      ...process.execArgv,
      '--max-old-space-size=12000',
      join(HERE, 'large-coop.js'),
      String(members),
      String(entries),
      String(cost),
      shape,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]();
  const { value } = await lines.next();
  const coop = JSON.parse(value);
  const config = join(coop.folder, 'menage.yaml');
  menage(['credentials', 'import', join(coop.folder, 'tokens.json'), '--config', config]);
  return {
    ...coop,
    config,
    async change() {
      server.stdin.write('change\n');
      await lines.next();
    },
    /** From now on everybody is read by a registration with AppAPI. */
    async register() {
      server.stdin.write('register\n');
      await lines.next();
    },
    /** What the requests since the last question cost the server by the measured costs, in seconds. */
    async spent() {
      server.stdin.write('spent\n');
      return JSON.parse((await lines.next()).value).seconds;
    },
    forgetRuns() {
      for (const ending of ['', '-wal', '-shm'])
        rmSync(join(coop.folder, `menage.db${ending}`), { force: true });
    },
    close() {
      server.kill();
      rmSync(coop.folder, { recursive: true, force: true });
    },
  };
}

function menage(words, { preload, environment = {} } = {}) {
  const load = preload === undefined ? [] : ['--import', join(HERE, preload)];
  const { status, stderr } = spawnSync(process.execPath, [...load, MAIN, ...words], {
    env: { ...process.env, ...environment },
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`menage ${words[0]} ended with ${status}: ${stderr}`);
}

/** One audit as its user starts it: the whole process, with everything. Seconds, megabytes, numbers. */
export function audit(coop, ...flags) {
  const result = join(coop.folder, 'result.json');
  const usage = join(coop.folder, 'usage.json');
  const began = performance.now();
  menage(['audit', '--config', coop.config, '--json', result, ...flags], {
    preload: 'tell-usage.js',
    environment: { MENAGE_BENCH_USAGE: usage },
  });
  const whole = (performance.now() - began) / 1000;
  const { run, members } = JSON.parse(readFileSync(result, 'utf8'));
  const entries = members.reduce((sum, { usage: own }) => sum + own.files + own.folders, 0);
  const reading = (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) / 1000;
  return { whole, reading, requests: run.requests, entries, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

/** The requests of a first audit, in their order. */
export function recordedRequests(coop) {
  coop.forgetRuns();
  const file = join(coop.folder, 'requests.jsonl');
  menage(['audit', '--config', coop.config], {
    preload: 'record-requests.js',
    environment: { MENAGE_BENCH_REQUESTS: file },
  });
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
