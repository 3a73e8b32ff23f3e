import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, openWorkspace, type Workspace } from '../helpers/cli.ts';
import { isThere, makeNewer, storeAt, storeSetting } from '../helpers/stores.ts';

let workspace: Workspace;

beforeAll(async () => {
  workspace = await openWorkspace();
});
afterAll(() => workspace.close());

/** Runs with a changed file, and puts the old one back. */
async function withFile(name: string, text: string | Uint8Array, work: () => Promise<void>): Promise<void> {
  const path = join(workspace.folder, name);
  const before = existsSync(path) ? readFileSync(path) : null;
  writeFileSync(path, text, { mode: 0o600 });
  try {
    await work();
  } finally {
    if (before === null) rmSync(path);
    else writeFileSync(path, before);
  }
}

const config = () => readFileSync(join(workspace.folder, 'menage.yaml'), 'utf8');

/** One clear sentence, the right code, no stack. */
function expectClear(ended: Ended, code: number, ...sentences: readonly (string | RegExp)[]) {
  expect(ended).toMatchObject({ code });
  for (const sentence of sentences) expect(ended.err).toMatch(sentence);
  expect(ended.err).not.toMatch(/\n\s+at .*:\d+|TypeError|node:internal|\[object/);
  expect(ended.err).not.toContain(workspace.world.admin.password);
}

describe('bad input', { timeout: 60_000 }, () => {
  it('a wrong key in the config: exit 2, line, key and what is allowed; nothing was done', async () => {
    await withFile('menage.yaml', config().replace('members:', 'membres:'), async () => {
      expectClear(
        await workspace.run('audit'),
        2,
        /line \d+: membres: unknown key; allowed here: server, organisation/,
        'nothing was done',
      );
    });
    expect(await isThere(storeAt(workspace.folder))).toBe(false);
  });

  it('a directory as Excel saves "CSV": exit 2, file, line and how to save it; in "Unicode text" it is read', async () => {
    const text = 'id\tmail\r\nnobody\t\r\nandré\tandre@coop.example\r\n';
    const withDirectory = config().replace('members:', 'members:\n  directory: people.csv');
    await withFile('menage.yaml', withDirectory, async () => {
      await withFile('people.csv', Buffer.from(text, 'latin1'), async () => {
        expectClear(
          await workspace.run('audit'),
          2,
          /people\.csv, line 3: this is no UTF-8 text.*"CSV UTF-8"/,
        );
      });
      const broken = Buffer.from(`\ufeff${text}nobody\t`, 'utf16le');
      await withFile('people.csv', broken, async () => {
        expectClear(await workspace.run('audit'), 2, 'line 4: "nobody" stands twice');
      });
    });
  });

  it('a missing secret file: exit 2, which and where', async () => {
    await withFile(
      'menage.yaml',
      config().replace('passwordFile: admin', 'passwordFile: nowhere'),
      async () => {
        expectClear(
          await workspace.run('audit'),
          2,
          /Cannot read .*nowhere \(the administrator's app password, there is no such file\).*server\.admin\.passwordFile/,
        );
      },
    );
  });

  it('a secret file that others may read: exit 2, and the command to run', async () => {
    chmodSync(join(workspace.folder, 'admin'), 0o644);
    expectClear(await workspace.run('audit'), 2, /run chmod 600 .*admin/);
    chmodSync(join(workspace.folder, 'admin'), 0o600);
  });

  it('a server that is no Nextcloud: exit 2', async () => {
    const other = createServer((_request, response) => response.end('<h1>It works</h1>'));
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
    const address = other.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await withFile('menage.yaml', config().replace(workspace.server.url, url), async () => {
      expectClear(
        await workspace.run('audit'),
        2,
        /is no Nextcloud: it answered with a page \("It works"\)\. Correct server\.url/,
      );
    });
    other.close();
  });

  it('a server that waits for its upgrade, or is odd for once: exit 4, and what to do', async () => {
    const well = { installed: true, maintenance: false, versionstring: '31.0.6' };
    let asked = 0;
    let said: object = {};
    const other = createServer((_request, response) => {
      asked++;
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ ...well, ...said }));
    });
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready));
    const address = other.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    await withFile('menage.yaml', config().replace(workspace.server.url, url), async () => {
      said = { needsDbUpgrade: true };
      expectClear(
        await workspace.run('audit'),
        4,
        /waits for its upgrade: nothing was read; run "occ upgrade"/,
      );
      expect(asked).toBeLessThanOrEqual(4);
      said = { versionstring: null };
      expectClear(await workspace.run('audit'), 4, /status\.php cannot be read \(versionstring\)/);
    });
    other.close();
  });

  it('a server that cannot be reached: exit 4, a failed result without any use', async () => {
    await withFile('menage.yaml', config().replace(workspace.server.url, 'http://127.0.0.1:1'), async () => {
      const ended = await workspace.run('audit', '--json', 'failed.json');
      expectClear(ended, 4, /The server cannot be used/);
      const result = JSON.parse(readFileSync(join(workspace.folder, 'failed.json'), 'utf8'));
      expect(result.run.status).toBe('failed');
      expect(JSON.stringify(result)).not.toContain('"crawl"');
    });
  });

  it('maintenance: exit 4', async () => {
    workspace.server.faults.maintenance = true;
    expectClear(await workspace.run('audit'), 4, /maintenance/);
    workspace.server.faults.clear();
  });

  it('a wrong admin password: exit 2, and the password is not shown', async () => {
    await withFile('admin', 'wrong-password', async () => {
      const ended = await workspace.run('audit');
      expectClear(ended, 2, /The administrator menage-admin was refused .*correct server\.admin/);
      expect(ended.err).not.toContain('wrong-password');
    });
    workspace.server.forgive();
  });

  it('a wrong vault key: exit 2', async () => {
    expect((await workspace.run('credentials', 'import', 'tokens.json')).code).toBe(0);
    await withFile('key', 'another key of enough characters', async () => {
      expectClear(await workspace.run('audit'), 2, /key/);
    });
  });

  it('a store from a newer version: exit 2, and it is left alone', async () => {
    const [own, newer] = [storeSetting(workspace.folder), storeSetting(workspace.folder, 'newer.db')];
    await makeNewer(storeAt(workspace.folder, 'newer.db'));
    await withFile('menage.yaml', config().replace(`store: ${own}`, `store: ${newer}`), async () => {
      expectClear(await workspace.run('audit'), 2, /newer menage/, /update menage/);
    });
  });

  it('a broken template: exit 2 before anything is read or sent, with file, line and the missing name', async () => {
    mkdirSync(join(workspace.folder, 'mine/mail'), { recursive: true });
    writeFileSync(join(workspace.folder, 'mine/mail/member.text.hbs'), 'Bonjour\n{{#if x}\n');
    const requests = workspace.server.counters.requests;
    await withFile('menage.yaml', `${config()}templates: { directory: mine }\n`, async () => {
      expectClear(await workspace.run('run'), 2, /mail\/member\.text\.hbs:2/);
    });
    expect(workspace.server.counters.requests).toBe(requests);
    expect(workspace.mails.received).toEqual([]);
  });

  it('a broken sentence: exit 2 before anything is read or sent, with file, line and the wrong name', async () => {
    mkdirSync(join(workspace.folder, 'ours/words'), { recursive: true });
    writeFileSync(join(workspace.folder, 'ours/words/fr.yaml'), 'hello: Salut,\n\ngauge.of: de {cota}\n');
    const requests = workspace.server.counters.requests;
    await withFile('menage.yaml', `${config()}templates: { directory: ours }\n`, async () => {
      expectClear(await workspace.run('run'), 2, /words\/fr\.yaml:3: gauge\.of: there is no \{cota\} here/);
    });
    expect(workspace.server.counters.requests).toBe(requests);
    expect(workspace.mails.received).toEqual([]);
  });

  it('an unknown command, option or value: exit 2 and where to look', async () => {
    for (const parameters of [
      ['audits'],
      ['audit', '--fial-on', 'high'],
      ['audit', '--fail-on', 'awful'],
      ['report', '--run', 'x'],
    ]) {
      const ended = await workspace.run(...parameters);
      expect(ended.code).toBe(2);
      expect(ended.err).toContain('menage --help');
    }
  });

  it('options stand before or after the command', async () => {
    for (const parameters of [
      ['--config', 'nowhere.yaml', 'audit'],
      ['audit', '--config', 'nowhere.yaml'],
    ]) {
      expectClear(await workspace.run(...parameters), 2, /Cannot read the config .*nowhere\.yaml/);
    }
    for (const parameters of [
      ['--json', 'credentials', 'list'],
      ['credentials', '--json', 'list'],
      ['credentials', 'list', '--json'],
    ]) {
      const nowhere = await workspace.run('--config', 'nowhere.yaml', ...parameters);
      expectClear(nowhere, 2, /Cannot read the config .*nowhere\.yaml/);
    }
  });
});
