import { afterEach, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/deliver/transport.ts';
import { secret } from '../../src/model/secret.ts';
import { type ScriptedSmtp, type SmtpScript, scriptedSmtp } from '../helpers/smtp-script.ts';
import { mail } from './helpers.ts';

const open: ScriptedSmtp[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serverWith(capabilities: readonly string[], script: SmtpScript = () => undefined) {
  const server = await scriptedSmtp(script, capabilities);
  open.push(server);
  return server;
}

/** An address of this machine that a URL does not show as such: for menage another machine. */
const elsewhere = ({ port }: ScriptedSmtp, user = '') => `smtp://${user}0.0.0.0:${port}`;
const PASSWORD = secret('hunter2');
const SAID_PASSWORD = Buffer.from('hunter2').toString('base64').slice(0, 6);

describe('a mail server of another machine', () => {
  it('gets nothing without TLS, whether it never heard of STARTTLS or only claims to have none', async () => {
    const server = await serverWith(['AUTH PLAIN LOGIN']);
    for (const password of [null, PASSWORD]) {
      const address = elsewhere(server, 'me@');
      const { outcome, fault, reply } = await smtpTransport({ address, password, insecure: false }).send(
        mail('member:anna'),
      );
      expect({ outcome, fault }).toEqual({ outcome: 'deferred', fault: 'all' });
      expect(reply).toMatch(/STARTTLS.*nothing was sent.*smtps:\/\//);
    }
    expect(server.commands.map((line) => line.slice(0, 8))).toEqual(
      Array(2)
        .fill(['EHLO', 'STARTTLS'])
        .flat()
        .map((verb) => expect.stringMatching(`^${verb}`)),
    );
  });

  it('gets mails in clear where that is allowed, but never a password', async () => {
    const server = await serverWith(['AUTH PLAIN LOGIN']);
    const settings = { address: elsewhere(server, 'me@'), insecure: true };
    expect(await smtpTransport({ ...settings, password: null }).send(mail('member:anna'))).toMatchObject({
      outcome: 'sent',
    });
    const withLogin = smtpTransport({ ...settings, password: PASSWORD });
    expect((await withLogin.send(mail('member:anna'))).reply).toMatch(/no TLS.*password/);
    expect(await withLogin.verify()).toMatch(/no TLS/);
    expect(server.commands.join()).not.toMatch(new RegExp(`AUTH|${SAID_PASSWORD}`));
  });
});

it('a server without a way to log in that we know is told before the first mail, and gets no password', async () => {
  const server = await serverWith(['AUTH GSSAPI NTLM']);
  const address = server.url.replace('//', '//me@');
  const transport = smtpTransport({ address, password: PASSWORD, insecure: false });
  expect(await transport.verify()).toMatch(/offers no login by PLAIN, LOGIN, CRAM-MD5/);
  expect((await transport.send(mail('member:anna'))).outcome).toBe('deferred');
  expect(server.commands.join()).not.toMatch(/AUTH|MAIL/);
});

it('a port without TLS behind smtps:// is told with the ports to choose from, and without words of OpenSSL', async () => {
  const server = await serverWith([]);
  const transport = smtpTransport({
    address: server.url.replace('smtp:', 'smtps:'),
    password: null,
    insecure: false,
  });
  const { reply, fault } = await transport.send(mail('member:anna'));
  expect(reply).toMatch(/^Nothing was sent: .*127\.0\.0\.1 speaks no TLS on port \d+.*465.*587/);
  expect(reply).not.toContain('SSL routines');
  expect(fault).toBe('all');
});

describe('an address with accents', () => {
  const sendTo = (server: ScriptedSmtp, to: string, from = 'Nextcloud <nextcloud@coopé.example>') =>
    smtpTransport({ address: server.url, password: null, insecure: false }).send(
      mail('member:anna', { to, from }),
    );

  it('in its domain goes out as DNS writes it, in envelope and header', async () => {
    const server = await serverWith([]);
    expect((await sendTo(server, 'anna@coopé.example')).outcome).toBe('sent');
    expect(server.taken).toEqual(['anna@xn--coop-epa.example']);
    expect(server.commands.join('\n')).toContain('MAIL FROM:<nextcloud@xn--coop-epa.example>');
    expect(server.texts[0]).toMatch(/^To: anna@xn--coop-epa\.example$/m);
    expect(server.texts[0]).toMatch(/^From: .*xn--coop-epa\.example/m);
    expect(server.texts[0]).not.toMatch(/[\u0080-\uffff]/);
  });

  it('before the @ goes to a server with SMTPUTF8, and is that person’s trouble elsewhere', async () => {
    const able = await serverWith(['SMTPUTF8', '8BITMIME']);
    expect((await sendTo(able, 'zoé@coop.example')).outcome).toBe('sent');
    expect(able.commands.join('\n')).toMatch(/MAIL FROM:<.*> .*SMTPUTF8/);
    const plain = await serverWith([]);
    expect(await sendTo(plain, 'zoé@coop.example')).toMatchObject({
      outcome: 'refused',
      fault: 'person',
      reply: expect.stringContaining('SMTPUTF8'),
    });
    expect(plain.commands.join()).not.toMatch(/MAIL|RCPT/);
  });

  it('before the @ of the sender is everybody’s trouble', async () => {
    const plain = await serverWith([]);
    expect(await sendTo(plain, 'anna@coop.example', 'zoé@coop.example')).toMatchObject({
      outcome: 'deferred',
      fault: 'all',
      reply: expect.stringContaining('mail.from'),
    });
  });
});
