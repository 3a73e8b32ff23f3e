import { randomBytes } from 'node:crypto';
import { type AppAsking, appAsking } from './appapi/asking.ts';
import type { Asked } from './http/request.ts';
import { userBy, userNamed } from './world/received.ts';
import type { Site } from './world/site.ts';
import type { WorldUser } from './world/world.ts';

export interface KnownSignIn {
  readonly outcome: 'known';
  readonly user: WorldUser;
  readonly secret: string;
  readonly cookie: string | null;
  /** Asked for by an external app. */
  readonly byApp: boolean;
}

export interface Refused {
  readonly outcome: 'nobody' | 'wrong' | 'disabled' | 'locked-out' | 'app-locked-out' | 'other-case';
  /** Whom the answer names all the same. */
  readonly named?: string;
}

/** An external app that asks for itself. */
interface AppItself {
  readonly outcome: 'app';
  readonly isEnabled: boolean;
}

/** Who asks, or why that cannot be told. */
export type SignIn = KnownSignIn | AppItself | Refused;

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
 * empty tree; a request without a cookie begins a session. After more than ten failures nobody gets in. AppAPI comes first;
 * where it refuses, a login beside it is taken.
 */
export function signIn(site: Site, asked: Asked): SignIn {
  const app = appAsking(site, asked);
  return (app === null ? null : signInOfApp(site, asked, app)) ?? signInByLogin(site, asked);
}

/** Whom an external app may act for; null where the request is left to its login. */
function signInOfApp(site: Site, asked: Asked, app: AppAsking): SignIn | null {
  if (app.outcome === 'locked-out') return { outcome: 'app-locked-out' };
  if (app.outcome === 'refused') return null;
  if (app.outcome === 'app') return app;
  const { user } = app;
  const byDav = asked.segments[0] === 'remote.php';
  // DAV takes either of two logins: it shows the tree of the one that was asked for.
  const owner = userNamed(site.world, asked.segments[3] ?? '');
  if (byDav && owner !== user && holderOf(site, credentialOf(asked)?.secret ?? '') === owner) return null;
  if (byDav && !app.isExact) return { outcome: 'other-case' };
  if (!byDav && !user.enabled) return { outcome: 'nobody', named: user.id };
  if (user.lastLogin === null) site.appApi.homesMade.add(user.id);
  site.counters.sessions++;
  // The session of an app lets nobody in without the app's secret: it is not kept.
  return {
    outcome: 'known',
    user,
    secret: '',
    cookie: cookieOf(randomBytes(16).toString('hex')),
    byApp: true,
  };
}

function cookieOf(session: string): string {
  return `nc_session=${session}; path=/; HttpOnly; SameSite=Lax`;
}

function signInByLogin(site: Site, asked: Asked): SignIn {
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
  site.lastUses.set(credential.secret, site.now());
  noteLogin(site, user);
  const { secret } = credential;
  const session = SESSION.exec(asked.header('cookie') ?? '')?.[1] ?? '';
  const sessionUser = userNamed(site.world, site.sessions.get(session) ?? '');
  if (sessionUser !== undefined)
    return { outcome: 'known', user: sessionUser, secret, cookie: null, byApp: false };
  const id = randomBytes(16).toString('hex');
  site.sessions.set(id, user.id);
  site.counters.sessions++;
  return { outcome: 'known', user, secret, cookie: cookieOf(id), byApp: false };
}

/** Whose secret it is: an app password, one from a login flow, or the administrator's own password. */
function holderOf(site: Site, secret: string): WorldUser | null {
  const { world } = site;
  if (secret === world.admin.password) return userNamed(world, world.admin.id) ?? null;
  const granted = site.tokens.get(secret);
  if (granted !== undefined) return userNamed(world, granted.uid) ?? null;
  return userBy(world, 'secret', secret) ?? null;
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

/** Neither by an external app nor by the account's own password, which no request ends. */
export function isByAppPassword({ world }: Site, { byApp, secret }: KnownSignIn): boolean {
  return !byApp && secret !== world.admin.password;
}
