import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { networkFaultOf } from '../model/network/fault.ts';
import { isLoopback } from '../model/network/loopback.ts';
import { portOf, unreachedBecause } from '../model/network/unreached.ts';
import { capitalised, reasonSentence } from '../model/reasons/sentence.ts';
import { reveal, type Secret } from '../model/secret.ts';

export interface SmtpSettings {
  /** `smtp://user@host:port` or `smtps://…`; the password comes apart. */
  readonly address: string;
  readonly password: Secret | null;
  /** Allows mails without TLS to another machine; a password still goes through TLS alone. */
  readonly insecure: boolean;
}

/** A step that answers late is given up, milliseconds: a server may look at a mail for long. */
const SILENCE_MS = 60_000;
/** Mechanisms that we can log in with. */
const MECHANISMS = ['PLAIN', 'LOGIN', 'CRAM-MD5'];

/** A connection that was let in: greeted, secured, logged in. */
export interface SmtpSession {
  readonly connection: SMTPConnection;
  /** Whether it takes addresses with letters beyond ASCII before the @. */
  readonly takesUtf8: boolean;
}

/**
 * Connects and, where there is a password, logs in.
 * @param withinMs how long all of that may take.
 * @throws {Error} with what the server or the network said; with `responseCode` and `command` where it was a reply.
 */
export async function openSession(settings: SmtpSettings, withinMs: number): Promise<SmtpSession> {
  const connection = new SMTPConnection(connectionOptions(settings, withinMs));
  // What comes after the answer that counted (a reset behind a QUIT, say) must not end the program.
  connection.on('error', () => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new Error(
            `The mail server ${shownServer(settings)} did not greet us and let us in within ${Math.ceil(withinMs / 1000)} s.`,
          ),
        ),
      withinMs,
    );
  });
  try {
    await Promise.race([letIn(connection, settings), late]);
    return { connection, takesUtf8: listIn(connection, '_supportedExtensions').includes('SMTPUTF8') };
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function shownServer({ address }: SmtpSettings): string {
  const url = new URL(address);
  return `${url.hostname}:${portOf(url)}`;
}

function connectionOptions(
  { address, insecure }: SmtpSettings,
  withinMs: number,
): SMTPConnection.Options & { readonly dnsTimeout: number } {
  const url = new URL(address);
  const secure = url.protocol === 'smtps:';
  const local = isLoopback(url.hostname);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(portOf(url)),
    secure,
    requireTLS: !secure && !local && !insecure,
    // What goes to this very machine crosses no network, and nobody signs certificates for "localhost".
    tls: { minVersion: 'TLSv1.2', rejectUnauthorized: secure || !local },
    // Our own bound comes first: it says what was waited for.
    dnsTimeout: withinMs + 1_000,
    connectionTimeout: withinMs + 1_000,
    greetingTimeout: withinMs + 1_000,
    socketTimeout: SILENCE_MS,
  };
}

async function letIn(connection: SMTPConnection, { address, password }: SmtpSettings): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    connection.once('error', (error) => reject(withRemedy(error, address)));
    connection.connect((error) => (error ? reject(error) : resolve()));
  });
  if (password === null) return;
  const { username, hostname } = new URL(address);
  assertMayLogIn(connection, hostname);
  const credentials = { user: decodeURIComponent(username), pass: reveal(password) };
  await new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.login({ credentials }, (error) => (error ? reject(error) : resolve()));
  });
}

/** @throws {Error} when the password would leave in clear, or the server knows no way to log in that we know. */
function assertMayLogIn(connection: SMTPConnection, hostname: string): void {
  if (!connection.secure && !isLoopback(hostname)) {
    throw new Error(
      `The mail server ${hostname} offers no TLS, and a password leaves in clear for no other machine: ` +
        'use smtps://, or a mail server that wants no login.',
    );
  }
  const offered = listIn(connection, '_supportedAuth').filter((name) => MECHANISMS.includes(name));
  if (offered.length > 0) return;
  throw new Error(
    `The mail server ${hostname} offers no login by ${MECHANISMS.join(', ')}: ` +
      'take the password and the user out of the config if it wants none, or name its submission port (587 or 465).',
  );
}

/** A connection that did not come about, in words that say what to do. */
function withRemedy(error: Error, address: string): Error {
  const url = new URL(address);
  const peer = { service: 'mail', host: `the mail server ${url.hostname}`, port: portOf(url) } as const;
  const fault = networkFaultOf(error);
  if (fault !== null) {
    const phrase = unreachedBecause(fault, { ...peer, key: 'mail.transport' }, error);
    error.message = `Nothing was sent: ${reasonSentence([phrase])}.`;
  } else if (Reflect.get(error, 'command') === 'STARTTLS') {
    error.message =
      `${capitalised(peer.host)} could not be reached by TLS (STARTTLS), and nothing was sent: ${error.message}. ` +
      'Use smtps:// or a port with STARTTLS.';
  }
  return error;
}

/** What the server announced: nodemailer keeps it in fields that its types do not name. */
function listIn(connection: SMTPConnection, field: '_supportedExtensions' | '_supportedAuth') {
  const list: unknown = Reflect.get(connection, field);
  return Array.isArray(list) ? list.map(String) : [];
}
