import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { RunResult } from '../../src/model/result.ts';
import { MAIN, menage } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { visitor } from '../helpers/visitor.ts';

const Served = z.object({
  url: z.string(),
  memberPassword: z.string().min(12),
  portal: z.string().regex(/^http:\/\/127\.0\.0\.1:\d+$/),
  invitations: z.array(z.object({ member: z.string(), url: z.string() })),
});

/** A current folder, and beside it the one for temporary files. */
function places() {
  const [cwd, temporary] = [temporaryFolder('demo'), temporaryFolder('demo-temporary')];
  return { cwd, temporary, env: { PATH: process.env['PATH'], TMPDIR: temporary } };
}

function start(words: readonly string[], { cwd, env }: ReturnType<typeof places>): ChildProcess {
  return spawn(process.execPath, [MAIN, 'demo', ...words], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** What stands on standard output once it matches. */
function output(program: ChildProcess, expected: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    program.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (expected.test(text)) resolve(text);
    });
    program.once('close', () => reject(new Error(`ended, after: ${text}`)));
  });
}

const ended = (program: ChildProcess) =>
  new Promise((resolve) => program.once('close', (code, signal) => resolve(signal ?? code)));

describe('menage demo', { timeout: 120_000 }, () => {
  it('leaves its report in the current folder, and nothing among the temporary files', async () => {
    const { cwd, temporary, env } = places();
    const { code, out, err } = await menage(['demo', '--files', '300'], { cwd, env });
    expect(code, err).toBe(0);
    expect(out).toContain(join(cwd, 'menage-demo/report.html'));
    expect(readdirSync(join(cwd, 'menage-demo/mails')).length).toBeGreaterThan(15);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('refuses a place that is no folder before it works, and leaves nothing', async () => {
    const { cwd, temporary, env } = places();
    writeFileSync(join(cwd, 'file'), '');
    const { code, err } = await menage(['demo', '--out', 'file/out'], { cwd, env });
    expect(code).toBe(2);
    expect(err).toMatch(/Cannot write into .*file\/out \(.*\): name another folder by --out\./);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it('--serve gives a program one JSON line, and cleans up on SIGTERM', async () => {
    const where = places();
    const program = start(['--serve', '--files', '300'], where);
    const line: unknown = JSON.parse(await output(program, /\n/));
    expect(line).toMatchObject({
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      pid: program.pid,
    });
    const [folder] = readdirSync(where.temporary);
    expect(line).toMatchObject({ config: join(where.temporary, folder ?? '', 'menage.yaml') });
    const { url, memberPassword, portal, invitations } = Served.parse(line);
    expect((await fetch(`${portal}/healthz`)).status).toBe(200);
    expect(invitations).toHaveLength(4);
    for (const invitation of invitations) expect(invitation.url).toMatch(/^http:.*\/l\/[\w-]{54}$/);
    const granted = Object.keys(
      JSON.parse(readFileSync(join(where.temporary, folder ?? '', 'tokens.json'), 'utf8')),
    );
    expect(granted).toHaveLength(38);
    expect(granted).not.toContain('tancrede.tournelune');
    const browser = visitor();
    await browser.open(`${url}/login`);
    const invitation = invitations.find(({ member }) => member === 'tancrede.tournelune')?.url ?? '';
    expect(await (await fetch(invitation)).text()).toContain('Bonjour Tancrède Tournelune,');
    const page = await browser.submit('Se connecter', {
      user: 'tancrede.tournelune',
      password: memberPassword,
    });
    expect(page.text).toContain('Connecté en tant que Tancrède Tournelune.');
    program.kill('SIGTERM');
    expect(await ended(program)).toBe(0);
    expect(readdirSync(where.temporary)).toEqual([]);
  });

  it.each(['31', '34'])('--appapi lets a Nextcloud %s be read by one registration alone', async (major) => {
    const where = places();
    const program = start(['--serve', '--appapi', '--files', '300', '--nextcloud', major], where);
    const line: unknown = JSON.parse(await output(program, /\n/));
    expect(line).toMatchObject({ appapi: true });
    const [folder = ''] = readdirSync(where.temporary);
    const cwd = join(where.temporary, folder);
    const { code, err } = await menage(['audit', '--json', 'result.json'], { cwd });
    // One tree of the cooperative cannot be read whole.
    expect(code, err).toBe(3);
    const { members, coverage } = RunResult.parse(JSON.parse(readFileSync(join(cwd, 'result.json'), 'utf8')));
    expect(coverage).toMatchObject({ failed: 0, notGranted: 1 });
    const rights = members
      .filter(({ coverage: { status } }) => status === 'read')
      .map((one) => one.coverage.right);
    expect(new Set(rights)).toEqual(new Set(['appapi']));
    program.kill('SIGTERM');
    expect(await ended(program)).toBe(0);
    expect(readdirSync(where.temporary)).toEqual([]);
  });

  it('--serve cleans up where two signals come one after the other', async () => {
    const where = places();
    const program = start(['--serve', '--files', '300'], where);
    await output(program, /\n/);
    program.kill('SIGINT');
    program.kill('SIGTERM');
    await ended(program);
    expect(readdirSync(where.temporary)).toEqual([]);
  });

  it('--serve guides whoever sits at a terminal', async ({ skip }) => {
    const where = places();
    if (!existsSync('/usr/bin/script')) return skip('this machine has no script(1)');
    const program = spawn(
      'script',
      ['-qec', `"${process.execPath}" "${MAIN}" demo --serve --files 300`, '/dev/null'],
      {
        ...{ cwd: where.cwd, env: { ...where.env, TERM: 'xterm' } },
        stdio: ['pipe', 'pipe', 'inherit'],
      },
    );
    const text = await output(program, /Ctrl-C/);
    const [, config = ''] = /menage doctor --config (\S+)/.exec(text) ?? [];
    expect(existsSync(config)).toBe(true);
    expect(text).not.toContain('{');
    // What a terminal sends when Ctrl-C is pressed.
    program.stdin.write('\u0003');
    await ended(program);
    expect(existsSync(dirname(config))).toBe(false);
  });
});
