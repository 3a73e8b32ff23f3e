import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { progressText } from '../../src/cli/progress.ts';
import { MAIN, menage } from '../helpers/cli.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { smallWorld } from '../helpers/world.ts';

describe('the line of progress', () => {
  it('tells members, requests, entries, their rate and the time that is left', () => {
    const progress = { members: 40, membersDone: 12, requests: 1_058, entries: 3_999 };
    expect(progressText(progress, 3)).toBe(
      '12/40 members, 1,058 requests, 3,999 entries, 1,333/s, about 7 s left',
    );
    expect(progressText(progress, 300)).toMatch(/, 13\/s, about 12 min left$/);
  });

  it('tells no rate and no time before there is one', () => {
    const progress = { members: 40, membersDone: 0, requests: 3, entries: 0 };
    expect(progressText(progress, 0.1)).toBe('0/40 members, 3 requests, 0 entries');
  });
});

const ids = [...'abcdefgh'];
const world = () =>
  smallWorld({ members: Object.fromEntries(ids.map((id) => [id, { files: { '/a.txt': 1 } }])) });

/** By this machine's clock, for the built program refuses a server that is more than a day away from it. */
const today = { serverClock: Date.now };

/** Long enough to be seen; one member fails, so that there is something to warn of. */
function slow({ server }: SmallWorkspace): void {
  server.faults.add({ fault: 'unauthorised', member: 'h' });
  server.faults.add({ fault: 'slow', kind: 'search', delayMs: 400 });
}

/** Runs the built program on a terminal of so many columns; null where the machine has no `script`. */
function onTerminal(cwd: string, columns: number): Promise<string | null> {
  return new Promise((resolve) => {
    const command = `stty cols ${columns}; exec "${process.execPath}" "${MAIN}" audit`;
    const program = spawn('script', ['-qec', command, '/dev/null'], {
      cwd,
      env: { PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'], TERM: 'xterm' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    program.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    program.once('error', () => resolve(null));
    program.once('close', () => resolve(out));
  });
}

describe('menage audit', { timeout: 30_000 }, () => {
  it('shows one line on a terminal, written over, never wider than it, and gone at the end', async ({
    skip,
  }) => {
    await withSmallWorkspace(world(), today, async (workspace) => {
      slow(workspace);
      const out = await onTerminal(workspace.folder, 50);
      if (out === null) return skip('this machine has no "script", which makes a terminal');
      const [, ...shown] = out.split('\r\x1b[K');
      const lines = shown.slice(0, -1);
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines) expect(line).toMatch(/^\d\/8 members, [^\n]{1,40}$/);
      for (const line of lines) expect(line.length).toBeLessThan(50);
      expect(lines.some((line) => /^[1-7]\/8 members, \d+ requests, \d+ entries, \d/.test(line))).toBe(true);
      expect(shown.at(-1)).toMatch(/^\S/);
      expect(shown.at(-1)).not.toContain('\x1b[K');
    });
  });

  it('shows none where standard error is no terminal', async () => {
    await withSmallWorkspace(world(), today, async (workspace) => {
      slow(workspace);
      const { code, err } = await menage(['audit'], { cwd: workspace.folder });
      expect(code).toBe(3);
      expect(err).toMatch(/^warn: h was not read: [^\n]*\n$/);
    });
  });
});
