import { z } from 'zod';
import { RequestError } from '../../model/errors.ts';
import type { Session } from '../http/exchange.ts';
import { isOwnCloud } from '../http/owncloud.ts';
import { askOcs } from './request.ts';
import { listOf } from './rows.ts';

/** What the server says of a group that no account is in: "denied": itself, that there is none of this name. */
export type GroupAnswer = 'empty' | 'has-members' | 'denied' | 'unknown';

const Members = z.object({ users: listOf(z.unknown()) });
/** "Not found" in the envelope: by the classes of old and of new. */
const NOT_FOUND = [404, 998];

/**
 * Asks for one group by its id, as the administrator: what a list lacks proves nothing.
 * @throws {RequestError} 'maintenance' alone.
 */
export async function askForGroup(session: Session, id: string): Promise<GroupAnswer> {
  // No segment of a path can be these, nor hold a slash or a zero byte.
  if (/^\.{0,2}$/.test(id) || /[/\\\0]/.test(id)) return 'unknown';
  try {
    const group = `/cloud/groups/${encodeURIComponent(id)}`;
    const path = isOwnCloud(session) ? group : `${group}/users`;
    const { users } = await askOcs(session, path, { limit: 1 }, Members);
    return users.length === 0 ? 'empty' : 'has-members';
  } catch (error) {
    if (!(error instanceof RequestError) || error.failure === 'maintenance') throw error;
    const isDenied = error.failure === 'not-found' && NOT_FOUND.includes(error.ocsCode ?? 0);
    return isDenied ? 'denied' : 'unknown';
  }
}

const Ids = z.object({ users: listOf(z.string()) });

/**
 * The ids of those in a group, as the administrator sees them.
 * @throws {RequestError}
 */
export async function readGroupMembers(session: Session, id: string): Promise<readonly string[]> {
  const group = `/cloud/groups/${encodeURIComponent(id)}`;
  const { users } = await askOcs(session, isOwnCloud(session) ? group : `${group}/users`, {}, Ids);
  return users;
}
