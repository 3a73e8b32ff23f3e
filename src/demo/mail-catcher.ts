import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

/** A mail that was accepted. */
export interface CaughtMail {
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

export interface MailCatcherOptions {
  readonly directory: string;
  readonly port?: number;
  /** Refuses a recipient: 4xx for later, 5xx for good; undefined lets it through. */
  readonly refuse?: (recipient: string) => number | undefined;
}

/** Takes mails by SMTP on the loopback interface and leaves each in `directory`, numbered as they came; delivers none. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { directory } = options;
  await mkdir(directory, { recursive: true });
  const received: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _session, done) => {
      const responseCode = options.refuse?.(address);
      if (responseCode === undefined) return done();
      return done(Object.assign(new Error('Recipient refused'), { responseCode }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const from = session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address;
        const to = session.envelope.rcptTo.map(({ address }) => address);
        const file = join(directory, fileNameFor(received.length + 1, to[0] ?? ''));
        const raw = Buffer.concat(chunks);
        received.push({ from, to, raw, file });
        writeFile(file, raw).then(() => done(), done);
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the mail catcher has no port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    directory,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function fileNameFor(number: number, recipient: string): string {
  const name = recipient.replace(/@.*$/, '').replace(/[^\w.-]/g, '_');
  return `${String(number).padStart(4, '0')}-${name}.eml`;
}
