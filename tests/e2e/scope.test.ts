import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunResult } from '../../src/model/result.ts';
import { livingAt, menage } from '../helpers/cli.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const OPEN_LINK = { fileOwner: 'alice', path: '/plan.pdf', type: 3 } as const;

it('a run of named members never stands for the others', { timeout: 180_000 }, () => {
  const files = { '/plan.pdf': 100, '/later.pdf': 200 };
  const world = smallWorld({ members: { alice: { files }, bob: {}, carla: {} }, shares: [OPEN_LINK] });
  return withSmallWorkspace(world, {}, async ({ folder, server, mails }) => {
    const program = (...words: readonly string[]) => menage(words, { cwd: folder, env: livingAt(NOW) });
    const resultOf = (path: string) => RunResult.parse(JSON.parse(readFileSync(join(folder, path), 'utf8')));
    const month = 'reports/2026-11';

    // Alone in the store it is no run of this month, and nothing rests on it.
    const alone = await program('audit', '--member', 'alice', '--json', 'one.json');
    expect(alone).toMatchObject({ code: 0 });
    expect(alone.out).toContain('Run of one member (alice)');
    expect(resultOf('one.json').run).toMatchObject({ scope: 'members', status: 'complete' });
    const check = await program('history', '--check');
    expect(check).toMatchObject({ code: 3 });
    expect(check.err).toContain('No run of all members has finished in 2026-11');
    const none = await program('report');
    expect(none).toMatchObject({ code: 2 });
    expect(none.err).toMatch(/no finished run of all members.*menage report --run N.*/);
    expect((await program('history', 'alice')).err).toContain('run of all members');

    // A run of all starts afresh: what the other saw first is new in it.
    expect(await program('audit', '--json', 'all.json')).toMatchObject({ code: 0 });
    const links = resultOf('all.json').findings.filter(({ subject }) => subject.kind === 'share');
    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links.map(({ state }) => state))).toEqual(new Set(['new']));
    expect(await program('history', '--check')).toMatchObject({ code: 0 });
    expect(await program('report')).toMatchObject({ code: 0 });
    const before = statSync(join(folder, month, 'report.html')).mtimeMs;

    // What changed in between is seen by the run of Alice, and stays the run before for nobody.
    world.shares = [];
    server.changed();
    const third = await program('run', '--member', 'alice', '--json', 'one.json');
    expect(third).toMatchObject({ code: 0 });
    expect(third.err).toContain('Run 3 is of the members named by --member alone');
    expect(mails.received).toEqual([]);
    expect(statSync(join(folder, month, 'report.html')).mtimeMs).toBe(before);
    expect(resultOf('one.json').findings.filter(({ state }) => state === 'fixed')).not.toEqual([]);

    expect(await program('report')).toMatchObject({ code: 0 });
    expect(resultOf(join(month, 'result.json')).run).toMatchObject({ id: 2, scope: 'all' });
    const refused = await program('send', '--run', '3', '--yes');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.err).toContain('no mail rests on it');
    const history = await program('history');
    expect(history.out).toMatch(/^ +2 /m);
    expect(history.out).not.toMatch(/^ +[13] /m);
    expect(history.out).toMatch(/1.*3.*of named members/);

    // Shown by its number it says what it is, and lies beside the month's report.
    expect(await program('report', '--run', '3')).toMatchObject({ code: 0 });
    const page = readFileSync(join(folder, month, 'run-3', 'report.html'), 'utf8');
    expect(page).toContain('<title>Audit d’un seul membre (alice)');
    expect(readFileSync(join(folder, month, 'run-3', 'summary.md'), 'utf8')).toContain(
      '**Audit d’un seul membre (alice)**',
    );
    expect(existsSync(join(folder, month, 'run-3', 'metrics.prom'))).toBe(true);
    expect(resultOf(join(month, 'result.json')).run.id).toBe(2);

    // The next run of all sees as fixed what it misses first, whatever the run of Alice saw.
    expect(await program('audit', '--json', 'all.json')).toMatchObject({ code: 0 });
    const fixed = resultOf('all.json').findings.filter(({ state }) => state === 'fixed');
    expect(fixed.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      links.map(({ fingerprint }) => fingerprint).sort(),
    );
  });
});
