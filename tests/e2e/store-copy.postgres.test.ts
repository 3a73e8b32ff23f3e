import { execFileSync, spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomOf } from '../../src/demo/random.ts';
import { type ClockedWorkspace, openClockedWorkspace } from '../helpers/clocked-workspace.ts';
import { ask, makeDatabase, withSchema } from '../helpers/postgres.ts';
import { startCluster } from '../helpers/postgres-cluster.ts';
import { removeFolder } from '../helpers/temporary.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const SCRIPTS = resolve(import.meta.dirname, '../../docs/fleet');
const SCHEMA = 'menage_coop';
const OLD = { size: 200 * 1024 ** 2, modifiedAt: NOW - 900 * 86_400_000, uploadedAt: NOW - 900 * 86_400_000 };
const KILLS = 3;

let workspace: ClockedWorkspace;
let database: string;

/** A month whose mails are out. */
beforeAll(async () => {
  const members = Object.fromEntries(
    ['anna', 'boris', 'chloe'].map((id) => [id, { files: { '/Films/vieux.mp4': OLD } }]),
  );
  workspace = await openClockedWorkspace(smallWorld({ members }), { now: NOW });
  const first = await workspace.run(['run', '--yes']);
  expect(first).toMatchObject({ code: 0 });
  expect(await workspace.mailbox()).toHaveLength(4);
  workspace.emptyMailbox();
  database = await makeDatabase();
}, 120_000);

afterAll(async () => workspace?.close());

/** What the config now names sends nothing again, and knows of all runs before. */
async function expectSentBefore(store: string, runs: number): Promise<void> {
  workspace.configure({ store });
  const run = await workspace.run(['run']);
  expect(run).toMatchObject({ code: 0 });
  expect(await workspace.mailbox()).toEqual([]);
  const again = await workspace.run(['report', '--run', String(runs), '--format', 'json', '--out', 'again']);
  expect(again).toMatchObject({ code: 0 });
}

it('moves to PostgreSQL and back, killed again and again on the way, and sends nothing twice', {
  timeout: 240_000,
}, async () => {
  const there = withSchema(database, SCHEMA);
  const random = randomOf(Date.now() % 1_000_003);
  for (let kills = 0; kills < KILLS; kills++) {
    const kill = new AbortController();
    const copying = workspace.run(['store', 'copy', there], { kill: kill.signal });
    await pause(random.between(200, 2_500));
    kill.abort();
    await copying;
  }
  const copied = await workspace.run(['store', 'copy', there]);
  expect(copied).toMatchObject({ code: 0 });
  const [, digest = ''] = /SHA-256 (\w{64})/.exec(copied.out) ?? [];
  expect(copied.out).toMatch(
    /^Copied and compared: \d+ tables, \d+ rows, SHA-256 \w{64}\.\nName the new store in the config/,
  );
  const back = await workspace.run(['store', 'copy', there, 'back.db']);
  expect(back).toMatchObject({ code: 0 });
  expect(back.out).toContain(digest);
  await expectSentBefore('back.db', 2);
  await expectSentBefore(there, 2);
});

it('is put back from a backup into another cluster, alone or with all, and sends nothing twice', {
  timeout: 240_000,
}, async () => {
  const one = join(workspace.folder, 'coop.dump');
  const all = join(workspace.folder, 'all.dump');
  backUp(database, one, 'coop');
  backUp(database, all);
  const cluster = await startCluster();
  try {
    restore(one, cluster.address);
    await expectSentBefore(withSchema(cluster.address, SCHEMA), 3);
    // An instance that is there is not mixed with the backup's.
    const twice = spawnSync('sh', [join(SCRIPTS, 'restore.sh'), one, cluster.address], { encoding: 'utf8' });
    expect(twice.status).not.toBe(0);
    expect(twice.stderr).toContain(`schema "${SCHEMA}" already exists`);
    const other = await makeDatabase();
    restore(all, other);
    await expectSentBefore(withSchema(other, SCHEMA), 3);
    expect(await ask(withSchema(database, SCHEMA), 'SELECT count(*) AS runs FROM runs')).toEqual([
      { runs: '2' },
    ]);
  } finally {
    await cluster.close();
    removeFolder(join(workspace.folder, 'again'));
  }
});

function backUp(address: string, file: string, ...instance: readonly string[]): void {
  execFileSync('sh', [join(SCRIPTS, 'backup.sh'), address, file, ...instance]);
}

function restore(file: string, address: string): void {
  execFileSync('sh', [join(SCRIPTS, 'restore.sh'), file, address]);
}
