import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { LINK_KINDS, type LinkKind } from '../model/portal/portal.ts';
import type { UtcMs } from '../model/units.ts';
import { type DerivedKey, keyedHash } from './derived-key.ts';

/** A token as it was made: genuine, though perhaps over. */
export interface OpenedToken {
  readonly kind: LinkKind;
  /** Names the link in the store: SHA-256 of its random bytes, in hex. The store cannot make a token of it. */
  readonly id: string;
  readonly expiresAt: UtcMs;
}

const VERSION = 1;
const RANDOM_BYTES = 16;
const MAC_BYTES = 16;
/** Version, kind, random bytes, expiry in seconds as six bytes. */
const BODY_BYTES = 2 + RANDOM_BYTES + 6;
const LENGTH = Math.ceil(((BODY_BYTES + MAC_BYTES) * 4) / 3);

/** Makes the token T of a link: base64url of version, kind, 16 random bytes, expiry and 16 bytes of HMAC-SHA-256. */
export function makeToken(
  key: DerivedKey,
  kind: LinkKind,
  expiresAt: UtcMs,
): { readonly token: string; readonly id: string } {
  const random = randomBytes(RANDOM_BYTES);
  const body = Buffer.alloc(BODY_BYTES);
  body.writeUInt8(VERSION, 0);
  body.writeUInt8(LINK_KINDS.indexOf(kind), 1);
  random.copy(body, 2);
  body.writeUIntBE(Math.floor(expiresAt / 1000), 2 + RANDOM_BYTES, 6);
  const token = Buffer.concat([body, keyedHash(key, body, MAC_BYTES)]).toString('base64url');
  return { token, id: idOf(random) };
}

/**
 * Reads a token; null where it is forged, cut or spelt otherwise than we spell it. The MAC is compared in constant time,
 * before anything else is looked at.
 */
export function openToken(key: DerivedKey, token: string): OpenedToken | null {
  const read = Buffer.from(token.length === LENGTH ? token : '', 'base64url');
  // What has another length takes the same way to its end.
  const bytes = read.length === BODY_BYTES + MAC_BYTES ? read : Buffer.alloc(BODY_BYTES + MAC_BYTES);
  const body = Buffer.alloc(BODY_BYTES);
  bytes.copy(body);
  const mac = Buffer.alloc(MAC_BYTES);
  bytes.subarray(BODY_BYTES).copy(mac);
  const isGenuine = timingSafeEqual(mac, keyedHash(key, body, MAC_BYTES));
  if (!isGenuine || bytes.toString('base64url') !== token || body.readUInt8(0) !== VERSION) return null;
  const kind = LINK_KINDS[body.readUInt8(1)];
  if (kind === undefined) return null;
  const expiresAt = body.readUIntBE(2 + RANDOM_BYTES, 6) * 1000;
  return { kind, id: idOf(body.subarray(2, 2 + RANDOM_BYTES)), expiresAt };
}

function idOf(random: Uint8Array): string {
  return createHash('sha256').update(random).digest('hex');
}
