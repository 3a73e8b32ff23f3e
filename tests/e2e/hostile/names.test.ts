import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { composeEml } from '../../../src/deliver/compose.ts';
import { fileNames, writeMails } from '../../../src/deliver/folder.ts';
import { writeOutput } from '../../../src/files/write.ts';
import { openLog } from '../../../src/log.ts';
import { acquireLock } from '../../../src/store/open.ts';
import { mail } from '../../deliver/helpers.ts';
import { type Hostile, holdTable } from '../../helpers/hostile.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const CRLF = 'x\r\nBcc: all@evil.example\r\n\r\n<h1>Pay here</h1>';
const SAFE_NAME = /^[A-Za-z0-9@_-][A-Za-z0-9@._-]{0,109}$/;

/** The headers of a composed mail by name, sorted, and to whom it goes. */
async function headersOf(changes: Parameters<typeof mail>[1]): Promise<string> {
  const eml = await composeEml(mail('member:anna', changes));
  const { headers, to } = await simpleParser(eml);
  const recipients = Array.isArray(to) ? to.map(({ text }) => text).join() : (to?.text ?? '');
  return `${[...headers.keys()].sort().join(' ')} → ${recipients.replace(/\s/g, ' ')}`;
}

/** The only headers that a mail of ours has; no Bcc, no Cc, nothing of a name. */
const OURS = /^auto-submitted content-type date from message-id mime-version reply-to subject to → /;

const HEADERS: readonly Hostile[] = [
  ['a line end in the subject', () => headersOf({ subject: CRLF }), OURS],
  ['a line end in the address', () => headersOf({ to: `anna@coop.example\r\nBcc: x@evil.example` }), OURS],
  ['two addresses in one', () => headersOf({ to: 'anna@coop.example, x@evil.example' }), OURS],
  ['a line end in the sender', () => headersOf({ from: `A\r\nBcc: x@evil.example <a@coop.example>` }), OURS],
  [
    'a line end in the answer address',
    () => headersOf({ replyTo: `a@coop.example\r\nCc: x@evil.example` }),
    OURS,
  ],
  ['a line end in a header', () => headersOf({ headers: { 'Auto-Submitted': CRLF } }), OURS],
  ['a line end in the message id', () => headersOf({ messageId: `<1@coop>\r\nBcc: x@evil.example` }), OURS],
  ['a subject of 20 KB', () => headersOf({ subject: 'é'.repeat(10_000) }), OURS],
  ['NUL in the subject', () => headersOf({ subject: 'a\u0000b' }), OURS],
];

describe('a mail', () => holdTable(HEADERS));

describe('an output name', () => {
  it.each([
    '../../etc/cron.d/x',
    '..',
    '.',
    '',
    '/etc/passwd',
    'a\u0000b',
    'a\nb',
    '\u202Egnp.exe',
    '\u001b[31mred',
    'é'.repeat(125),
    'x'.repeat(250),
    'CON',
    '~root',
    '-rf',
    'a\\..\\b',
    '%2e%2e%2f',
    '$(id)',
    '{{constructor}}',
  ])('made of %j stays in its folder', (uid) => {
    const [name = ''] = fileNames([`member:${uid}`]);
    expect(name).toMatch(SAFE_NAME);
    expect(name).not.toMatch(/^\.{1,2}$|^con$/i);
  });

  it('is apart for names that look alike', () => {
    const names = fileNames(['a/b', 'a_b', 'a\\b', 'a b', 'a\u0000b'].map((uid) => `member:${uid}`));
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a link that lies in the output folder', () => {
  it('in place of a file is replaced, never followed', async () => {
    const folder = temporaryFolder('links');
    const precious = join(folder, 'precious');
    writeFileSync(precious, 'precious');
    mkdirSync(join(folder, 'mails'));
    for (const name of ['report.html', 'mails/anna.eml', 'menage.db.lock.json']) {
      symlinkSync(precious, join(folder, name));
    }
    symlinkSync(precious, join(folder, `menage.db.lock.json.${process.pid}`));
    await writeOutput(join(folder, 'report.html'), 'page');
    await writeMails([mail('member:anna')], join(folder, 'mails'), writeOutput);
    const lock = await acquireLock(join(folder, 'menage.db'), 'test', Date.now());
    await lock.release();
    expect(readFileSync(precious, 'utf8')).toBe('precious');
    expect(lstatSync(join(folder, 'report.html')).isSymbolicLink()).toBe(false);
    expect(lstatSync(join(folder, 'mails/anna.eml')).isSymbolicLink()).toBe(false);
  });

  it('that leads to itself or to nowhere does not hold up', async () => {
    const folder = temporaryFolder('links');
    symlinkSync('loop', join(folder, 'loop'));
    symlinkSync('/nonexistent/file', join(folder, 'dangling'));
    await writeOutput(join(folder, 'loop'), 'a');
    await writeOutput(join(folder, 'dangling'), 'b');
    expect(['loop', 'dangling'].map((name) => readFileSync(join(folder, name), 'utf8'))).toEqual(['a', 'b']);
    await expect(writeOutput(join(folder, 'loop', 'below'), 'c')).rejects.toThrow(/Cannot write/);
  });
});

const logged = (msg: string, facts: object = {}) => {
  let line = '';
  openLog({ level: 'info', format: 'text' }, { write: (text) => (line += text) }).warn(facts, msg);
  return line;
};

const LINES: readonly Hostile[] = [
  [
    'escape codes in a message',
    () => logged('name \u001b[2J\u001b]0;title\u0007'),
    /^warn: name ␛\[2J␛\]0;title␇/,
  ],
  ['escape codes in a fact', () => logged('m', { path: '/\u009b31m\u202E' }), /path=\/�31m�/],
  ['escape codes in an error', () => logged('m', { err: new Error('\u001b[31m') }), /: ␛\[31m/],
];

describe('a line of the log', () => holdTable(LINES));
