import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { livingAt, menage } from '../helpers/cli.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const DAY = 86_400_000;

/** One member with an open link: there is a mail to send. */
function oneWithALink() {
  return smallWorld({
    members: { anna: { files: { '/a.txt': 5_000_000 } } },
    shares: [{ fileOwner: 'anna', path: '/a.txt' }],
  });
}

describe('a clock that is wrong', { timeout: 60_000 }, () => {
  it.each([
    ['ahead of the server', 2 * DAY],
    ['behind the server', -2 * DAY],
  ])('%s: exit 4 with both times, nothing is read as a member, sent or kept', async (_name, apart) => {
    await withSmallWorkspace(oneWithALink(), {}, async (workspace) => {
      const { code, told, mailed, result } = await workspace.auditAndSend({ now: NOW + apart });
      expect({ code, mailed, status: result.run.status }).toEqual({ code: 4, mailed: [], status: 'failed' });
      expect(told).toContain(new Date(NOW + apart).toISOString());
      expect(told).toContain(new Date(NOW).toISOString());
      expect(told).toContain('NTP');
      expect(workspace.server.counters.requests).toBe(1);
    });
  });

  it('by less than a day is a matter of the doctor alone', async () => {
    await withSmallWorkspace(oneWithALink(), {}, async (workspace) => {
      expect((await workspace.audit({ now: NOW + 0.9 * DAY })).code).toBe(0);
    });
  });

  it('tells by the last run, where server and machine agree: nothing is read, sent or erased', async () => {
    let serverNow = NOW + 40 * DAY;
    await withSmallWorkspace(oneWithALink(), { serverClock: () => serverNow }, async (workspace) => {
      expect((await workspace.audit({ now: serverNow })).code).toBe(0);
      serverNow = NOW;
      const { code, told, mailed } = await workspace.auditAndSend();
      expect({ code, mailed }).toEqual({ code: 4, mailed: [] });
      expect(told).toContain(new Date(NOW + 40 * DAY).toISOString());
      expect(told).toContain(new Date(NOW).toISOString());
      const run = (...words: readonly string[]) =>
        menage(words, { cwd: workspace.folder, env: livingAt(NOW) });
      for (const words of [['send'], ['purge', '--older-than', '1 days']]) {
        const ended = await run(...words);
        expect([words, ended.code]).toEqual([words, 4]);
        expect(ended.err).toContain('menage purge --future');
      }
      // As the message says.
      expect(await run('purge', '--future')).toMatchObject({
        code: 0,
        out: expect.stringContaining('Erased 1 run that'),
      });
      expect((await workspace.auditAndSend()).code).toBe(0);
    });
  });

  it('lets no finished run be sent or erased by hand either', async () => {
    await withSmallWorkspace(oneWithALink(), {}, async (workspace) => {
      await workspace.audit();
      const env = livingAt(NOW + 3 * 365 * DAY);
      for (const words of [['send'], ['purge', '--older-than', '24 months']]) {
        const ended = await menage(words, { cwd: workspace.folder, env });
        expect([words, ended.code]).toEqual([words, 4]);
        expect(ended.err).toContain(new Date(NOW).toISOString().slice(0, 16));
      }
      expect(await workspace.withStore(({ runs }) => runs.list())).toHaveLength(1);
      const doctor = await menage(['doctor'], { cwd: workspace.folder, env });
      expect(doctor.code).toBe(4);
      expect(doctor.out).toContain('the server 2026-11-24T12:00:00.000Z');
    });
  });

  it('of the server alone does not keep runs from being erased where nobody answers', async () => {
    await withSmallWorkspace(oneWithALink(), {}, async (workspace) => {
      await workspace.audit();
      workspace.server.faults.add({ fault: 'reset', kind: 'status' });
      const run = (...words: readonly string[]) =>
        menage(words, { cwd: workspace.folder, env: livingAt(NOW + 1) });
      expect((await run('purge', '--older-than', '24 months')).code).toBe(0);
      expect(await run('purge', '--future')).toMatchObject({
        code: 4,
        err: expect.stringContaining('its time'),
      });
    });
  });
});

describe('a mail', { timeout: 60_000 }, () => {
  it('says as its date when it leaves, not when its run ended', async () => {
    await withSmallWorkspace(oneWithALink(), {}, async (workspace) => {
      await workspace.audit();
      const left = NOW + 5 * 3_600_000;
      const ended = await menage(['send', '--yes'], { cwd: workspace.folder, env: livingAt(left) });
      expect(ended.code).toBe(0);
      const dates = workspace.mails.received.map(({ raw }) =>
        Date.parse(/^Date: (.*)$/m.exec(raw.toString())?.[1] ?? ''),
      );
      expect(dates.length).toBeGreaterThan(1);
      for (const date of dates) expect(Math.abs(date - left)).toBeLessThan(60_000);
    });
  });
});

describe('the units', () => {
  it('wait for a clock that is set', () => {
    for (const name of ['menage.service', 'menage.timer'])
      expect(readFileSync(join(import.meta.dirname, '../../cron', name), 'utf8')).toMatch(
        /^After=(.* )?time-sync\.target$/m,
      );
  });
});
