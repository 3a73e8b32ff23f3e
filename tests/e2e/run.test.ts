import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunResult } from '../../src/model/result.ts';
import { type Ended, openWorkspace, type Workspace } from '../helpers/cli.ts';

let workspace: Workspace;
let first: Ended;
let mailsOfFirst: number;
let second: Ended;

const read = (name: string) =>
  RunResult.parse(JSON.parse(readFileSync(join(workspace.folder, name), 'utf8')));

beforeAll(async () => {
  workspace = await openWorkspace({ readable: true });
  await workspace.run('credentials', 'import', 'tokens.json');
  first = await workspace.run('run', '--yes', '--json', 'first.json', '--verbose', '--log-format', 'json');
  mailsOfFirst = workspace.mails.received.length;
  second = await workspace.run('run', '--json', '-');
  writeFileSync(join(workspace.folder, 'second.json'), second.out, { mode: 0o600 });
}, 120_000);
afterAll(() => workspace.close());

/** Every file below the workspace's folder that the program wrote or sent. */
function outputs(): readonly string[] {
  const given = ['admin', 'key', 'tokens.json'];
  return readdirSync(workspace.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !given.includes(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe('menage run', { timeout: 60_000 }, () => {
  it('ends well, twice', () => {
    expect(first).toMatchObject({ code: 0 });
    expect(second).toMatchObject({ code: 0 });
    expect(read('first.json').run.status).toBe('complete');
  });

  it('leaves the report where the config says', () => {
    const [month = ''] = readdirSync(join(workspace.folder, 'reports'));
    expect(month).toMatch(/^\d{4}-\d{2}$/);
    expect(readdirSync(join(workspace.folder, 'reports', month)).sort()).toEqual([
      'findings.csv',
      'members.csv',
      'metrics.prom',
      'report.html',
      'result.json',
      'shares.csv',
      'summary.md',
    ]);
  });

  it('writes nothing that others may read', () => {
    for (const path of outputs().filter((one) => !one.includes('mailbox') && !one.endsWith('menage.yaml'))) {
      expect([path, (statSync(path).mode & 0o077).toString(8)]).toEqual([path, '0']);
    }
  });

  it('shows no secret anywhere: result, logs, mails, page, CSV, store', async () => {
    const secrets = [...workspace.server.handedOut(), workspace.key];
    expect(secrets.length).toBeGreaterThan(60);
    const texts = [first.out, first.err, second.out, second.err];
    for (const path of outputs()) texts.push(readFileSync(path, 'latin1'));
    for (const { raw } of workspace.mails.received) {
      const mail = await simpleParser(raw);
      texts.push(mail.text ?? '', mail.html || '');
    }
    const shown = secrets.filter((secret) => texts.some((text) => text.includes(secret)));
    expect(shown).toEqual([]);
  });

  it('finds the same again, now open, and proves that nobody changed', () => {
    const [one, two] = [read('first.json'), read('second.json')];
    expect(one.findings.every(({ state }) => state === 'new' || state === 'excepted')).toBe(true);
    expect(two.findings.every(({ state }) => state === 'open' || state === 'excepted')).toBe(true);
    const bare = (result: RunResult) => result.findings.map(({ state: _, ...finding }) => finding);
    expect(bare(two)).toEqual(bare(one));
    const told = (result: RunResult) => result.members.map(({ coverage: _, ...member }) => member);
    expect(told(two)).toEqual(told(one));
    expect(two.shares).toEqual(one.shares);
    expect(two.coverage).toMatchObject({ read: 0, unchanged: one.coverage.read, failed: 0 });
  });

  it('asks an unchanged member three times at most, and the administrator within bounds', () => {
    const { members, run } = read('second.json');
    const asked = members.map(({ coverage }) => coverage.requests);
    expect(Math.max(...asked)).toBeLessThanOrEqual(3);
    const admin = run.requests - asked.reduce((sum, one) => sum + one, 0);
    expect(admin).toBeLessThanOrEqual(20 + members.length / 25);
  });

  it('sends no mail twice in a period', () => {
    expect(mailsOfFirst).toBeGreaterThan(15);
    expect(workspace.mails.received.length).toBe(mailsOfFirst);
  });

  it('sends each mail to one person, in two parts, about that person’s own things', async () => {
    const { members, findings } = read('first.json');
    const ownNames = new Map<string, Set<string>>();
    for (const { member, subject } of findings) {
      if (member === null || subject.path === null) continue;
      const names = ownNames.get(member) ?? new Set();
      ownNames.set(member, names.add(subject.path));
    }
    const addresses = new Map(workspace.world.users.map(({ mail, id }) => [mail, id]));
    for (const { to, raw } of workspace.mails.received) {
      expect(to).toHaveLength(1);
      const mail = await simpleParser(raw);
      expect(mail.cc).toBeUndefined();
      expect(mail.bcc).toBeUndefined();
      const isAdmin = to[0] === 'equipe.nextcloud@coop.example';
      expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(isAdmin ? ['text/html'] : []);
      expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
      const text = mail.text ?? '';
      expect(text.length).toBeGreaterThan(100);
      expect(mail.html).toContain('<html');
      const own = addresses.get(to[0] ?? '');
      if (own === undefined) continue;
      const foreign = [...ownNames].filter(([member]) => member !== own).flatMap(([, names]) => [...names]);
      const mine = ownNames.get(own) ?? new Set();
      const leaked = foreign.filter(
        (path) => !mine.has(path) && path.length > 12 && text.includes(path.slice(1)),
      );
      expect(leaked, `in the mail to ${own}`).toEqual([]);
    }
    expect(members.length).toBe(40);
  });

  it('stays read-only, bounded, and one request per member at a time', () => {
    const { counters } = workspace.server;
    expect(counters.writes).toBe(0);
    expect(counters.failures).toBe(0);
    expect(counters.peakInFlight).toBeLessThanOrEqual(4);
    expect(counters.peakPerMember).toBe(1);
  });
});
