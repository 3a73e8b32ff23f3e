import { z } from 'zod';
import { RequestError, type RequestFailure } from '../../model/errors.ts';
import { requestError } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import type { Answer, Session } from '../http/exchange.ts';
import { jsonOf } from './request.ts';
import { isStranger, readStatus } from './status.ts';

const Started = z.object({
  login: z.url(),
  poll: z.object({ token: z.string().min(1), endpoint: z.url() }),
});
const Granted = z.object({ loginName: z.string().min(1), appPassword: z.string().min(1) });

/** A login that waits for a member's consent in the browser; it lives 20 minutes. */
export interface LoginFlow {
  /** The address to hand to the member. */
  readonly login: string;
  /** By what is asked whether access was granted. */
  readonly ticket: FlowTicket;
  /** Asks once whether access was granted; null = not yet. */
  poll(): Promise<GrantedLogin | null>;
}

/** How the server is asked for the end of a login flow, by whoever has it. */
export interface FlowTicket {
  readonly token: string;
  readonly path: '/index.php/login/v2/poll' | '/login/v2/poll';
}

export interface GrantedLogin {
  readonly loginName: string;
  readonly appPassword: string;
}

/**
 * Login Flow v2 (Nextcloud manual; API notes, 6.3): begins a login for a member to confirm.
 * @param clientName what the server shows the member, and calls the app password; ASCII.
 */
export async function startLoginFlow(session: Session, clientName?: string): Promise<LoginFlow> {
  const start = '/index.php/login/v2';
  const headers = clientName === undefined ? {} : { headers: { 'User-Agent': clientName } };
  const started = await unlessOwnCloud(session, 'redirected', 'login.owncloud', () =>
    session.ask({ method: 'POST', path: start, ...headers }, (answer) => readJson(answer, start, Started)),
  );
  const path = new URL(started.poll.endpoint).pathname.includes('/index.php/')
    ? '/index.php/login/v2/poll'
    : '/login/v2/poll';
  const ticket: FlowTicket = { token: started.poll.token, path };
  return { login: ownAddress(started.login, session), ticket, poll: () => pollLoginFlow(session, ticket) };
}

/** Asks once whether the flow of a ticket was granted; null = not yet, over, or the answer was given before. */
export async function pollLoginFlow(
  session: Session,
  { token, path }: FlowTicket,
): Promise<GrantedLogin | null> {
  const body = `token=${encodeURIComponent(token)}`;
  try {
    return await session.ask({ method: 'POST', path, body }, (answer) => readJson(answer, path, Granted));
  } catch (error) {
    if (error instanceof RequestError && error.failure === 'not-found') return null;
    throw error;
  }
}

/** The landing page of the flow where the server stands in the web root though we reach it below a folder. */
const IN_WEB_ROOT = /^\/(?:index\.php\/)?login\/v2\/flow\//;

/**
 * The address as a browser writes it: no control character is left.
 * @throws {RequestError} where it leads elsewhere than to the server we asked: a member would log in there.
 */
function ownAddress(login: string, { origin, prefix }: Session): string {
  const { href, origin: named, pathname, username, password } = new URL(login);
  const isBelow = pathname.startsWith(`${prefix}/`) || IN_WEB_ROOT.test(pathname);
  if (named === origin && isBelow && username === '' && password === '') return href;
  throw requestError(
    'unexpected',
    because('login.elsewhere', { address: named + pathname, base: `${origin}${prefix}/` }),
    null,
  );
}

async function readJson<T>(answer: Answer, address: string, schema: z.ZodType<T>): Promise<T> {
  const read = schema.safeParse(await jsonOf(answer, address));
  if (read.success) return read.data;
  throw requestError('unexpected', because('answer.no-shape', { request: `POST ${address}` }), answer.status);
}

/** The app password that this session logs in with revokes itself: afterwards it is worth nothing. */
export async function revokeOwnAppPassword(session: Session): Promise<void> {
  await unlessOwnCloud(session, 'unexpected', 'revoke.owncloud', () =>
    session.ask({ method: 'DELETE', path: '/ocs/v2.php/core/apppassword' }, async () => undefined),
  );
}

/** What ownCloud has no request for: where it answers as it does to such a one, it is asked whether it is one, and that is the reason. */
async function unlessOwnCloud<T>(
  session: Session,
  failure: RequestFailure,
  reason: 'login.owncloud' | 'revoke.owncloud',
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure !== failure) throw error;
    const status = await readStatus(session).catch(() => null);
    if (status === null || isStranger(status) || status.product !== 'owncloud') throw error;
    throw requestError(failure, because(reason), error.status, { cause: error });
  }
}
