import { type StdioOptions, spawn } from 'node:child_process';
import { chmodSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { layPipe } from '../files/helpers.ts';
import { livingAt, MAIN, menage } from '../helpers/cli.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { removeStore, storeAt } from '../helpers/stores.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

/** Nearly full, so that there is something to write a mail about. */
const world = () => smallWorld({ members: { alice: { files: { '/film.mov': 2_000_000_000 } } } });

interface Done {
  readonly code: number | null;
  readonly mails: number;
  readonly beats: readonly (string | undefined)[];
}

/** A first run in a workspace whose output goes where `stdio` says. */
async function runWith(
  workspace: SmallWorkspace,
  stdio: StdioOptions,
  { words = [], closed = false }: { readonly words?: readonly string[]; readonly closed?: boolean } = {},
): Promise<Done> {
  const { folder, mails } = workspace;
  await removeStore(storeAt(folder));
  rmSync(join(folder, 'reports'), { recursive: true, force: true });
  const before = mails.received.length;
  const beats: (string | undefined)[] = [];
  const watchdog = createServer((request, response) => {
    beats.push(request.url);
    response.end();
  });
  await new Promise<void>((ready) => watchdog.listen(0, '127.0.0.1', ready));
  const address = watchdog.address();
  const port = typeof address === 'object' ? address?.port : 0;
  writeFileSync(join(folder, 'heartbeat'), `http://127.0.0.1:${port}/beat\n`, { mode: 0o600 });
  const program = spawn(process.execPath, [MAIN, 'run', '--yes', '--verbose', ...words], {
    cwd: folder,
    env: { PATH: process.env['PATH'], ...livingAt(NOW) },
    stdio,
  });
  if (closed) {
    program.stdout?.destroy();
    program.stderr?.destroy();
  }
  program.stdout?.resume();
  program.stderr?.resume();
  const code = await new Promise<number | null>((ended) => program.once('exit', ended));
  await new Promise((ended) => watchdog.close(ended));
  return { code, mails: mails.received.length - before, beats };
}

function watched(folder: string): void {
  const file = join(folder, 'menage.yaml');
  const config = parse(readFileSync(file, 'utf8'));
  writeFileSync(
    file,
    stringify({ ...config, admins: { ...config.admins, heartbeat: { urlFile: 'heartbeat' } } }),
  );
}

describe('a run whose output cannot be written', { timeout: 120_000 }, () => {
  it('goes on as without: mails go, the watchdog hears of the end, the exit code is the same', async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      watched(workspace.folder);
      const full = openSync('/dev/full', 'w');
      const usual = await runWith(workspace, ['ignore', 'pipe', 'pipe']);
      expect(usual).toEqual({ code: 0, mails: 2, beats: ['/beat/start', '/beat'] });
      expect(await runWith(workspace, ['ignore', full, full])).toEqual(usual);
      expect(await runWith(workspace, ['ignore', 'pipe', 'pipe'], { closed: true })).toEqual(usual);
      // A document that was asked for is no log.
      const withJson = await runWith(workspace, ['ignore', full, full], { words: ['--json', '-'] });
      expect(withJson).toEqual({ ...usual, code: 3 });
    });
  });
});

describe('a pipe in our way', { timeout: 60_000 }, () => {
  it('holds up no command: in the place of the config, of an output; of standard output it may be one', async () => {
    await withSmallWorkspace(world(), {}, async ({ folder }) => {
      const run = (...words: string[]) => menage(words, { cwd: folder, env: livingAt(NOW) });
      const pipe = layPipe(join(folder, 'pipe'));
      chmodSync(pipe, 0o600);
      expect((await run('history', '--config', pipe)).err).toContain('is a pipe or a device');
      expect((await run('audit', '--json', pipe, '--quiet')).code).toBe(0);
      expect(JSON.parse(readFileSync(pipe, 'utf8')).schema).toBe('menage/1');
      const told = await run('audit', '--quiet', '--json', '/dev/stdout');
      expect(JSON.parse(told.out).schema).toBe('menage/1');
    });
  });
});
