import { cookieId } from '../../app/portal/flow/cookie-id.ts';
import { keyedHash } from '../../credentials/derived-key.ts';
import type { MemberId } from '../../model/ids.ts';
import { timerMs } from '../../model/units.ts';
import type { Portal } from '../portal.ts';

const IDLE_MS = 20 * 60_000;
/** A page needs no write of its own: a session ends this much early at most. */
const TOUCH_AFTER_MS = 30_000;

/** A session that holds now. */
export interface Session {
  readonly id: string;
  readonly member: MemberId;
  readonly begunAt: number;
}

/** The session of a cookie; null where there is none, or it is over. Notes that it was used. */
export async function sessionOf(
  { store, context, settings }: Portal,
  value: string | null,
): Promise<Session | null> {
  if (value === null) return null;
  const session = await store.portal.sessions.get(cookieId(value));
  if (session === null) return null;
  const now = context.now();
  const { id, member, begunAt, seenAt } = session;
  if (now - begunAt > timerMs(settings.session) || now - seenAt > IDLE_MS) {
    await store.portal.sessions.end(id);
    return null;
  }
  if (now - seenAt >= TOUCH_AFTER_MS) await store.portal.sessions.touch(id, now);
  return { id, member, begunAt };
}

/** The form token of a session, link or flow: HMAC of what only its browser sends. */
export function formToken({ keys }: Pick<Portal, 'keys'>, basis: string): string {
  return Buffer.from(keyedHash(keys.form, basis, 16)).toString('base64url');
}
