import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunResult } from '../../src/model/result.ts';
import { acquireLock } from '../../src/store/open.ts';
import { type Ended, menage, openWorkspace, type Workspace } from '../helpers/cli.ts';
import { openDatabase, storeAt } from '../helpers/stores.ts';

let workspace: Workspace;
let audited: Ended;

const at = (name: string) => join(workspace.folder, name);
const resultIn = (name: string) => RunResult.parse(JSON.parse(readFileSync(at(name), 'utf8')));

beforeAll(async () => {
  workspace = await openWorkspace({ readable: true, files: 400 });
  await workspace.run('credentials', 'import', 'tokens.json');
  await workspace.run('credentials', 'check');
  audited = await workspace.run('audit', '--json', 'result.json');
}, 120_000);
afterAll(() => workspace.close());

describe('the words of the commands', { timeout: 120_000 }, () => {
  it('--help shows an example, also where commands are listed', async () => {
    for (const words of [[], ['credentials']]) {
      const { code, out, err } = await workspace.run(...words, '--help');
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/Example:\n {2}menage /);
      expect(out).toMatch(words.length === 0 ? /Exit codes:\n {2}0 {3}done\n/ : /Exit codes: menage --help/);
    }
  });

  it('options of a command may stand before it', async () => {
    const ended = await workspace.run('--format=html', '--run', '99', 'report');
    expect(ended.err).toContain('no finished run 99');
  });

  it('a member who is not there is a mistake, not a run that found nothing', async () => {
    const ended = await workspace.run('audit', '--member', 'nobody', '--json', 'nobody.json');
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('--member nobody: in none of the groups CAPE, ESA');
    expect(existsSync(at('nobody.json'))).toBe(false);
  });

  it('the config that the environment names comes before a menage.yaml beside us', async () => {
    mkdirSync(at('elsewhere'));
    const run = () =>
      menage(['report', '--run', '99'], { cwd: at('elsewhere'), env: { MENAGE_CONFIG: at('menage.yaml') } });
    expect((await run()).err).toContain('no finished run 99');
    writeFileSync(at('elsewhere/menage.yaml'), 'nothing: true\n');
    expect((await run()).err).toContain('no finished run 99');
  });

  it('--log-format json: also what ends the program is one object a line', async () => {
    for (const words of [
      ['report', '--run', '99'],
      ['credentials', 'nope'],
    ]) {
      const { code, err } = await workspace.run(...words, '--log-format', 'json');
      expect(code).toBe(2);
      const lines = err.trim().split('\n');
      for (const line of lines)
        expect(JSON.parse(line)).toMatchObject({ level: 'error', msg: expect.any(String) });
    }
  });
});

describe('beside another run', { timeout: 120_000 }, () => {
  it('nothing is erased: exit 5', async () => {
    const lock = await acquireLock(storeAt(workspace.folder), 'menage run', Date.now());
    for (const words of [
      ['forget', 'nobody'],
      ['purge', '--older-than', '24 months'],
    ]) {
      const ended = await workspace.run(...words);
      expect([words, ended.code]).toEqual([words, 5]);
      expect(ended.err).toContain('"menage run" (process ');
    }
    await lock.release();
  });
});

describe('init', { timeout: 120_000 }, () => {
  it('writes nothing where the answers make no config', async () => {
    const ended = await workspace.run(
      'init',
      '--url',
      'http://cloud.example.org',
      '--admin',
      'a',
      '--config',
      'new/a.yaml',
    );
    expect(ended.code).toBe(2);
    expect(ended.err).toContain('nothing was written:\n  server.url: http:// sends passwords in clear');
    expect(existsSync(at('new'))).toBe(false);
  });

  it('keeps every answer that flags give, and files for their owner alone', async () => {
    const answers = ['--url', workspace.server.url, '--admin', 'menage-admin', '--from', 'a@coop.example'];
    const ended = await workspace.run(
      'init',
      ...answers,
      '--password-file',
      'admin',
      '--no-test',
      '--config',
      'made/a.yaml',
    );
    expect(ended.code).toBe(0);
    const text = readFileSync(at('made/a.yaml'), 'utf8');
    expect(text).toMatch(/passwordFile: \.\.\/admin\n[\s\S]*mail:\n {2}from: a@coop\.example\n/);
    const modes = ['made', 'made/a.yaml', 'made/menage.key'].map((name) => statSync(at(name)).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });
});

describe('mails as files', { timeout: 120_000 }, () => {
  it('hold one for each admin beside those of the members', async () => {
    await workspace.run('report', '--format', 'mails', '--out', 'out');
    const names = readdirSync(at('out/mails'));
    expect(names).toContain('admin-1.eml');
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) expect(statSync(at(`out/mails/${name}`)).mode & 0o777).toBe(0o600);
  });
});

describe('the doctor', { timeout: 120_000 }, () => {
  it('looks at everything that a run needs', async () => {
    const { code, out } = await workspace.run('doctor', '--json');
    expect(code).toBe(0);
    const rows: readonly { what: string; detail: string }[] = JSON.parse(out);
    expect(rows.map(({ what }) => what)).toEqual([
      'config',
      'server',
      'clock',
      'administrator',
      'groups',
      'brute-force protection',
      'vault key',
      'app passwords of members',
      'store',
      'disk',
      'mail',
    ]);
    const without = workspace.truth.members.filter(({ status }) => status === 'not-granted');
    expect(without.length).toBeGreaterThan(0);
    const access = rows.find(({ what }) => what.startsWith('app passwords'))?.detail;
    for (const { id } of without) expect(access).toContain(id);
  });

  it('ends as an audit would: 2 for a wrong password, 4 in maintenance', async () => {
    const config = readFileSync(at('menage.yaml'), 'utf8').replace(
      'vault: menage.vault',
      'vault: none.vault',
    );
    writeFileSync(at('wrong'), 'wrong-password', { mode: 0o600 });
    writeFileSync(at('wrong.yaml'), config.replace('passwordFile: admin', 'passwordFile: wrong'));
    expect((await workspace.run('doctor', '--config', 'wrong.yaml')).code).toBe(2);
    workspace.server.forgive();
    workspace.server.faults.maintenance = true;
    const ended = await workspace.run('doctor', '--config', 'wrong.yaml');
    workspace.server.faults.clear();
    expect(ended.code).toBe(4);
  });
});

describe('the result', { timeout: 120_000 }, () => {
  it('has the last logins of before our first request, also where it was no audit that asked', () => {
    expect(audited.code).toBe(0);
    const told = new Map(workspace.truth.members.map(({ id, lastLogin }) => [id, lastLogin]));
    const seen = resultIn('result.json').members.map(({ id, lastLogin }) => [
      id,
      lastLogin === null ? null : Date.parse(lastLogin),
    ]);
    expect(seen).toEqual(seen.map(([id]) => [id, told.get(String(id))]));
  });

  it('is written also where the audit broke off by a mistake of ours: exit 70', async () => {
    const database = await openDatabase(storeAt(workspace.folder));
    await database.exec('ALTER TABLE figures RENAME COLUMN bytes TO made_to_fail');
    await database.close();
    const ended = await workspace.run('audit', '--json', 'broken.json');
    expect(ended.code).toBe(70);
    expect(ended.err).toMatch(/this should not have happened: .*column:? "?bytes.*report it with menage \d/);
    const { run, checks, members } = resultIn('broken.json');
    expect(run).toMatchObject({ status: 'failed', id: 0 });
    expect(run.requests).toBeGreaterThan(3);
    expect(checks[0]?.reason).toMatch(/column:? "?bytes/);
    expect(members).toEqual([]);
  });
});
