// `node --import ./docs/typescript.js tests/bench/large-instance.js MEMBERS [ENTRIES [sqlite|postgres|both]]`: one Nextcloud of many members, read for the first time and again with
// nothing changed: by `menage audit` on SQLite, and by one `menage worker` on PostgreSQL (TEST_POSTGRES). Needs `npm run build`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { parse, stringify } from 'yaml';
import { openQueue } from '../../src/queue/queue.ts';
import { postgresPlace } from '../../src/store/database/postgres-place.ts';
import { audit, MAIN, openCoop } from './coop.js';

const [members = 1000, entries = 10] = process.argv.slice(2, 4).map(Number);
const stores = process.argv[4] ?? 'both';
const NIGHTS = ['first', 'unchanged'];

process.stdout.write(`${members} members of ${entries} entries\n\n`);
process.stdout.write(
  '| store | reading | seconds | CPU s | peak MB | requests |\n|---|---|---|---|---|---|\n',
);
const coop = await openCoop({ members, entries, shape: 'accounts' });
try {
  if (stores !== 'postgres') for (const night of NIGHTS) row('SQLite', night, audit(coop));
  if (stores !== 'sqlite') await onPostgres(process.env.TEST_POSTGRES);
} finally {
  coop.close();
}

function row(store, night, { whole, cpuSeconds, peakMegabytes, requests }) {
  process.stdout.write(
    `| ${store} | ${night} | ${whole.toFixed(0)} | ${cpuSeconds.toFixed(0)} | ${peakMegabytes} | ${requests} |\n`,
  );
}

/** A worker of its own each night, in a database of its own. */
async function onPostgres(server) {
  const database = `bench_large_${process.pid}`;
  await ask(server, `CREATE DATABASE ${database}`);
  const url = new URL(server);
  url.pathname = `/${database}`;
  const config = join(coop.folder, 'large.yaml');
  const own = parse(readFileSync(coop.config, 'utf8'));
  writeFileSync(config, stringify({ ...own, store: url.href, schedule: { read: 'off', mails: 'off' } }));
  try {
    for (const night of NIGHTS) row('PostgreSQL', night, await nightOf(config, url.href));
    for (const one of await ask(
      url.href,
      `SELECT schemaname || '.' || relname AS name, n_live_tup AS rows, pg_total_relation_size(relid) AS bytes
       FROM pg_stat_user_tables WHERE n_live_tup > 0 ORDER BY bytes DESC LIMIT 12`,
    ))
      process.stdout.write(`${one.name}: ${one.rows} rows, ${(one.bytes / 1e6).toFixed(1)} MB\n`);
  } finally {
    await ask(server, `DROP DATABASE ${database} WITH (FORCE)`);
  }
}

async function nightOf(config, address) {
  const usage = join(coop.folder, 'usage.json');
  const preload = fileURLToPath(new URL('tell-usage.js', import.meta.url));
  const program = spawn(
    process.execPath,
    ['--import', preload, MAIN, 'worker', '--config', config, '--log-format', 'json'],
    { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MENAGE_BENCH_USAGE: usage } },
  );
  const ended = once(program, 'exit');
  let text = '';
  let requests = 0;
  program.stderr.on('data', (chunk) => {
    text += chunk;
    const [, asked] = /"requests":(\d+)/.exec(chunk) ?? [];
    if (asked !== undefined) requests = Number(asked);
    if (/"level":"(error|warn)"/.test(chunk)) process.stderr.write(chunk);
  });
  while (!text.includes('Ready')) {
    if (program.exitCode !== null) throw new Error(text);
    await setTimeout(100);
  }
  const queue = await openQueue(postgresPlace(address, { password: null, ca: null }));
  const began = performance.now();
  try {
    const [{ name }] = await ask(address, 'SELECT name FROM menage_fleet.instances');
    await queue.add({ kind: 'inventory', instance: name, purpose: 'reading' });
    while (!text.includes('Run concluded')) {
      if (program.exitCode !== null) throw new Error(text);
      await setTimeout(250);
    }
  } finally {
    await queue.close();
    if (program.exitCode === null) program.kill('SIGTERM');
    await ended;
  }
  const whole = (performance.now() - began) / 1000;
  return { whole, requests, ...JSON.parse(readFileSync(usage, 'utf8')) };
}

async function ask(address, sql) {
  const client = new pg.Client(address);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
