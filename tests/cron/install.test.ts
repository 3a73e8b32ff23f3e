import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MAIN } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const CRON = resolve(import.meta.dirname, '../../cron');
const read = (name: string) => readFileSync(join(CRON, name), 'utf8');

/** A machine on which npm put the program, and somebody put Node, where no unit looks. */
function machine() {
  const root = temporaryFolder('machine');
  const elsewhere = join(root, 'opt/npm/bin');
  mkdirSync(elsewhere, { recursive: true });
  writeFileSync(join(elsewhere, 'menage'), `#!/bin/sh\nexec node '${MAIN}' "$@"\n`, { mode: 0o755 });
  symlinkSync(process.execPath, join(elsewhere, 'node'));
  mkdirSync(join(root, 'etc/bash_completion.d'), { recursive: true });
  const install = (...parameters: readonly string[]) =>
    spawnSync('sh', [join(CRON, 'install.sh'), ...parameters], {
      encoding: 'utf8',
      env: { DESTDIR: root, PATH: `${elsewhere}:/usr/bin:/bin` },
    });
  return { root, elsewhere, install };
}

describe('cron/install.sh', () => {
  it('lets the units find program and Node wherever they are, also when run again', () => {
    const { root, elsewhere, install } = machine();
    for (const _ of [1, 2]) expect(install()).toMatchObject({ status: 0, stderr: '' });
    const linked = join(root, 'usr/local/bin');
    expect(readlinkSync(join(linked, 'menage'))).toBe(join(elsewhere, 'menage'));
    const found = spawnSync('/usr/bin/env', ['menage', '--version'], {
      ...{ encoding: 'utf8', env: { PATH: `${linked}:/bin` } },
    });
    expect(found.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(readFileSync(join(root, 'etc/systemd/system/menage.service'), 'utf8')).toBe(
      read('menage.service'),
    );
    expect(readFileSync(join(root, 'etc/bash_completion.d/menage'), 'utf8')).toContain(
      'complete -F _menage menage',
    );
    expect(readFileSync(join(root, 'usr/local/share/man/man1/menage.1'), 'utf8')).toMatch(/^\.TH MENAGE 1 /m);
    expect(existsSync(join(root, 'etc/cron.d/menage'))).toBe(false);
  });

  it('lays the crontab instead where that is wished', () => {
    const { root, install } = machine();
    expect(install('--cron').status).toBe(0);
    expect(readFileSync(join(root, 'etc/cron.d/menage'), 'utf8')).toBe(read('menage.crontab'));
    expect(existsSync(join(root, 'etc/systemd/system'))).toBe(false);
  });

  it('says what to run where the program is not installed', () => {
    const { status, stderr } = spawnSync('sh', [join(CRON, 'install.sh')], {
      ...{ encoding: 'utf8', env: { DESTDIR: temporaryFolder('machine'), PATH: '/usr/bin:/bin' } },
    });
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('npm install --global ./nextcloud-menage-*.tgz'),
    ]);
  });
});

describe('secrets as credentials of systemd', () => {
  it('are the same by hand as in the unit, and so are user and folder', () => {
    const folder = temporaryFolder('by-hand');
    writeFileSync(join(folder, 'systemd-run'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
    const { status, stdout } = spawnSync(
      'sh',
      [join(CRON, 'menage-by-hand'), 'doctor', '--member', 'anna b'],
      {
        ...{ encoding: 'utf8', env: { PATH: `${folder}:/usr/bin:/bin` } },
      },
    );
    expect(status).toBe(0);
    const words = stdout.trimEnd().split('\n');
    const properties = words.flatMap((word) => /^--property=(.*)$/.exec(word)?.slice(1) ?? []);
    const unit = `${read('menage.service')}${read('menage-credentials.conf')}`.split('\n');
    expect(properties.length).toBeGreaterThan(6);
    for (const property of properties) expect(unit).toContain(property);
    for (const line of unit.filter((one) => one.startsWith('LoadCredential=')))
      expect(properties).toContain(line);
    expect(words).toContain('--pipe');
    expect(words.slice(-5)).toEqual(['/usr/bin/env', 'menage', 'doctor', '--member', 'anna b']);
  });
});

describe('the package', () => {
  it('holds what cron/install.md uses', () => {
    const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      ...{ encoding: 'utf8', cwd: resolve(CRON, '..') },
    });
    const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    const wanted = ['dist/main.js', 'docs/menage.1', 'templates/page.html'].filter((path) =>
      existsSync(resolve(CRON, '..', path)),
    );
    for (const name of [
      'install.sh',
      'menage.service',
      'menage.timer',
      'menage-failed@.service',
      'menage-portal.service',
      'menage.crontab',
    ])
      wanted.push(`cron/${name}`);
    for (const name of ['menage-by-hand', 'menage-credentials.conf']) wanted.push(`cron/${name}`);
    expect(paths).toEqual(expect.arrayContaining(wanted));
    expect(statSync(join(CRON, 'install.sh')).mode & 0o111).not.toBe(0);
  });
});
