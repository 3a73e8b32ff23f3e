import { mkdir, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** A mail that was accepted. */
interface CaughtMail {
  /** From the envelope. */
  readonly from: string;
  readonly to: readonly string[];
  /** As it came. */
  readonly raw: Buffer;
  readonly file: string;
}

export interface MailCatcher {
  /** `smtp://127.0.0.1:PORT` */
  readonly url: string;
  readonly directory: string;
  readonly received: readonly CaughtMail[];
  close(): Promise<void>;
}

/** When the connection breaks: before the mail is there, or when it is there and its sender has not been told. */
type HangUp = 'in-data' | 'after-data';

export interface MailCatcherOptions {
  readonly directory: string;
  readonly port?: number;
  /** Refuses a recipient: 4xx for later, 5xx for good; undefined lets it through. */
  readonly refuse?: (recipient: string) => number | undefined;
  /** Breaks the connection over a mail to this recipient; undefined does not. */
  readonly hangUp?: (recipient: string) => HangUp | undefined;
}

/** What is being handed over may end; who keeps a connection open does not hold us. */
const CLOSE_WITHIN_MS = 500;

/** Takes mails by SMTP on the loopback interface and leaves each in `directory`, numbered as they came; delivers none. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  const received: CaughtMail[] = [];
  const sockets = new Map<number, Socket>();
  let arrived = 0;
  const take = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const to = session.envelope.rcptTo.map(({ address }) => address);
    const hangUp = options.hangUp?.(to[0] ?? '');
    if (hangUp === 'in-data') {
      sockets.get(session.remotePort)?.destroy();
      return;
    }
    const raw = await wholeOf(stream);
    const file = join(directory, fileNameFor(++arrived, to[0] ?? ''));
    await writeFile(file, raw);
    const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
    received.push({ from, to, raw, file });
    if (hangUp === 'after-data') sockets.get(session.remotePort)?.destroy();
  };
  const server = new SMTPServer({
    closeTimeout: CLOSE_WITHIN_MS,
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = options.refuse?.(address);
      if (responseCode === undefined) return done();
      return done(Object.assign(new Error('Recipient refused'), { responseCode }));
    },
    onData: (stream, session, done) => {
      take(stream, session).then(() => done(), done);
    },
  });
  server.server.on('connection', (socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  // A connection that breaks is the sender's matter.
  server.on('error', () => undefined);
  const port = await listening(server, options.port ?? 0);
  return {
    url: `smtp://127.0.0.1:${port}`,
    directory,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function wholeOf(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

async function listening(server: SMTPServer, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the mail catcher has no port');
  return address.port;
}

function fileNameFor(number: number, recipient: string): string {
  const name = recipient.replace(/@.*$/, '').replace(/[^\w.-]/g, '_');
  return `${String(number).padStart(4, '0')}-${name}.eml`;
}
