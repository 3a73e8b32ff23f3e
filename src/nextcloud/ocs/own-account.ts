import { z } from 'zod';
import type { MemberId } from '../../model/ids.ts';
import { memberId } from '../../model/ids.ts';
import type { Session } from '../http/exchange.ts';
import { askOcs } from './request.ts';
import { listOf } from './rows.ts';

/** Whose account a login opens. */
export interface OwnAccount {
  readonly id: MemberId;
  /** Null where the server did not give them. */
  readonly groups: readonly string[] | null;
}

const Own = z.object({ id: z.string().min(1), groups: listOf(z.string()).optional() });

/**
 * Asks whose account this session is of: the id, which the login name need not be (LDAP).
 * @throws {RequestError}
 */
export async function readOwnAccount(session: Session): Promise<OwnAccount> {
  const { id, groups = null } = await askOcs(session, '/cloud/user', {}, Own);
  return { id: memberId(id), groups };
}
