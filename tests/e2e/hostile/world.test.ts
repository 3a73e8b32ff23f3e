import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { beforeAll, describe, expect, it } from 'vitest';
import type { MailCatcher } from '../../../src/demo/mail-catcher.ts';
import type { World } from '../../../src/demo/nextcloud/world/world.ts';
import { RunResult } from '../../../src/model/result.ts';
import { type Ended, livingAt, menage } from '../../helpers/cli.ts';
import { withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { GB, NOW, smallWorld } from '../../helpers/world.ts';
import { NASTY_NAMES } from '../../report/helpers.ts';

const OLD = Date.UTC(2019, 1, 1);
/** As a name of a file: without what none can have. */
const NAMES = [...NASTY_NAMES, '..hidden', 'a\\..\\b', 'é'.repeat(125), '$(touch pwned)', '%2e%2e%2fetc'].map(
  (name) => name.replaceAll('/', '∕').replaceAll('\u0000', ''),
);

/** A cooperative in which every text that a person can choose is hostile, and sizes and dates are extreme. */
function hostileWorld(): World {
  const files = Object.fromEntries(
    NAMES.map((name, at) => [`/${name} ${at}/${name}`, { size: 60_000_000 + at, modifiedAt: OLD }]),
  );
  const extremes = {
    '/x/first': { size: 1, modifiedAt: -62_135_596_800_000 },
    '/x/last': { size: 1, modifiedAt: 253_402_300_799_000 },
    '/x/large': { size: 99_999_999_999_999, modifiedAt: OLD },
    '/x/larger': { size: 99_999_999_999_999, modifiedAt: OLD },
  };
  const members = Object.fromEntries(
    NASTY_NAMES.slice(0, 16).map((name, at) => [
      `member-${at}`,
      { displayName: name, mail: `member-${at}@coop.example`, files: at === 0 ? files : { '/a': 5 } },
    ]),
  );
  const odd = {
    "o'neil;$(id)": { displayName: '{{constructor}}', mail: 'one@coop.example\r\nBcc: all@evil.example' },
    '../../etc': { displayName: 'x', mail: 'one@coop.example, two@evil.example' },
    extreme: { displayName: '=cmd|calc', mail: 'extreme@coop.example', quota: 2 * GB, files: extremes },
  };
  return smallWorld({
    members: { ...members, ...odd },
    shares: NAMES.map((name, at) => ({
      fileOwner: 'member-0',
      path: `/${name} ${at}`,
      label: name,
      note: name,
      recipient: null,
    })),
  });
}

interface Output {
  readonly name: string;
  readonly text: string;
}

let ran: Ended;
let later: readonly Ended[];
let mails: MailCatcher['received'];
let reports: readonly Output[];
let written: readonly string[];

function outputsIn(folder: string): readonly Output[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name, parentPath }) => ({ name, text: readFileSync(join(parentPath, name), 'utf8') }));
}

beforeAll(
  () =>
    withSmallWorkspace(hostileWorld(), {}, async ({ folder, mails: catcher }) => {
      const run = (...command: readonly string[]) => menage(command, { cwd: folder, env: livingAt(NOW) });
      ran = await run('run', '--json', 'result.json', '--yes');
      mails = [...catcher.received];
      reports = outputsIn(join(folder, 'reports'));
      const asked = await Promise.all([
        run('credentials', 'list'),
        run('report', '--format', 'mails', '--out', 'again'),
        run('history', 'member-0'),
      ]);
      later = [...asked, await run('forget', "o'neil;$(id)", '--yes')];
      written = readdirSync(join(folder, 'again/mails'));
    }),
  120_000,
);

/** Control and direction characters, but for line ends and tabs. */
const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/;

describe('a cooperative of hostile names, sizes and dates', () => {
  it('is read to its end, and the result is one', () => {
    expect(ran.err).not.toMatch(/should not have happened|\[object|TypeError/);
    // A uid that climbs has no tree that could be told from another's.
    expect(ran.code).toBe(3);
    const result = RunResult.parse(
      JSON.parse(reports.find(({ name }) => name === 'result.json')?.text ?? ''),
    );
    const failed = result.members.filter(({ coverage }) => coverage.status !== 'read');
    expect(failed.map(({ id, coverage }) => [id, coverage.reason])).toEqual([
      ['../../etc', 'An address in the answer has an impossible segment.'],
    ]);
    expect(result.shares).toHaveLength(NAMES.length);
    expect(result.members.find(({ id }) => id === 'extreme')?.usage.bytes).toBe(2 * 99_999_999_999_999 + 2);
  });

  it('drives no terminal and no log', () => {
    expect(`${ran.out}${ran.err}`).not.toMatch(UNSAFE);
  });

  it('leaves only files that we name, of text that does nothing', () => {
    expect(reports.map(({ name }) => name).sort()).toEqual([
      'findings.csv',
      'members.csv',
      'metrics.prom',
      'report.html',
      'result.json',
      'shares.csv',
      'summary.md',
    ]);
    for (const { name, text } of reports) {
      if (/html|md$/.test(name)) expect(text).not.toMatch(UNSAFE);
      if (name.endsWith('html')) expect(text).not.toMatch(/<img src=x|<script>alert|<svg onload/);
      if (name.endsWith('csv')) expect(text).not.toMatch(/(^|[,\n]"?)[=+@-](?![0-9.]+[,\r])/m);
    }
  });

  it('writes to one address each, and to none that is not one', async () => {
    expect(mails.length).toBeGreaterThan(1);
    for (const { to } of mails) expect(to).toHaveLength(1);
    const all = mails.flatMap(({ to }) => to);
    expect(all.join()).not.toMatch(/evil|one@/);
    for (const { raw } of mails) {
      const { headers, subject } = await simpleParser(raw);
      expect([...headers.keys()].join()).not.toMatch(/bcc|cc(,|$)/);
      expect(subject ?? '').not.toMatch(UNSAFE);
    }
  });

  it('can be listed, told, written and forgotten', () => {
    for (const { code, err, out } of later) {
      expect({ code, err: err.replace(/^warn: .*\n/gm, '') }).toEqual({ code: 0, err: '' });
      expect(out).not.toMatch(UNSAFE);
    }
    expect(written.every((name) => /^[\w@.-]+\.eml$/.test(name))).toBe(true);
  });
});
