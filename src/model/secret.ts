import { inspect } from 'node:util';

const texts = new WeakMap<Secret, string>();

/** A password, token or key: prints as "[secret]" wherever it is logged, joined or serialised. */
export interface Secret {
  toString(): string;
  toJSON(): string;
  readonly [inspect.custom]: () => string;
}

/** Wraps a secret text; only `reveal` gives it back. */
export function secret(text: string): Secret {
  const hidden = () => '[secret]';
  const wrapped: Secret = Object.freeze({ toString: hidden, toJSON: hidden, [inspect.custom]: hidden });
  texts.set(wrapped, text);
  return wrapped;
}

/** The text of a secret; call it only where it leaves for its purpose. */
export function reveal(wrapped: Secret): string {
  const text = texts.get(wrapped);
  if (text === undefined) throw new TypeError('This is no secret made by secret().');
  return text;
}

/** What a member (or the administrator) logs in with. */
export interface Credential {
  /** May differ from the uid (LDAP). */
  readonly login: string;
  readonly password: Secret;
}
