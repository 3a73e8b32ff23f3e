import { createHmac, hkdfSync } from 'node:crypto';
import { tokenHash } from '../model/ids.ts';
import { reveal, type Secret } from '../model/secret.ts';
import type { HashToken } from '../model/share.ts';

const KEY_BYTES = 32;
const HASH_BYTES = 16;
const NAME_BYTES = 6;

/** The key by which tokens of public links are hashed, made of the vault key. */
export function registerKey(vaultKey: Secret): Uint8Array {
  return new Uint8Array(
    hkdfSync('sha256', reveal(vaultKey), '', 'menage register of public links', KEY_BYTES),
  );
}

/**
 * Hashes tokens by a key (HMAC-SHA-256): short tokens that people chose could be guessed from a plain hash. The hash begins
 * with the key's name, so that one of another key is never taken for one of another link.
 */
export function tokenHasher(key: Uint8Array): HashToken {
  const name = keyed(key, 'name of the key', NAME_BYTES);
  return (token) => tokenHash(`${name}.${keyed(key, `token ${token}`, HASH_BYTES)}`);
}

function keyed(key: Uint8Array, text: string, bytes: number): string {
  return createHmac('sha256', key).update(text).digest().subarray(0, bytes).toString('base64url');
}
