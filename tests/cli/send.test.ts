import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withStore } from '../../src/app/open.ts';
import { configOf } from '../../src/cli/config.ts';
import { send } from '../../src/cli/send.ts';
import { openLog } from '../../src/log.ts';
import { type Office, openOffice } from '../helpers/office.ts';
import { type ScriptedSmtp, type SmtpScript, scriptedSmtp } from '../helpers/smtp-script.ts';

let smtp: ScriptedSmtp;
let script: SmtpScript;
let office: Office;
let channel: Server;
let chatStatus: number;
let posted: string[];
let told: string;

beforeEach(async () => {
  script = () => undefined;
  chatStatus = 200;
  posted = [];
  told = '';
  smtp = await scriptedSmtp((stage, to) => script(stage, to));
  channel = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => void posted.push(`${request.url} ${chunk.toString()}`));
    request.on('end', () => response.writeHead(chatStatus, { 'retry-after': '1' }).end());
  });
  await new Promise<void>((ready) => channel.listen(0, '127.0.0.1', ready));
  office = await openOffice([
    `mail: { transport: "${smtp.url.replace('//', '//me@')}", from: nextcloud@coop.example }`,
    'admins: { mails: [Admin@coop.example], mattermost: { webhookFile: hook, link: "https://x.example/a_(b)" } }',
  ]);
  setHook('one');
});
afterEach(async () => {
  office.leave();
  await smtp.close();
  await new Promise<void>((closed) => channel.close(() => closed()));
});

function setHook(name: string) {
  const address = channel.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  writeFileSync(join(office.folder, 'hook'), `http://127.0.0.1:${address.port}/${name}`, { mode: 0o600 });
}

async function sendNow(options: Parameters<typeof send>[1] = {}) {
  told = '';
  const write = (line: string) => {
    told += line;
  };
  const log = openLog({ level: 'info', format: 'text' }, { write });
  return send({ ...office.context, log }, { yes: true, ...options });
}

const MEMBERS = ['anna', 'bruno', 'chloe'].map((id) => `${id}@coop.example`);

describe('a failure common to all', { timeout: 30_000 }, () => {
  it('is said once with the number, also in the chat; once mended, the admins’ mail goes first', async () => {
    script = (stage) => (stage === 'mail' ? '530 5.7.0 Authentication required' : undefined);
    expect(await sendNow()).toBe(3);
    expect(smtp.connections()).toBe(3);
    expect(told.split('\n').filter((line) => line !== '')).toEqual([
      expect.stringMatching(/Sending stopped.*530 5\.7\.0.*4 mails wait.*then "menage send"/),
    ]);
    expect(posted).toHaveLength(1);
    expect(posted[0]).toMatch(/3 mails non remis · envoi arrêté.*530 5\.7\.0/);
    expect(posted[0]).toContain('(https://x.example/a_%28b%29)');
    script = () => undefined;
    expect(await sendNow()).toBe(0);
    expect(smtp.taken).toEqual(['Admin@coop.example', ...MEMBERS]);
    const text = (smtp.texts[0] ?? '').replaceAll(/=\n/g, '');
    expect(text).toMatch(/3 mails =C3=A9taient rest=C3=A9s en attente/);
  });

  it.each([
    ['535 5.7.8 Wrong', 'auth', /check the user in mail\.transport and the password in mail\.passwordFile/],
    ['550 5.4.5 Daily sending limit exceeded', 'rcpt', /provider's bound.*mail\.maxPerMinute/],
    ['421 4.3.2 Closing', 'mail', /it is of now: wait/],
    ['550 5.7.1 relay denied', 'rcpt', /send as mail\.from/],
  ])('is told with what to do about it: %s', async (reply, at, remedy) => {
    office = { ...office, context: { ...office.context, environment: { MENAGE_MAIL_PASSWORD: 'hunter2' } } };
    script = (stage) => (stage === at ? reply : undefined);
    expect(await sendNow()).toBe(3);
    expect(told).toMatch(remedy);
    expect(told).toMatch(/4 mails wait.*then "menage send"/);
  });

  it('tells the admins at once where the mail server takes their mail', async () => {
    script = (stage, to) =>
      stage === 'rcpt' && !to.startsWith('Admin') ? '550 5.7.1 relay denied' : undefined;
    expect(await sendNow()).toBe(3);
    expect(smtp.taken).toEqual(['Admin@coop.example']);
    expect(told).toMatch(/3 mails wait/);
  });

  it('asks the server that is down no longer than it must', async () => {
    await smtp.close();
    const began = performance.now();
    expect(await sendNow()).toBe(3);
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(told).toMatch(/Sending stopped.*takes no connection on port \d+/);
    smtp = await scriptedSmtp(() => undefined);
  });
});

describe('what was refused goes again', { timeout: 30_000 }, () => {
  it('a mail when somebody asks for it', async () => {
    script = (stage, to) =>
      stage === 'rcpt' && to.startsWith('anna') ? '550 5.1.1 No such user' : undefined;
    expect(await sendNow()).toBe(3);
    expect(told).toMatch(/anna@coop\.example: refused.*No such user\. Check the address.*--retry refused/);
    script = () => undefined;
    expect(await sendNow()).toBe(3);
    expect(await sendNow({ retry: 'refused' })).toBe(0);
    expect(smtp.taken.at(-1)).toBe('anna@coop.example');
  });

  it('a chat message by another webhook, and what was put off by itself', async () => {
    chatStatus = 404;
    expect(await sendNow()).toBe(3);
    expect(await sendNow()).toBe(3);
    expect(told).toMatch(/refused earlier \(HTTP 404\).*webhookFile/);
    expect(posted).toHaveLength(1);
    chatStatus = 200;
    setHook('two');
    expect(await sendNow()).toBe(0);
    expect(posted.at(-1)).toMatch(/^\/two /);
  });

  it('a chat message after the pause that a 429 asks for', async () => {
    chatStatus = 429;
    channel.once('request', (request) => request.once('close', () => (chatStatus = 200)));
    expect(await sendNow()).toBe(0);
    expect(posted).toHaveLength(2);
  });
});

it('a password that belongs to no user is told before anything is sent', async () => {
  const context = { ...office.context, environment: { MENAGE_MAIL_PASSWORD: 'hunter2' } };
  writeFileSync(
    office.context.configFile,
    `${[
      'server: { url: http://127.0.0.1:9, admin: { user: admin } }',
      `mail: { transport: "${smtp.url}", from: nextcloud@coop.example }`,
    ].join('\n')}\n`,
  );
  await expect(send(context, {})).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/no user.*MENAGE_MAIL_PASSWORD/),
  });
  expect(smtp.connections()).toBe(0);
});

describe('a test to one address', { timeout: 30_000 }, () => {
  const ME = 'me@elsewhere.example';
  const noted = () =>
    withStore(configOf(office.context), office.context, async ({ outbox }) => [
      ...(await outbox.list('2026-11')),
      await outbox.sendings(),
      await outbox.hasMailedMembers(),
    ]);
  const parsed = () => Promise.all(smtp.texts.map((text) => simpleParser(text)));

  it('gets every mail, marked in its subject; nobody else gets one, the chat nothing, and none counts as sent', async () => {
    expect(await sendNow({ yes: false, to: ME })).toBe(0);
    expect(smtp.taken).toEqual([ME, ME, ME, ME]);
    expect(posted).toEqual([]);
    expect(await noted()).toEqual([null, false]);
    expect(office.said).toEqual([]);
    for (const mail of await parsed()) {
      expect(mail.subject).toMatch(/^\[test\] \S/);
      expect(mail.messageId).toMatch(/^<test\./);
      expect(mail.headers.has('list')).toBe(false);
    }
    // The true ones are all still due, and the first of them held.
    expect(await sendNow({ yes: false })).toBe(0);
    expect(smtp.taken.slice(4)).toEqual(['Admin@coop.example']);
    expect(await sendNow()).toBe(0);
    expect(smtp.taken.slice(5)).toEqual(MEMBERS);
  });

  it('gets the mail of one member alone', async () => {
    expect(await sendNow({ to: ME, member: 'bruno' })).toBe(0);
    expect(smtp.taken).toEqual([ME]);
  });

  it.each([
    [
      { to: ME, member: 'brunno' },
      /--member brunno: run 1 has no such member, and nothing was sent: near it are bruno/,
    ],
    [{ to: 'me@a.example, you@b.example' }, /--to me@a\.example, you@b\.example: this is no mail address/],
    [{ to: 'Me <me@a.example>' }, /this is no mail address; write one alone/],
    [{ member: 'bruno' }, /say --to ADDRESS as well\. Nothing was sent/],
  ])('is refused where it would not go as meant: %o', async (options, words) => {
    await expect(sendNow(options)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(words),
    });
    expect(smtp.connections()).toBe(0);
  });

  it('says once why none is taken, and which alone is not', async () => {
    script = (stage) => (stage === 'mail' ? '530 5.7.0 Authentication required' : undefined);
    expect(await sendNow({ to: ME })).toBe(3);
    expect(told.match(/warn/g)).toHaveLength(1);
    expect(told).toMatch(/The test stopped.*530 5\.7\.0.*4 of 4 were not taken: .*; then test again/);
    script = (stage) => (stage === 'rcpt' ? '450 4.2.1 Come later' : undefined);
    expect(await sendNow({ to: ME, member: 'anna' })).toBe(3);
    expect(told).toMatch(/The test mail “\[test\] .*” was not taken: .*450 4\.2\.1 Come later\./);
    expect(await noted()).toEqual([null, false]);
  });
});
