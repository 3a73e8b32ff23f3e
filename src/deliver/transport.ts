import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { messageOf } from '../model/errors.ts';
import type { OutgoingMail } from '../model/mail.ts';
import { needsSmtpUtf8, withAsciiDomain } from '../model/text/mail-address.ts';
import { composeEml } from './compose.ts';
import { type Fault, faultOf, type SmtpFailure } from './smtp-fault.ts';
import { openSession, type SmtpSession, type SmtpSettings } from './smtp-session.ts';

/**
 * How a hand-over ended. "deferred" may be tried again; "refused": for good, for its recipient or its text; "doubtful":
 * the whole mail was out when the connection broke, so it may have arrived, and is not sent again.
 */
export interface HandOver {
  readonly outcome: 'sent' | 'deferred' | 'refused' | 'doubtful';
  /** The server's last words, or what broke. */
  readonly reply: string;
  /** Whose fault it was; null when it was sent. */
  readonly fault: Fault | null;
  /** The reply code of a failure; null where no reply came. */
  readonly code: number | null;
  /** Whether the failure came after login and sender were taken: then another recipient may fare better. */
  readonly letIn: boolean;
}

export interface MailTransport {
  /** Tells one mail server, login and sender from another, without the password: see `Delivery.via`. */
  readonly fingerprint: string;
  /**
   * Hands one mail to the server; never throws for what the server or the network does.
   * @param beforeText called once sender and recipient are accepted, before the first byte of the mail goes: until
   * then it cannot have arrived. What it throws is thrown, and the mail does not go.
   * @param patienceMs how long it may take until the server has let us in.
   */
  send(mail: OutgoingMail, beforeText?: () => Promise<void>, patienceMs?: number): Promise<HandOver>;
  /** Connects and logs in without sending: null when that works, else why not. For the doctor. */
  verify(): Promise<string | null>;
}

const PATIENCE_MS = 10_000;

/**
 * A transport that opens one connection per mail, so that a broken one costs one mail at most.
 * @param from the sender of all mails.
 */
export function smtpTransport(settings: SmtpSettings & { readonly from?: string }): MailTransport {
  return {
    fingerprint: fingerprintOf(settings),
    async send(mail, beforeText = async () => {}, patienceMs = PATIENCE_MS) {
      const to = withAsciiDomain(mail.to);
      if (to === null) return refusedFor('The domain of the address cannot be one.');
      const body = trackedBody(await composeEml(mail), beforeText);
      try {
        const session = await openSession(settings, patienceMs);
        const from = senderOf(mail);
        if (!session.takesUtf8 && (needsSmtpUtf8(to) || needsSmtpUtf8(from))) {
          session.connection.quit();
          return needsSmtpUtf8(from) ? noUtf8Sender() : refusedFor(NO_UTF8);
        }
        const reply = await handedOver(session, { from, to: [to] }, body.stream);
        return { outcome: 'sent', reply, fault: null, code: null, letIn: true };
      } catch (error) {
        if (body.problem() !== null) throw body.problem();
        return failed(failureIn(error), body.wasTaken());
      }
    },
    async verify() {
      try {
        const { connection } = await openSession(settings, PATIENCE_MS);
        connection.close();
        return null;
      } catch (error) {
        return messageOf(error);
      }
    },
  };
}

/** A hash of what is no secret: only whether it is the same as before is ever asked. */
function fingerprintOf({ address, password, from = '' }: SmtpSettings & { readonly from?: string }): string {
  const identity = JSON.stringify([address, password === null ? 'no login' : 'login', from]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 16);
}

function refusedFor(reply: string): HandOver {
  return { outcome: 'refused', reply, fault: 'person', code: null, letIn: true };
}

const NO_UTF8 =
  'The address has letters beyond ASCII before the @, and the mail server takes none there (no SMTPUTF8).';

function noUtf8Sender(): HandOver {
  const reply = `${NO_UTF8} Name another sender in mail.from.`;
  return { outcome: 'deferred', reply, fault: 'all', code: null, letIn: false };
}

function senderOf({ from }: OutgoingMail): string {
  const bare = addressOf(from);
  return withAsciiDomain(bare) ?? bare;
}

async function handedOver(
  { connection }: SmtpSession,
  envelope: SMTPConnection.Envelope,
  body: Readable,
): Promise<string> {
  try {
    const { response } = await new Promise<SMTPConnection.SentMessageInfo>((resolve, reject) => {
      connection.once('error', reject);
      connection.once('end', () => reject(new Error(closedBy(connection))));
      body.once('error', reject);
      connection.send(envelope, body, (error, info) => (error ? reject(error) : resolve(info)));
    });
    connection.quit();
    return response;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A server that hangs up may have said why. */
function closedBy({ lastServerResponse }: SMTPConnection): string {
  const isRefusal = typeof lastServerResponse === 'string' && /^[45]/.test(lastServerResponse);
  return `The mail server closed the connection${isRefusal ? `: ${lastServerResponse}` : '.'}`;
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
 * A reply code decides (RFC 5321: 4xx for now, 5xx for good); without one, whether the whole mail was out. What is not
 * the recipient's fault waits until it is mended, also after a 5xx.
 */
function failed(failure: SmtpFailure & { readonly message: string }, bodyTaken: boolean): HandOver {
  const fault = faultOf(failure);
  const { code, command, message } = failure;
  const letIn = command === 'RCPT TO' || command === 'DATA';
  const facts = { reply: message, fault, code, letIn };
  if (code === null) return { ...facts, outcome: bodyTaken ? 'doubtful' : 'deferred' };
  return { ...facts, outcome: code >= 500 && fault !== 'all' ? 'refused' : 'deferred' };
}

/** What an error of nodemailer says about the reply. */
function failureIn(error: unknown): SmtpFailure & { readonly message: string } {
  const fact = (key: string): unknown =>
    typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  const [code, reply, command] = [fact('responseCode'), fact('response'), fact('command')];
  return {
    code: typeof code === 'number' ? code : null,
    reply: typeof reply === 'string' ? reply : '',
    command: typeof command === 'string' ? command : '',
    message: messageOf(error),
  };
}

/** The bare address of `Name <address>`. */
export function addressOf(sender: string): string {
  return /<([^<>]+)>\s*$/.exec(sender)?.[1] ?? sender.trim();
}
