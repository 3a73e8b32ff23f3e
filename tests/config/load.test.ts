import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { loadConfig, parseConfig } from '../../src/config/load.ts';
import { DurationText, Size } from '../../src/model/units.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const CHECKS = {
  'large-stale-file': z.object({
    minSize: Size.prefault('50 MB'),
    olderThan: DurationText.prefault('12 months'),
  }),
  'link-old': z.object({ olderThan: DurationText.prefault('12 months') }),
  'link-without-password': z.object({}),
  'stale-folder': z.object({ olderThan: DurationText.prefault('24 months') }),
};
const MINIMAL = 'server:\n  url: https://cloud.example.org\n  admin: { user: menage-admin }\n';

function configOf(text: string) {
  const parsed = parseConfig(text, CHECKS);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  return parsed.config;
}

function problemsOf(text: string) {
  const parsed = parseConfig(text, CHECKS);
  return 'problems' in parsed ? parsed.problems : [];
}

describe('a config', () => {
  it('needs only the server and its administrator; all else has a default', () => {
    const config = configOf(MINIMAL);
    expect(config.members.quota).toBe(2147483648);
    expect(config.server).toMatchObject({
      concurrency: 4,
      timeout: { amount: 60, unit: 'seconds' },
      insecure: false,
    });
    expect(config.organisation).toMatchObject({ language: 'fr', timezone: 'Europe/Paris' });
    expect(config.mail.every).toBe('month');
  });

  it('reads members by their own app password, then by AppAPI, unless it says otherwise', () => {
    expect(configOf(MINIMAL).credentials.use).toEqual(['own', 'appapi']);
    expect(configOf(MINIMAL).members).toMatchObject({ declined: [], departed: { read: false } });
    const config = configOf(
      `${MINIMAL}members: { declined: [zoe], departed: { read: true } }\ncredentials: { use: [appapi] }\n`,
    );
    expect(config.credentials.use).toEqual(['appapi']);
    expect(config.members).toMatchObject({ declined: ['zoe'], departed: { read: true } });
    expect(problemsOf(`${MINIMAL}credentials: { use: [own, own] }\n`)).toHaveLength(1);
    expect(problemsOf(`${MINIMAL}credentials: { use: [] }\n`)).toHaveLength(1);
  });

  it('takes an address with or without slashes at its end for the same', () => {
    for (const end of ['', '/', '//'])
      expect(configOf(MINIMAL.replace('.org', `.org/cloud${end}`)).server.url).toBe(
        'https://cloud.example.org/cloud',
      );
  });

  it('reads options of checks, "off" and "on", also the boolean that older YAML makes of it', () => {
    const config = configOf(
      `${MINIMAL}checks:\n  large-stale-file: { minSize: 20 MB }\n  link-old: off\n  link-without-password: false\n  stale-folder: on\n`,
    );
    expect(config.checks).toEqual({
      'large-stale-file': { minSize: 20 * 1024 ** 2, olderThan: { amount: 12, unit: 'months' } },
      'link-old': 'off',
      'link-without-password': 'off',
      'stale-folder': { olderThan: { amount: 24, unit: 'months' } },
    });
  });

  it('takes one list as the register, or several: files and addresses', () => {
    const registerOf = (text: string) => configOf(`${MINIMAL}${text}\n`).register;
    expect(registerOf('')).toEqual([]);
    expect(registerOf('register: links.csv')).toEqual(['links.csv']);
    expect(registerOf('register: [page.html, "https://wiki.example.org/aiguillage"]')).toEqual([
      'page.html',
      'https://wiki.example.org/aiguillage',
    ]);
  });

  it.each([
    ['links.ods', /must end in \.csv, \.html or \.md/],
    ['http://wiki.example.org/page', /use https:\/\//],
    ['https://anna:secret@wiki.example.org/page', /no user name or password/],
    ['https://', /is no address/],
  ])('refuses %s as a register', (source, words) => {
    expect(problemsOf(`${MINIMAL}register: ${source}\n`)).toMatchObject([
      { line: 4, key: expect.stringMatching(/^register/), message: expect.stringMatching(words) },
    ]);
  });

  it('reports every problem at once, each with its line, key and what is allowed', () => {
    const problems = problemsOf(
      [
        'server:',
        '  url: https://cloud.example.org',
        '  conccurency: 4',
        '  timeout: 5m',
        '  admin: { user: menage-admin }',
        'members:',
        '  quota: 2 apples',
        'checks:',
        '  large-stale-file: { minsize: 3 MB }',
        '  no-such-check: off',
        'exceptions:',
        '  - { check: link-old, path: "/x" }',
      ].join('\n'),
    );
    expect(problems.map(({ line, key }) => [line, key])).toEqual([
      [3, 'server.conccurency'],
      [4, 'server.timeout'],
      [7, 'members.quota'],
      [9, 'checks.large-stale-file.minsize'],
      [10, 'checks.no-such-check'],
      [12, 'exceptions.0.reason'],
      [12, 'exceptions.0.until'],
    ]);
    expect(problems[0]?.message).toContain('allowed here: url, admin, concurrency');
    expect(problems[1]?.message).toContain('"5m" is no duration');
    expect(problems[3]?.message).toContain('allowed here: minSize, olderThan');
  });

  it('tells what joins two keys, and each option of a check, beside all else', () => {
    const problems = problemsOf(
      [
        'server:',
        '  url: http://cloud.example.org',
        '  concurency: 4',
        '  admin: {}',
        'members: { quota: 2147483648, groups: CAPE }',
        'checks:',
        '  large-stale-file:',
        '    minSize: 50 m',
        '    olderThan: 12m',
        '    limit: 3',
        '  link-without-password: { minSize: 5 MB }',
        'exceptions:',
        '  - { check: nope, until: 2027-01-01 }',
        'mail:',
        '  transport: smtp://mx.example.org',
        '  every: year',
        'mail: {}',
      ].join('\n'),
    );
    expect(problems.map(({ line, key, message }) => `${line} ${key} ${message.slice(0, 40)}`)).toEqual([
      '17 (YAML) the key "mail" stands twice',
      '2 server.url http:// sends passwords in clear: use ht',
      '3 server.concurency unknown key; allowed here: url, admin, c',
      '4 server.admin.user is missing: write a text',
      '5 members.groups must be a list, as in [one, two]',
      '5 members.quota "2147483648" is no size: write a number ',
      '8 checks.large-stale-file.minSize "50 m" is no size: write a number and KB',
      '9 checks.large-stale-file.olderThan "12m" is no duration: write a number and',
      '10 checks.large-stale-file.limit unknown key; allowed here: minSize, olde',
      '11 checks.link-without-password.minSize unknown key; it is a key of checks.large',
      '13 exceptions.0.reason is missing: write a text',
      '13 exceptions.0.check "nope" is no check: see "menage checks"',
    ]);
    expect(problemsOf('').map(({ line, key }) => [line, key])).toEqual([[1, 'server']]);
  });

  it('refuses a bare m, but takes every unit of the contract', () => {
    for (const unit of ['s', 'min', 'h', 'd', 'w', 'mo', 'y', ' days', ' weeks', ' months', ' years']) {
      expect(problemsOf(MINIMAL.replace('  admin', `  timeout: 7${unit}\n  admin`))).toEqual([]);
    }
    expect(problemsOf(MINIMAL.replace('  admin', '  timeout: 7m\n  admin'))).toHaveLength(1);
  });

  it.each([
    ['server.url', 'server: { url: "http://cloud.example.org", admin: { user: a } }'],
    ['server.url', 'server: { url: "ftp://cloud.example.org", admin: { user: a } }'],
    ['mail.transport', `${MINIMAL}mail: { transport: "smtps://me:hunter2@mx.example.org" }`],
    ['organisation.timezone', `${MINIMAL}organisation: { timezone: Europe/Atlantis }`],
    ['exceptions.0.check', `${MINIMAL}exceptions: [{ check: nope, reason: r, until: 2027-01-01 }]`],
    ['server.timeout', MINIMAL.replace('  admin', '  timeout: 0s\n  admin')],
    ['retention', `${MINIMAL}retention: 0 days`],
    ['checks.link-old', `${MINIMAL}checks: { link-old: 5 }`],
    ['(YAML)', 'server: [unclosed'],
  ])('refuses a wrong %s', (key, text) => {
    const problems = problemsOf(text);
    expect(problems.map((problem) => problem.key)).toContain(key);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });

  it('allows plain connections to this machine, and elsewhere when it is said', () => {
    expect(problemsOf('server: { url: "http://127.0.0.1:8080", admin: { user: a } }')).toEqual([]);
    expect(problemsOf('server: { url: "http://127.8.9.1", admin: { user: a } }')).toEqual([]);
    expect(problemsOf('server: { url: "http://127.0.0.1.example.org", admin: { user: a } }')).toHaveLength(1);
    expect(problemsOf('server: { url: "http://nas.lan", insecure: true, admin: { user: a } }')).toEqual([]);
    expect(problemsOf(`${MINIMAL}mail: { transport: "smtp://localhost:25" }`)).toEqual([]);
    // It wants TLS by STARTTLS, and sends nothing without.
    expect(problemsOf(`${MINIMAL}mail: { transport: "smtp://me@mx.example.org:587" }`)).toEqual([]);
  });

  it('takes addresses with accents, and no second address in one', () => {
    const admins = (mail: string) => problemsOf(`${MINIMAL}admins: { mails: ["${mail}"] }`);
    expect([admins('aide@coopé.example'), admins('zoé@coop.example')]).toEqual([[], []]);
    for (const wrong of ['nobody', 'a@b@c.example', 'a@b.example, c@d.example', 'a b@c.example'])
      expect(admins(wrong)).toMatchObject([{ key: 'admins.mails.0' }]);
  });
});

describe('loading', () => {
  it('takes relative paths from the folder of the file', () => {
    const folder = temporaryFolder('config');
    writeFileSync(join(folder, 'menage.yaml'), `${MINIMAL}store: data/menage.db\n`);
    const config = loadConfig(join(folder, 'menage.yaml'), CHECKS);
    expect(config.store).toBe(join(folder, 'data/menage.db'));
    expect(config.credentials.vault).toBe(join(folder, 'menage.vault'));
    expect(config.output.directory).toBe(join(folder, 'reports'));
  });

  it('takes the address of a PostgreSQL server as it is, and no password in it', () => {
    const withStore = (address: string) => {
      const folder = temporaryFolder('config');
      writeFileSync(join(folder, 'menage.yaml'), `${MINIMAL}store: ${address}\n`);
      return () => loadConfig(join(folder, 'menage.yaml'), CHECKS);
    };
    expect(withStore('postgres://menage@db/menage')().store).toBe('postgres://menage@db/menage');
    expect(withStore('postgres://menage:hidden@db/menage')).toThrow(/storePasswordFile/);
    expect(withStore('postgres://menage:hidden@db/menage')).not.toThrow(/hidden/);
    expect(withStore('postgres://db/menage')).toThrow(/names no user/);
    expect(withStore('mysql://menage@db/menage')).toThrow(/postgres:/);
  });

  it('leaves the name of a credential of systemd as it is', () => {
    const folder = temporaryFolder('config');
    const credential = '$CREDENTIALS_DIRECTORY/key';
    writeFileSync(join(folder, 'menage.yaml'), `${MINIMAL}credentials: { keyFile: ${credential} }\n`);
    expect(loadConfig(join(folder, 'menage.yaml'), CHECKS).credentials.keyFile).toBe(credential);
  });

  it('says in one message what is wrong, where and that nothing was done', () => {
    const folder = temporaryFolder('config');
    const file = join(folder, 'menage.yaml');
    writeFileSync(file, 'server: { url: https://cloud.example.org, admin: { user: a }, ports: 1 }\n');
    expect(() => loadConfig(file, CHECKS)).toThrow(
      `One problem in ${file}; nothing was done:\n  line 1: server.ports: unknown key`,
    );
    expect(() => loadConfig(join(folder, 'none.yaml'), CHECKS)).toThrow(
      /Cannot read the config .*there is no such file.*menage init/,
    );
  });
});
