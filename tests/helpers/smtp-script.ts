import { createServer, type Socket } from 'node:net';

/** A moment at which a mail server answers. */
export type SmtpStage = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'text';

export interface ScriptedSmtp {
  /** `smtp://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Recipients whose mail was taken, in their order. */
  readonly taken: readonly string[];
  /** Every command that came, as it came. */
  readonly commands: readonly string[];
  /** The mails that were taken, as they came. */
  readonly texts: readonly string[];
  connections(): number;
  close(): Promise<void>;
}

/** The reply at a stage: a line, null for none at all; undefined = what a willing server says. */
export type SmtpScript = (stage: SmtpStage, recipient: string) => string | null | undefined;

/** Capabilities besides the greeting of EHLO; a test that speaks of one names its own. */
const USUAL = ['PIPELINING', '8BITMIME', 'AUTH PLAIN LOGIN'];

/**
 * An SMTP server on loopback that answers to the letter what a test wants, at each stage: what the well-kept server of
 * the demo cannot be made to say.
 */
export async function scriptedSmtp(
  script: SmtpScript,
  capabilities: readonly string[] = USUAL,
): Promise<ScriptedSmtp> {
  const taken: string[] = [];
  const commands: string[] = [];
  const texts: string[] = [];
  const sockets = new Set<Socket>();
  let count = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    count += 1;
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    let recipient = '';
    let isBegun = false;
    let left = '';
    let text: string | null = null;
    const answer = (stage: SmtpStage, willing: string) => {
      const scripted = script(stage, recipient);
      const line = scripted === undefined ? willing : scripted;
      if (line !== null) socket.write(`${line}\r\n`);
      if (line?.startsWith('421') === true) socket.end();
      return scripted === undefined;
    };
    const command = (line: string) => {
      commands.push(line);
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'EHLO')
        answer('ehlo', ['250-test', ...capabilities.map((one) => `250-${one}`), '250 HELP'].join('\r\n'));
      else if (verb === 'AUTH') answer('auth', '235 2.7.0 Welcome');
      else if (verb === 'MAIL') isBegun = answer('mail', '250 2.1.0 Ok');
      else if (verb === 'RCPT' && !isBegun) socket.write('503 5.5.1 No sender\r\n');
      else if (verb === 'RCPT') {
        recipient = /<(.*)>/.exec(line)?.[1] ?? '';
        if (!answer('rcpt', '250 2.1.5 Ok')) recipient = '';
      } else if (verb === 'DATA') {
        if (recipient === '') socket.write('503 5.5.1 No recipient\r\n');
        else if (answer('data', '354 Go on')) text = '';
      } else if (verb === 'QUIT') socket.end('221 2.0.0 Bye\r\n');
      else socket.write('502 5.5.1 What?\r\n');
    };
    socket.on('data', (chunk) => {
      left += chunk.toString();
      for (;;) {
        const end = left.indexOf('\r\n');
        if (end < 0) return;
        const line = left.slice(0, end);
        left = left.slice(end + 2);
        if (text === null) command(line);
        else if (line !== '.') text += `${line}\n`;
        else {
          const whole = text;
          text = null;
          if (!answer('text', '250 2.6.0 Queued')) continue;
          taken.push(recipient);
          texts.push(whole);
        }
      }
    });
    answer('greeting', '220 test ESMTP');
  });
  await new Promise<void>((ready) => server.listen(0, ready));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    taken,
    commands,
    texts,
    connections: () => count,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
