import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import { RunResult } from '../../src/model/result.ts';
import { type Ended, livingAt, MAIN, menage } from '../helpers/cli.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const IDS = ['alice', ...Array.from({ length: 15 }, (_, at) => `m${String(at).padStart(2, '0')}`)];
const WORLD = {
  members: Object.fromEntries(IDS.map((id) => [id, { files: { '/a.txt': 100, '/b/c.txt': 50 } }])),
};

function program(
  { folder }: SmallWorkspace,
  parameters: readonly string[],
  kill: { readonly signal?: NodeJS.Signals; readonly kill?: AbortSignal } = {},
): Promise<Ended> {
  return menage(parameters, { cwd: folder, env: livingAt(NOW), ...kill });
}

/** Aborted once so many members were asked for. */
function onceAsked({ counters }: DemoServer, members: number): AbortSignal {
  const signal = new AbortController();
  const before = counters.byMember.size;
  const watch = setInterval(() => {
    if (counters.byMember.size - before < members) return;
    clearInterval(watch);
    signal.abort();
  }, 5);
  return signal.signal;
}

function resultIn({ folder }: SmallWorkspace): RunResult {
  return RunResult.parse(JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')));
}

const NOT_REACHED = { key: 'member.not-reached', params: {} };

it('Ctrl-C keeps what was read as an interrupted run, and the next goes on', { timeout: 120_000 }, () =>
  withSmallWorkspace(smallWorld(WORLD), {}, async (workspace) => {
    workspace.server.faults.add({ fault: 'slow', delayMs: 150 });
    const ended = await program(workspace, ['audit', '--json', 'out.json'], {
      signal: 'SIGINT',
      kill: onceAsked(workspace.server, 8),
    });
    expect(ended).toMatchObject({ code: 130 });
    const { run, coverage, members } = resultIn(workspace);
    expect(run).toMatchObject({ status: 'interrupted', scope: 'all' });
    expect(members).toHaveLength(IDS.length);
    expect(coverage.read).toBeGreaterThan(1);
    const unread = members.filter(({ coverage: { status } }) => status === 'failed');
    expect(unread.length).toBeGreaterThan(3);
    for (const { coverage } of unread) {
      expect(coverage.reason).toMatch(/not reached/i);
      expect(coverage.reasons).toEqual([NOT_REACHED]);
    }
    expect(ended.err).toMatch(/Run 1 was interrupted: of 16 members \d+ were read and \d+ not reached/);
    expect(ended.err).toContain('Start the same command again');
    expect(ended.out).toContain('Interrupted run');

    // It is no run that stands for the month.
    expect(await program(workspace, ['history', '--check'])).toMatchObject({ code: 3 });
    expect(await program(workspace, ['report'])).toMatchObject({ code: 2 });
    expect(await program(workspace, ['send', '--run', '1', '--dry-run'])).toMatchObject({ code: 2 });
    const shown = await program(workspace, ['report', '--run', '1']);
    expect(shown).toMatchObject({ code: 0 });
    const page = readFileSync(join(workspace.folder, 'reports/2026-11/run-1/report.html'), 'utf8');
    expect(page).toContain('Audit interrompu');
    expect(page).toContain('non atteint');

    workspace.server.faults.clear();
    const again = await program(workspace, ['audit', '--json', 'out.json']);
    expect(again).toMatchObject({ code: 0 });
    const second = resultIn(workspace);
    expect(second.run.status).toBe('complete');
    expect(second.coverage.unchanged).toBeGreaterThanOrEqual(coverage.read);
  }),
);

it('SIGTERM ends a run with 143, and neither report nor mail comes of it', { timeout: 60_000 }, () =>
  withSmallWorkspace(smallWorld(WORLD), {}, async (workspace) => {
    workspace.server.faults.add({ fault: 'slow', delayMs: 150 });
    const ended = await program(workspace, ['run', '--json', 'out.json'], {
      signal: 'SIGTERM',
      kill: onceAsked(workspace.server, 6),
    });
    expect(ended).toMatchObject({ code: 143 });
    expect(resultIn(workspace).run.status).toBe('interrupted');
    expect(workspace.mails.received).toEqual([]);
    expect(readdirSync(join(workspace.folder, 'reports'))).toEqual([]);
  }),
);

it('a run that was ended before it asked a member is interrupted too', { timeout: 60_000 }, () =>
  withSmallWorkspace(smallWorld(WORLD), {}, async (workspace) => {
    workspace.server.faults.add({ fault: 'slow', delayMs: 1_000, kind: 'users' });
    const kill = new AbortController();
    const watch = setInterval(() => {
      if (workspace.server.counters.requests === 0) return;
      clearInterval(watch);
      kill.abort();
    }, 2);
    const ended = await program(workspace, ['audit', '--json', 'out.json'], {
      signal: 'SIGINT',
      kill: kill.signal,
    });
    expect(ended).toMatchObject({ code: 130 });
    expect(resultIn(workspace).run.status).toBe('interrupted');
    if (resultIn(workspace).members.length === 0) {
      expect(ended.err).toContain('was interrupted before it asked a member.');
      expect(ended.out).not.toMatch(/\b0 (bytes|links|members)|nothing found/);
    }
    expect(workspace.server.counters.byMember.size).toBeLessThanOrEqual(1);
  }),
);

it('a second Ctrl-C ends at once, whatever holds the program up', { timeout: 60_000 }, () =>
  withSmallWorkspace(smallWorld(WORLD), { timeout: '60s' }, async ({ folder, server }) => {
    server.faults.add({ fault: 'hang', member: 'm03' });
    const running = spawn(process.execPath, [MAIN, 'audit'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...livingAt(NOW) },
    });
    const ended = once(running, 'exit');
    await once(onceAsked(server, 8), 'abort');
    running.kill('SIGINT');
    expect(await Promise.race([ended, setTimeout(1_000, 'still there')])).toBe('still there');
    running.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
  }),
);

it('the first Ctrl-C ends a command that only looks, also while it waits', { timeout: 60_000 }, () =>
  withSmallWorkspace(smallWorld(WORLD), { timeout: '60s' }, async ({ folder, server }) => {
    server.faults.add({ fault: 'hang' });
    const running = spawn(process.execPath, [MAIN, 'doctor'], {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...livingAt(NOW) },
    });
    const ended = once(running, 'exit');
    while (server.counters.requests === 0) await setTimeout(5);
    running.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
  }),
);
