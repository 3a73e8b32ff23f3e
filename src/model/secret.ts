import { inspect } from 'node:util';
import type { Right } from './coverage.ts';
import type { MemberId } from './ids.ts';
import { isSameText } from './text/same-text.ts';
import type { UtcMs } from './units.ts';

const texts = new WeakMap<Secret, string>();

/** A password, token or key: prints as "[secret]" wherever it is logged, joined or serialised. */
export interface Secret {
  toString(): string;
  toJSON(): string;
  readonly [inspect.custom]: () => string;
}

/** Wraps a secret text; only `reveal` gives it back. */
export function secret(text: string): Secret {
  const wrapped: Secret = Object.freeze({ toString: hidden, toJSON: hidden, [inspect.custom]: hidden });
  texts.set(wrapped, text);
  return wrapped;
}

function hidden(): string {
  return '[secret]';
}

/** The text of a secret; call it only where it leaves for its purpose. */
export function reveal(wrapped: Secret): string {
  const text = texts.get(wrapped);
  if (text === undefined) throw new TypeError('This is no secret made by secret().');
  return text;
}

/** As `isSameText`. */
export function isSameSecret(one: Secret, other: Secret): boolean {
  return isSameText(reveal(one), reveal(other));
}

/** What a member (or the administrator) logs in with. */
export interface Credential {
  /** May differ from the uid (LDAP). */
  readonly login: string;
  readonly password: Secret;
}

/** What menage is called at a server's AppAPI. */
export const APP_ID = 'menage';
/** The same for ever: a higher one in a request would overwrite the registered one. */
export const APP_VERSION = '1.0.0';

/** A registration with a server's AppAPI: its secret opens every account. */
export interface AppApiRegistration {
  readonly secret: Secret;
  readonly registeredAt: UtcMs;
}

/** Asking for somebody by the registration. */
export interface AppApiLogin {
  readonly appSecret: Secret;
  /** The exact uid, never a login name; '' = for no account, as the probe asks. */
  readonly uid: MemberId | '';
}

/** What a request may be sent with; never two kinds at once. */
export type Login = Credential | AppApiLogin;

export function isAppApi(login: Login | null): login is AppApiLogin {
  return login !== null && 'appSecret' in login;
}

export function rightOf(login: Login): Right {
  return isAppApi(login) ? 'appapi' : 'own';
}
