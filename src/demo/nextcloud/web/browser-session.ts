import { randomBytes } from 'node:crypto';
import type { Asked } from '../http/request.ts';
import type { BrowserSession, Site } from '../world/site.ts';
import type { WorldUser } from '../world/world.ts';

const COOKIE = /(?:^|;\s*)nc_browser=([0-9a-f]+)/;
/** How long a password counts as just asked for. */
const CONFIRMED_MS = 30 * 60_000;

/** The session of the browser that asks, a new one where it has none. */
export function browserSessionOf(site: Site, asked: Asked): BrowserSession {
  const id = COOKIE.exec(asked.header('cookie') ?? '')?.[1] ?? '';
  return site.browsers.get(id) ?? begun(site, null);
}

/** Begins a session; the one before ends, but for the login flow that it is about. */
function begun(site: Site, before: BrowserSession | null): BrowserSession {
  const session: BrowserSession = {
    id: randomBytes(16).toString('hex'),
    requestToken: randomBytes(16).toString('hex'),
    signedIn: null,
    loginToken: before?.loginToken ?? null,
    stateToken: before?.stateToken ?? null,
  };
  if (before !== null) site.browsers.delete(before.id);
  site.browsers.set(session.id, session);
  return session;
}

export function cookieOf({ id }: BrowserSession): string {
  return `nc_browser=${id}; path=/; HttpOnly; SameSite=Lax`;
}

export function signOut(site: Site, session: BrowserSession): BrowserSession {
  site.browsers.delete(session.id);
  return begun(site, null);
}

/** A session signed in with a name and a password, or what the login form says instead. */
export type FormSignIn =
  | { readonly outcome: 'signed-in'; readonly session: BrowserSession }
  | { readonly outcome: 'wrong' | 'disabled' };

/**
 * Signs a browser in: by uid, login name or address. Its failures lock nobody out: the browser of a member has another
 * address than the program.
 */
export function signInByForm(
  site: Site,
  before: BrowserSession,
  { name, password }: { readonly name: string; readonly password: string },
): FormSignIn {
  const typed = name.trim().toLowerCase();
  const isName = ({ id, loginName }: WorldUser) => [id, loginName].some((one) => one.toLowerCase() === typed);
  const byName = site.world.users.find(isName);
  const user = byName ?? site.world.users.find(({ mail }) => mail !== null && mail.toLowerCase() === typed);
  if (user === undefined || !isPasswordOf(site, user, password)) return { outcome: 'wrong' };
  if (!user.enabled) return { outcome: 'disabled' };
  const session = begun(site, before);
  // The name as it was typed goes to the program; an address is replaced by the uid.
  const loginName = byName === undefined ? user.id : name.trim();
  session.signedIn = { uid: user.id, loginName, confirmedAt: site.now() };
  user.lastLogin = Math.floor(site.now() / 1000) * 1000;
  return { outcome: 'signed-in', session };
}

function isPasswordOf(site: Site, user: WorldUser, password: string): boolean {
  return password === (user.id === site.world.admin.id ? site.world.admin.password : site.memberPassword);
}

/** Whether the password was asked for in the last half hour, or just now. */
export function confirms(site: Site, session: BrowserSession, password: string | null): boolean {
  const { signedIn } = session;
  const user = site.world.users.find(({ id }) => id === signedIn?.uid);
  if (signedIn === null || user === undefined) return false;
  if (password !== null && isPasswordOf(site, user, password)) signedIn.confirmedAt = site.now();
  return site.now() - signedIn.confirmedAt <= CONFIRMED_MS;
}
