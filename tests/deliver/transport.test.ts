import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { smtpTransport } from '../../src/deliver/transport.ts';
import { PartialError } from '../../src/model/errors.ts';
import { secret } from '../../src/model/secret.ts';
import { mail } from './helpers.ts';

const open: SMTPServer[] = [];

/** A real SMTP server on loopback; returns its address and what it accepted. */
async function smtp(options: SMTPServerOptions = {}) {
  const accepted: { readonly to: readonly string[]; readonly raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      let raw = '';
      stream.on('data', (chunk: Buffer) => {
        raw += chunk.toString();
      });
      stream.on('end', () => {
        accepted.push({ to: session.envelope.rcptTo.map(({ address }) => address), raw });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  open.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { accepted, url: `smtp://127.0.0.1:${address.port}` };
}

function transportTo(address: string) {
  return smtpTransport({ address, password: null, insecure: false });
}

function refusal(code: number) {
  return Object.assign(new Error('no'), { responseCode: code });
}

afterEach(async () => {
  for (const server of open.splice(0)) await new Promise<void>((closed) => server.close(() => closed()));
});

describe('handing a mail over', () => {
  it('sends it to one recipient, as composed', async () => {
    const { accepted, url } = await smtp();
    expect(await transportTo(url).send(mail('member:anna'))).toMatchObject({ outcome: 'sent' });
    expect(accepted).toHaveLength(1);
    expect(accepted[0]?.to).toEqual(['memberanna@coop.example']);
    expect(accepted[0]?.raw).toMatch(/^Message-ID: <menage\.1\.11@coop\.example>/m);
  });

  it.each([
    [450, 'deferred'],
    [550, 'refused'],
  ] as const)('takes %s for the recipient as %s', async (code, outcome) => {
    const { url } = await smtp({ onRcptTo: (_address, _session, done) => done(refusal(code)) });
    expect((await transportTo(url).send(mail('member:anna'))).outcome).toBe(outcome);
  });

  it.each<[string, SMTPServerOptions]>([
    ['connection', { onConnect: (_session, done) => done(refusal(554)) }],
    ['sender', { onMailFrom: (_address, _session, done) => done(refusal(553)) }],
    ['sender without a login', { authOptional: false }],
  ])('takes a %s refused for good as deferred: the person’s address is not at fault', async (_, options) => {
    const { url, accepted } = await smtp(options);
    const handOver = await transportTo(url).send(mail('member:anna'));
    expect(handOver.outcome).toBe('deferred');
    expect(handOver.reply).toMatch(/\b5\d\d\b/);
    expect(accepted).toEqual([]);
  });

  it('takes a refusal of the content as refused', async () => {
    const { url } = await smtp({
      onData: (stream, _session, done) => {
        stream.resume();
        stream.on('end', () => done(refusal(554)));
      },
    });
    expect((await transportTo(url).send(mail('member:anna'))).outcome).toBe('refused');
  });

  it('takes a connection lost before the mail was out as deferred', async () => {
    const { url } = await smtp({ onMailFrom: () => closeAll() });
    expect((await transportTo(url).send(mail('member:anna'))).outcome).toBe('deferred');
    expect((await transportTo('smtp://127.0.0.1:1').send(mail('member:anna'))).outcome).toBe('deferred');
  });

  it('takes a connection lost after the mail was out, before the reply, as doubtful', async () => {
    const { url } = await smtp({
      onData: (stream) => {
        stream.resume();
        stream.on('end', () => closeAll());
      },
    });
    expect((await transportTo(url).send(mail('member:anna'))).outcome).toBe('doubtful');
  });

  it('asks before the first byte of the text goes, and once the recipient is accepted', async () => {
    const { accepted, url } = await smtp();
    const told: number[] = [];
    await transportTo(url).send(mail('member:anna'), async () => void told.push(accepted.length));
    expect(told).toEqual([0]);
    const strict = await smtp({ onRcptTo: (_address, _session, done) => done(refusal(450)) });
    await transportTo(strict.url).send(mail('member:anna'), async () => void told.push(-1));
    expect(told).toEqual([0]);
  });

  it('lets no mail go when it cannot be noted that it goes', async () => {
    const { accepted, url } = await smtp();
    const full = new PartialError('the disk is full');
    const sending = transportTo(url).send(mail('member:anna'), () => Promise.reject(full));
    await expect(sending).rejects.toBe(full);
    expect(accepted).toEqual([]);
  });

  it('takes a refused login as deferred, says so, and never shows the password', async () => {
    const { url } = await smtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: (_login, _session, done) => done(refusal(535)),
    });
    const transport = smtpTransport({
      address: url.replace('//', '//me@'),
      password: secret('hunter2'),
      insecure: false,
    });
    const handOver = await transport.send(mail('member:anna'));
    expect(handOver.outcome).toBe('deferred');
    expect(handOver.reply).not.toContain('hunter2');
    expect(await transport.verify()).toContain('535');
  });
});

/** Cuts every connection of every open server, as a crash would. */
function closeAll() {
  for (const server of open) for (const connection of connectionsOf(server)) connection.destroy();
}

function connectionsOf(server: SMTPServer): Iterable<{ destroy(): void }> {
  const { connections } = server as unknown as { connections: Set<{ _socket: { destroy(): void } }> };
  return [...connections].map(({ _socket }) => _socket);
}
