import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, it } from 'vitest';
import { type MailCatcher, type MailCatcherOptions, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

let catcher: MailCatcher;
afterEach(async () => {
  await catcher.close();
  rmSync(catcher.directory, { recursive: true });
});

async function start(options: Omit<MailCatcherOptions, 'directory'> = {}): Promise<void> {
  catcher = await startMailCatcher({ directory: temporaryFolder('mails'), ...options });
}

async function sendTo(...recipients: readonly string[]): Promise<void> {
  const transport = createTransport(catcher.url);
  try {
    for (const to of recipients) {
      await transport.sendMail({ from: 'menage@coop.example', to, subject: 'Élan', text: `Bonjour ${to}` });
    }
  } finally {
    transport.close();
  }
}

describe('the mail catcher', () => {
  it('leaves each accepted mail as a file, numbered as they came', async () => {
    await start();
    await sendTo('alice@coop.example', 'z/x@coop.example');
    expect(readdirSync(catcher.directory)).toEqual(['0001-alice.eml', '0002-z_x.eml']);
    const [first] = catcher.received;
    expect([first?.from, first?.to]).toEqual(['menage@coop.example', ['alice@coop.example']]);
    expect(readFileSync(first?.file ?? '')).toEqual(first?.raw);
    expect(first?.raw.toString()).toContain('Bonjour alice');
  });

  it('closes at once, though somebody keeps a connection open', async () => {
    await start();
    const socket = connect(Number(new URL(catcher.url).port), '127.0.0.1');
    await once(socket, 'data');
    const begun = performance.now();
    await catcher.close();
    socket.destroy();
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  it.each([450, 550])('refuses a recipient with %i, and takes the others', async (code) => {
    await start({ refuse: (recipient) => (recipient.startsWith('nobody') ? code : undefined) });
    await expect(sendTo('nobody@coop.example')).rejects.toMatchObject({ responseCode: code });
    await sendTo('alice@coop.example');
    expect(catcher.received.map(({ to }) => to)).toEqual([['alice@coop.example']]);
  });

  it.each([
    ['in-data', []],
    ['after-data', ['0001-bob.eml']],
  ] as const)('hangs up %s', async (moment, left) => {
    await start({ hangUp: (recipient) => (recipient.startsWith('bob') ? moment : undefined) });
    await expect(sendTo('bob@coop.example')).rejects.toThrow();
    expect(readdirSync(catcher.directory)).toEqual(left);
    await sendTo('alice@coop.example');
    expect(catcher.received.at(-1)?.to).toEqual(['alice@coop.example']);
  });
});
