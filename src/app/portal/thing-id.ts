import { type DerivedKey, keyedHash } from '../../credentials/derived-key.ts';
import type { MemberId } from '../../model/ids.ts';
import type { ThingKey } from '../../model/portal/answer.ts';

/** The id of a thing in addresses: the same for as long as the thing is there, of everybody another. */
export function thingId(key: DerivedKey, member: MemberId, thing: ThingKey): string {
  return Buffer.from(keyedHash(key, `thing\n${member}\n${thing}`, 12)).toString('base64url');
}
