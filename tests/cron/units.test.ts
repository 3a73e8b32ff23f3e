import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary.ts';

const CRON = resolve(import.meta.dirname, '../../cron');
const SERVICES = readdirSync(CRON).filter((name) => name.endsWith('.service'));
const MOST_EXPOSED = 2;

/** What every service of ours says, whether or not systemd is here to measure it. */
const HARD = [
  'User=menage',
  'UMask=0077',
  'NoNewPrivileges=yes',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateDevices=yes',
  'CapabilityBoundingSet=',
  'SystemCallFilter=@system-service',
];

/** Standard output and error of systemd-analyze; null where it is not installed. */
function analyze(...parameters: readonly string[]): string | null {
  const { error, stdout, stderr } = spawnSync('systemd-analyze', parameters, { encoding: 'utf8' });
  return error === undefined ? stdout + stderr : null;
}

describe('the systemd units', () => {
  it.each(SERVICES)(
    '%s is hardened, and its exposure is at most 2.0 where systemd can measure it',
    (name) => {
      const lines = readFileSync(join(CRON, name), 'utf8').split('\n');
      for (const line of HARD) expect(lines).toContain(line);
      const told = analyze('security', '--offline=true', join(CRON, name));
      if (told === null) return;
      const [, level] = /Overall exposure level for .*: ([\d.]+)/.exec(told) ?? [];
      expect(Number(level)).toBeLessThanOrEqual(MOST_EXPOSED);
    },
  );

  it('name nothing that systemd does not know', () => {
    const folder = temporaryFolder('units');
    const units = readdirSync(CRON).filter((name) => /\.(service|timer)$/.test(name));
    expect(units).toHaveLength(5);
    for (const name of units) {
      // The program is not installed on the machine that tests.
      const text = readFileSync(join(CRON, name), 'utf8').replace(/^(ExecStart=)\S+/m, '$1/bin/true');
      expect(text).toMatch(/^\[Unit\]\nDescription=menage/);
      writeFileSync(join(folder, name.replace('@.', '@x.')), text);
    }
    const told = analyze('verify', '--man=no', ...readdirSync(folder).map((name) => join(folder, name)));
    expect(told ?? '').toBe('');
  });

  it('catch up what was missed, and report a failure', () => {
    const read = (name: string) => readFileSync(join(CRON, name), 'utf8');
    expect(read('menage.timer')).toMatch(/^Persistent=true$/m);
    expect(read('menage.service')).toMatch(/^OnFailure=menage-failed@%n\.service$/m);
  });

  it('look for the program where cron/install.sh links it', () => {
    const read = (name: string) => readFileSync(join(CRON, name), 'utf8');
    expect(read('menage.service')).toMatch(
      /^Environment=PATH=\/usr\/local\/bin:.*\nExecStart=\/usr\/bin\/env menage /m,
    );
    expect(read('menage.crontab')).toMatch(/^PATH=\/usr\/local\/bin:/m);
    const jobs = read('menage.crontab').match(/^\d.*$/gm) ?? [];
    expect(jobs).toHaveLength(2);
    for (const job of jobs) expect(job).toMatch(/^(\S+ ){5}menage menage (run|history) /);
  });
});
