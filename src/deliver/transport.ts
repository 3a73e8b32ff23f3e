import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { messageOf } from '../errors.ts';
import { isLoopback } from '../model/loopback.ts';
import type { OutgoingMail } from '../model/mail.ts';
import { reveal, type Secret } from '../model/secret.ts';
import { composeEml } from './compose.ts';

/**
 * How a hand-over ended. "deferred" may be tried again; "refused", for its recipient or its text, not; "doubtful": the
 * whole mail was out when the connection broke, so it may have arrived, and is not sent again.
 */
export interface HandOver {
  readonly outcome: 'sent' | 'deferred' | 'refused' | 'doubtful';
  /** The server's last words, or what broke. */
  readonly reply: string;
}

export interface MailTransport {
  /**
   * Hands one mail to the server; never throws for what the server or the network does.
   * @param beforeText called once sender and recipient are accepted, before the first byte of the mail goes: until
   * then it cannot have arrived. What it throws is thrown, and the mail does not go.
   */
  send(mail: OutgoingMail, beforeText?: () => Promise<void>): Promise<HandOver>;
  /** Connects and logs in without sending: null when that works, else why not. For the doctor. */
  verify(): Promise<string | null>;
}

export interface SmtpSettings {
  /** `smtp://user@host:port` or `smtps://…`; the password comes apart. */
  readonly address: string;
  readonly password: Secret | null;
  /** Allows a connection without TLS to another machine. */
  readonly insecure: boolean;
}

const TIMEOUT_MS = 60_000;

/** A transport that opens one connection per mail, so that a broken one costs one mail at most. */
export function smtpTransport(settings: SmtpSettings): MailTransport {
  return {
    async send(mail, beforeText = async () => {}) {
      const body = trackedBody(await composeEml(mail), beforeText);
      const connection = new SMTPConnection(connectionOptions(settings));
      try {
        await opened(connection, settings);
        const { response } = await sent(
          connection,
          { from: addressOf(mail.from), to: [mail.to] },
          body.stream,
        );
        connection.quit();
        return { outcome: 'sent', reply: response };
      } catch (error) {
        connection.close();
        if (body.problem() !== null) throw body.problem();
        return { outcome: outcomeOf(error, body.wasTaken()), reply: messageOf(error) };
      }
    },
    async verify() {
      const connection = new SMTPConnection(connectionOptions(settings));
      try {
        await opened(connection, settings);
        return null;
      } catch (error) {
        return messageOf(error);
      } finally {
        connection.close();
      }
    },
  };
}

function connectionOptions({ address, insecure }: SmtpSettings): SMTPConnection.Options {
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const local = isLoopback(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !local && !insecure,
    ignoreTLS: !secure && local,
    tls: { minVersion: 'TLSv1.2' },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  };
}

/** Connects and, where there is a password, logs in. Rejects with what the connection says went wrong. */
async function opened(connection: SMTPConnection, { address, password }: SmtpSettings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  if (password === null) return;
  const credentials = { user: decodeURIComponent(new URL(address).username), pass: reveal(password) };
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.login({ credentials }, (error) => (error ? reject(error) : resolve()));
  });
}

function sent(connection: SMTPConnection, envelope: SMTPConnection.Envelope, body: Readable) {
  return new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
    connection.once('error', reject);
    connection.once('end', () => reject(new Error('The mail server closed the connection.')));
    body.once('error', reject);
    connection.send(envelope, body, (error, info) => (error ? reject(error) : resolve(info)));
  });
}

interface TrackedBody {
  readonly stream: Readable;
  wasTaken(): boolean;
  /** What kept the text from going; null when nothing did. */
  problem(): unknown;
}

/** The mail as a stream that knows whether it was read to its end: only then can it have arrived. */
function trackedBody(whole: Buffer, before: () => Promise<void>): TrackedBody {
  let taken = false;
  let problem: unknown = null;
  const stream = Readable.from(textAfter(before, whole));
  stream.once('end', () => {
    taken = true;
  });
  stream.once('error', (error) => {
    problem = error;
  });
  return { stream, wasTaken: () => taken, problem: () => problem };
}

async function* textAfter(before: () => Promise<void>, whole: Buffer): AsyncGenerator<Buffer> {
  await before();
  yield whole;
}

/**
 * A reply code decides (RFC 5321: 4xx for now, 5xx for good); without one, whether the whole mail was out. A 5xx to the
 * connection, the login or `MAIL FROM` speaks of us, not of the recipient: the mails wait until that is mended.
 */
function outcomeOf(error: unknown, bodyTaken: boolean): HandOver['outcome'] {
  const { code, command } = replyIn(error);
  if (code === null) return bodyTaken ? 'doubtful' : 'deferred';
  return code >= 500 && (command === 'RCPT TO' || command === 'DATA') ? 'refused' : 'deferred';
}

/** The reply code in an error of nodemailer, and the command (as it calls them) that was answered. */
function replyIn(error: unknown): { readonly code: number | null; readonly command: unknown } {
  if (typeof error !== 'object' || error === null || !('responseCode' in error))
    return { code: null, command: null };
  return {
    code: typeof error.responseCode === 'number' ? error.responseCode : null,
    command: 'command' in error ? error.command : null,
  };
}

/** The bare address of `Name <address>`. */
export function addressOf(sender: string): string {
  return /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();
}
