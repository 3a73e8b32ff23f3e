import { randomBytes } from 'node:crypto';
import { type Answer, davError } from './http/answer.ts';
import type { Asked } from './http/request.ts';
import { ocsAnswer, refusal } from './ocs/envelope.ts';
import { flavourOf, playsOwnCloud } from './world/flavour.ts';
import { userNamed } from './world/received.ts';
import type { Site } from './world/site.ts';
import type { WorldUser } from './world/world.ts';

export interface KnownSignIn {
  readonly outcome: 'known';
  readonly user: WorldUser;
  readonly secret: string;
  readonly cookie: string | null;
}

/** Who asks, or why that cannot be told. */
export type SignIn = KnownSignIn | { readonly outcome: 'nobody' | 'wrong' | 'disabled' | 'locked-out' };

const SESSION = /(?:^|;\s*)nc_session=([0-9a-f]+)/;
const MOST_FAILURES = 10;
const LAST_LOGIN_STEP_MS = 60_000;

/** The name and password of a request: Basic, or a bearer token without a name. */
export function credentialOf(asked: Asked): { readonly name: string | null; readonly secret: string } | null {
  const [scheme = '', value = ''] = (asked.header('authorization') ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return { name: null, secret: value };
  if (scheme.toLowerCase() !== 'basic') return null;
  const text = Buffer.from(value, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { name: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/**
 * Tells who asks. A session cookie of somebody else wins over the login, as it does on the server, which then shows an
 * empty tree; a request without a cookie begins a session. After more than ten failures nobody gets in.
 */
export function signIn(site: Site, asked: Asked): SignIn {
  const credential = credentialOf(asked);
  if (site.counters.failures > MOST_FAILURES) return { outcome: 'locked-out' };
  if (credential === null) return { outcome: 'nobody' };
  const user = holderOf(site, credential.secret);
  if (user === null || (credential.name !== null && !isNameOf(user, credential.name))) {
    site.counters.failures++;
    return { outcome: 'wrong' };
  }
  if (!user.enabled) return { outcome: 'disabled' };
  site.secrets.add(credential.secret);
  noteLogin(site, user);
  const { secret } = credential;
  const session = SESSION.exec(asked.header('cookie') ?? '')?.[1] ?? '';
  const sessionUser = userNamed(site.world, site.sessions.get(session) ?? '');
  if (sessionUser !== undefined) return { outcome: 'known', user: sessionUser, secret, cookie: null };
  const id = randomBytes(16).toString('hex');
  site.sessions.set(id, user.id);
  site.counters.sessions++;
  return { outcome: 'known', user, secret, cookie: `nc_session=${id}; path=/; HttpOnly; SameSite=Lax` };
}

/** Whose secret it is: an app password, one from a login flow, or the administrator's own password. */
function holderOf(site: Site, secret: string): WorldUser | null {
  const { world } = site;
  if (secret === world.admin.password) return userNamed(world, world.admin.id) ?? null;
  const flowed = site.tokens.get(secret);
  if (flowed !== undefined) return userNamed(world, flowed) ?? null;
  return world.users.find(({ appPassword }) => appPassword !== null && appPassword === secret) ?? null;
}

/** 31 takes another case, too. */
function isNameOf(user: WorldUser, name: string): boolean {
  const wanted = name.toLowerCase();
  return user.loginName.toLowerCase() === wanted || user.id.toLowerCase() === wanted;
}

/** From about 28 on each use of a token is a login, noted at most once a minute. */
function noteLogin(site: Site, user: WorldUser): void {
  const now = site.now();
  if (user.lastLogin !== null && now - user.lastLogin < LAST_LOGIN_STEP_MS) return;
  user.lastLogin = Math.floor(now / 1000) * 1000;
}

/** The token that comes with the request is good no more. */
export function revoke(site: Site, user: WorldUser, secret: string): void {
  site.tokens.delete(secret);
  if (user.appPassword === secret) user.appPassword = null;
}

const NO_BASIC =
  "No 'Authorization: Basic' header found. Either the client didn't send one, or the server is misconfigured";
const NO_BEARER =
  "No 'Authorization: Bearer' header found. Either the client didn't send one, or the server is mis-configured";
const WRONG = 'Username or password was incorrect';
const REALM = { 'www-authenticate': 'Basic realm="Nextcloud", charset="UTF-8"' };

/** The answer to a refused login, by DAV and by OCS. */
export function refusedSignIn(
  site: Site,
  asked: Asked,
  outcome: Exclude<SignIn['outcome'], 'known'>,
): Answer {
  const { disabledAccount, refusedLogin, refusesByAccept } = flavourOf(site.world);
  if (outcome === 'disabled' && playsOwnCloud(site.world)) return refusedByOwnCloud(asked, disabledAccount);
  if (asked.segments[0] === 'ocs') return refusedByOcs(asked, !refusesByAccept, outcome);
  if (outcome === 'locked-out') return tooManyRequests();
  if (outcome === 'disabled') {
    return davError(503, 'Sabre\\DAV\\Exception\\ServiceUnavailable', disabledAccount);
  }
  const basic = outcome === 'wrong' ? WRONG : NO_BASIC;
  const message = `${refusedLogin}${basic}, ${NO_BEARER}, ${basic}`;
  return davError(401, 'Sabre\\DAV\\Exception\\NotAuthenticated', message, REALM);
}

function refusedByOwnCloud(asked: Asked, message: string): Answer {
  return asked.segments[0] === 'ocs'
    ? ocsAnswer(asked, refusal(997, message, 401))
    : davError(401, 'Sabre\\DAV\\Exception\\NotAuthenticated', message);
}

function refusedByOcs(
  asked: Asked,
  formatAlone: boolean,
  outcome: Exclude<SignIn['outcome'], 'known'>,
): Answer {
  if (outcome === 'locked-out') return ocsAnswer(asked, refusal(429, 'Reached maximum delay'));
  if (outcome === 'nobody')
    return ocsAnswer(asked, refusal(997, 'Current user is not logged in', 401), {}, formatAlone);
  const realm = { 'www-authenticate': 'Basic realm="Authorisation Required"' };
  return ocsAnswer(asked, refusal(997, 'Unauthorised', 401), realm, formatAlone);
}

function tooManyRequests(): Answer {
  const body =
    '<?xml version="1.0" encoding="utf-8"?>\n<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns" xmlns:o="http://owncloud.org/ns">\n  <s:exception>OCA\\DAV\\Connector\\Sabre\\Exception\\TooManyRequests</s:exception>\n  <s:message/>\n  <o:hint xmlns:o="o:">too many requests</o:hint>\n</d:error>\n';
  return { ...davError(429, '', ''), body };
}
