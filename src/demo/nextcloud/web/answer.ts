import { randomBytes, timingSafeEqual } from 'node:crypto';
import { type Answer, document } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { userNamed } from '../world/received.ts';
import type { BrowserSession, Site } from '../world/site.ts';
import type { WorldUser } from '../world/world.ts';
import { appPasswordsOf, endAppPassword } from './app-passwords.ts';
import { browserSessionOf, confirms, cookieOf, signInByForm, signOut } from './browser-session.ts';
import { flowOf, grantTo } from './flow.ts';
import {
  confirmPage,
  connectedPage,
  forbiddenPage,
  grantPage,
  landingPage,
  loginPage,
  securityPage,
} from './pages.ts';
import { binnedPage, thingPage } from './thing-page.ts';
import { changeThing, thingOf } from './things.ts';

/** What one request of a browser is answered from. */
interface Visit {
  readonly site: Site;
  readonly asked: Asked;
  readonly session: BrowserSession;
  readonly form: URLSearchParams;
}

const LOGIN_TOKEN = 'Votre jeton de connexion est invalide ou a expiré';
const STATE_TOKEN = 'Les jetons de statut ne correspondent pas';
const HOME = '/settings/user/security';
const HEADERS = {
  'cache-control': 'no-cache, no-store, must-revalidate',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
};

/**
 * The pages that a person opens in a browser: the login flow (landing, login, grant, done), the app passwords of the
 * account, and what the links of mails and reports lead to. They need no script. In French, as the cooperative's server is set.
 */
export function webPageAnswer(site: Site, asked: Asked): Answer {
  const session = browserSessionOf(site, asked);
  const form = new URLSearchParams(asked.body);
  if (asked.method === 'POST' && !isSame(form.get('requesttoken'), session.requestToken))
    return page(session, 412, forbiddenPage('CSRF check failed'));
  const visit: Visit = { site, asked, session, form };
  const [first, ...rest] = asked.segments.filter((name) => name !== 'index.php');
  if (first === 'login' && rest[0] === 'v2') return flowPage(visit, rest.slice(1));
  if (first === 'login' && rest.length === 0) return login(visit);
  if (first === 'logout' && asked.method === 'POST') return seeOther(signOut(site, session), '/login');
  const user = userNamed(site.world, session.signedIn?.uid ?? '');
  if (user === undefined) return toLogin(visit);
  return first === 'f' ? thing(visit, user, rest[0] ?? '') : security(visit, user);
}

function flowPage(visit: Visit, [step, loginToken]: readonly string[]): Answer {
  const { asked } = visit;
  if (step === 'flow' && asked.method === 'GET')
    return loginToken === undefined ? landing(visit) : opened(visit, loginToken);
  if (step === 'grant') return asked.method === 'GET' ? grant(visit) : granted(visit);
  return notFound(visit.session);
}

/** The address that the program handed out: from here on the flow stands in the session, not in the address. */
function opened({ site, asked, session }: Visit, loginToken: string): Answer {
  if (flowOf(site, loginToken) === null) return page(session, 403, forbiddenPage(LOGIN_TOKEN));
  session.loginToken = loginToken;
  return seeOther(session, `/login/v2/flow?${new URLSearchParams({ user: asked.query.get('user') ?? '' })}`);
}

function landing({ site, asked, session }: Visit): Answer {
  const flow = flowOf(site, session.loginToken);
  if (flow === null) return page(session, 403, forbiddenPage(LOGIN_TOKEN));
  const stateToken = randomBytes(32).toString('hex');
  session.stateToken = stateToken;
  const query = new URLSearchParams({ stateToken, user: asked.query.get('user') ?? '' });
  return page(session, 200, landingPage(flow.clientName, `/login/v2/grant?${query}`));
}

function grant({ site, asked, session }: Visit): Answer {
  const { stateToken, signedIn } = session;
  const user = userNamed(site.world, signedIn?.uid ?? '');
  if (user === undefined) {
    const to = `/login/v2/grant?${asked.query}`;
    const query = new URLSearchParams({ user: asked.query.get('user') ?? '', redirect_url: to });
    return seeOther(session, `/login?${query}`);
  }
  if (stateToken === null || !isSame(asked.query.get('stateToken'), stateToken))
    return page(session, 403, forbiddenPage(STATE_TOKEN));
  const flow = flowOf(site, session.loginToken);
  if (flow === null) return page(session, 403, forbiddenPage(LOGIN_TOKEN));
  const { id: uid, displayName } = user;
  return page(
    session,
    200,
    grantPage(session, { clientName: flow.clientName, displayName, uid, stateToken }),
  );
}

function granted({ site, session, form }: Visit): Answer {
  const { stateToken, signedIn } = session;
  if (signedIn === null) return seeOther(session, '/login');
  if (stateToken === null || !isSame(form.get('stateToken'), stateToken))
    return page(session, 403, forbiddenPage(STATE_TOKEN));
  const flow = flowOf(site, session.loginToken);
  if (flow === null) return page(session, 403, forbiddenPage(LOGIN_TOKEN));
  const password = form.get('password');
  if (!confirms(site, session, password))
    return page(session, 403, confirmPage(session, stateToken, password !== null));
  session.loginToken = null;
  session.stateToken = null;
  grantTo(site, flow, signedIn.uid, signedIn.loginName);
  return page(session, 200, connectedPage());
}

function login({ site, asked, session, form }: Visit): Answer {
  const to = ownAddress(asked.method === 'GET' ? asked.query.get('redirect_url') : form.get('redirect_url'));
  if (asked.method === 'GET') {
    if (session.signedIn !== null) return seeOther(session, to);
    const name = asked.query.get('user') ?? '';
    return page(session, 200, loginPage(session, { name, to, refused: null }));
  }
  const name = form.get('user') ?? '';
  const entered = signInByForm(site, session, { name, password: form.get('password') ?? '' });
  if (entered.outcome === 'signed-in') return seeOther(entered.session, to);
  return page(session, 401, loginPage(session, { name, to, refused: entered.outcome }));
}

/** To the login form, and back to what was asked for. */
function toLogin({ asked, session }: Visit): Answer {
  const to = `/${asked.segments.map(encodeURIComponent).join('/')}`;
  return seeOther(session, `/login?${new URLSearchParams({ redirect_url: to })}`);
}

function security({ site, asked, session, form }: Visit, user: WorldUser): Answer {
  if (asked.method === 'POST') {
    endAppPassword(site, user.id, form.get('revoke') ?? '');
    return seeOther(session, HOME);
  }
  return page(session, 200, securityPage(session, user.displayName, appPasswordsOf(site, user.id)));
}

/** A file or folder of the account, and what may be done about it. */
function thing({ site, asked, session, form }: Visit, user: WorldUser, fileId: string): Answer {
  const found = thingOf(site, user, fileId);
  if (found === null) return notFound(session);
  if (asked.method === 'POST') {
    const left = changeThing(site, user, found, form);
    return left ? seeOther(session, `/f/${fileId}`) : page(session, 200, binnedPage(found.path));
  }
  return page(session, 200, thingPage(session, found));
}

/** An address of this server, without its host; its first page in the place of any other. */
function ownAddress(given: string | null): string {
  return given !== null && /^\/(?![/\\])[\x21-\x7e]*$/.test(given) ? given : HOME;
}

function isSame(given: string | null, wanted: string): boolean {
  const bytes = Buffer.from(given ?? '');
  const expected = Buffer.from(wanted);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}

function page(session: BrowserSession, status: number, html: string): Answer {
  return document(status, 'text/html; charset=UTF-8', html, { ...HEADERS, 'set-cookie': cookieOf(session) });
}

function seeOther(session: BrowserSession, location: string): Answer {
  const headers = { ...HEADERS, location, 'set-cookie': cookieOf(session) };
  return document(303, 'text/html; charset=UTF-8', '', headers);
}

function notFound(session: BrowserSession): Answer {
  return page(session, 404, forbiddenPage('Page non trouvée'));
}
