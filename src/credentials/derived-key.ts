import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { reveal, type Secret, secret } from '../model/secret.ts';

/** What a key derived from the vault key is for: each purpose has a key of its own (RFC 5869). */
export type KeyPurpose = 'portal-link' | 'portal-form' | 'portal-id' | 'portal-sealed' | 'share-token';

export type DerivedKey = Uint8Array & { readonly purpose?: KeyPurpose };

const KEY_BYTES = 32;

/** A key of 32 bytes for one purpose: HKDF-SHA-256 of the vault key, with the purpose as info. */
export function derivedKey(vaultKey: Secret, purpose: KeyPurpose): DerivedKey {
  return new Uint8Array(hkdfSync('sha256', reveal(vaultKey), 'menage', purpose, KEY_BYTES));
}

/** HMAC-SHA-256 of a text, its first `bytes` bytes. */
export function keyedHash(key: DerivedKey, text: string | Uint8Array, bytes = 32): Uint8Array {
  return new Uint8Array(createHmac('sha256', key).update(text).digest().subarray(0, bytes));
}

/** A text that whoever lacks the key cannot make: base64url of 32 bytes. */
export function derivedText(key: DerivedKey, text: string): string {
  return Buffer.from(keyedHash(key, text)).toString('base64url');
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a small secret for the store (AES-256-GCM): base64url of nonce, tag and text. */
export function sealText(key: DerivedKey, text: Secret): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const body = Buffer.concat([cipher.update(reveal(text), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url');
}

/** Decrypts what `sealText` made; null where it was changed, cut, or made with another key. */
export function unsealText(key: DerivedKey, sealed: string): Secret | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    const body = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
    return secret(Buffer.concat([body, decipher.final()]).toString('utf8'));
  } catch {
    return null;
  }
}
