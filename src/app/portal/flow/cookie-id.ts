import { createHash } from 'node:crypto';

/** SHA-256 of a cookie, hex: what the store keeps of it. */
export function cookieId(value: string): string {
  return createHash('sha256').update(value).digest('hex');
}
