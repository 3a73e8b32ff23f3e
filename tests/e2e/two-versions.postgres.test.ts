import { cpSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { instanceName } from '../../src/model/ids.ts';
import { MAIN } from '../helpers/cli.ts';
import { openTestFleet, type TestFleet } from '../helpers/fleet.ts';
import { ask } from '../helpers/postgres.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { smallWorld } from '../helpers/world.ts';

const DIST = dirname(MAIN);
const TIMEOUT = { timeout: 120_000 };
let fleet: TestFleet;
afterEach(() => fleet.close());

/** The built program as a later version might be: texts of the build replaced. */
function newerProgram(changes: readonly (readonly [text: string, by: string])[]): string {
  const folder = temporaryFolder('newer');
  const root = dirname(DIST);
  cpSync(DIST, join(folder, 'dist'), { recursive: true, filter: (path) => !path.endsWith('.map') });
  for (const beside of ['node_modules', 'templates', 'package.json'])
    symlinkSync(join(root, beside), join(folder, beside));
  const built = readdirSync(DIST).filter((file) => file.endsWith('.js'));
  for (const [text, by] of changes) {
    const files = built.filter((file) => readFileSync(join(DIST, file), 'utf8').includes(text));
    expect(files).toHaveLength(1);
    for (const file of files)
      writeFileSync(
        join(folder, 'dist', file),
        readFileSync(join(DIST, file), 'utf8').replace(text, () => by),
      );
  }
  return join(folder, 'dist', 'main.js');
}

const world = () => smallWorld({ members: { anna: { files: { '/note.odt': 20_000 } } } });

it('work side by side, each with the jobs that it understands', TIMEOUT, async () => {
  fleet = await openTestFleet({ worlds: { lyon: world(), paris: world() } });
  const newer = newerProgram([['PAYLOAD_VERSION = 1;', 'PAYLOAD_VERSION = 2;']]);
  await fleet.add({ kind: 'inventory', instance: instanceName('lyon'), purpose: 'reading' });
  await ask(
    fleet.address,
    `SELECT menage_queue.add_job('inventory.2', '{"instance":"paris","purpose":"reading"}'::json,
       job_key := 'paris:inventory:reading')`,
  );
  const workers = [fleet.worker(), fleet.workerOf(newer)];
  await vi.waitFor(async () => expect(await fleet.queue.list()).toEqual([]), {
    timeout: 60_000,
    interval: 200,
  });
  for (const worker of workers) worker.kill('SIGTERM');
  const ended = await Promise.all(workers.map((worker) => worker.ended));
  expect(ended.map(({ code }) => code)).toEqual([143, 143]);
  const concluded = ended.map(({ err }) =>
    err.split('\n').flatMap((line) => /"instance":"(\w+)".*Run concluded/.exec(line)?.[1] ?? []),
  );
  expect(concluded).toEqual([['lyon'], ['paris']]);
});

it('ends in order where a newer one keeps the store otherwise, and leaves it the job', TIMEOUT, async () => {
  fleet = await openTestFleet({ worlds: { lyon: world() } });
  const newer = newerProgram([
    ['POSTGRES_MIGRATIONS = [', "POSTGRES_MIGRATIONS = ['CREATE TABLE of_a_later_version (one INTEGER)', "],
  ]);
  const lyon = instanceName('lyon');
  await fleet.add({ kind: 'inventory', instance: lyon, purpose: 'reading' });
  expect((await fleet.workerOf(newer, '--once').ended).code).toBe(0);
  await fleet.add({ kind: 'inventory', instance: lyon, purpose: 'reading' });
  for (let tries = 0; tries < 2; tries++) {
    const { code, err } = await fleet.worker().ended;
    expect(code).toBe(2);
    expect(err).toContain('was written by a newer menage (schema 2, this one knows 1): update menage');
  }
  expect(await fleet.queue.list()).toMatchObject([
    { kind: 'inventory', state: 'waiting', tries: 0, lastError: null },
  ]);
  expect((await fleet.workerOf(newer, '--once').ended).code).toBe(0);
  expect(await fleet.queue.list()).toEqual([]);
  expect(await ask(fleet.address, 'SELECT status FROM menage_lyon.runs')).toEqual([
    { status: 'complete' },
    { status: 'complete' },
  ]);
});
