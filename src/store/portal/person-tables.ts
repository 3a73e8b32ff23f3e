import type { MemberId } from '../../model/ids.ts';
import type { Queryable } from '../database/database.ts';
import { documentOf } from '../database/shapes.ts';

/**
 * Tables of the portal whose rows belong to one person, by their column `member`: who is erased has none left in any of
 * them.
 */
export const PERSON_TABLES = [
  'portal_links',
  'portal_sessions',
  'portal_journal',
  'portal_notices',
  'portal_answers',
  'portal_messages',
  'portal_looks',
  'portal_people',
  'portal_withdrawals',
  'portal_run_names',
  'portal_flows',
  'portal_readings',
] as const;

/** What is left of a person in the rows of others: who decided or did something is no longer named. */
export async function eraseMentions(within: Queryable, member: MemberId): Promise<void> {
  // The key itself stays, encrypted, until it is revoked.
  await within.run('UPDATE portal_revocations SET member = NULL WHERE member = ?', member);
  await within.run("UPDATE portal_journal SET actor = '…' WHERE actor = ?", member);
  await eraseMention(within, 'portal_answers', 'decidedBy', member);
  await eraseMention(within, 'portal_messages', 'closedBy', member);
}

async function eraseMention(
  within: Queryable,
  table: 'portal_answers' | 'portal_messages',
  field: 'decidedBy' | 'closedBy',
  member: MemberId,
): Promise<void> {
  for (const { id, body } of await within.all(`SELECT id, body FROM ${table}`)) {
    const document = documentOf(body);
    if (typeof document !== 'object' || document === null) continue;
    if (new Map(Object.entries(document)).get(field) === member)
      await within.run(
        `UPDATE ${table} SET body = ? WHERE id = ?`,
        ...[JSON.stringify({ ...document, [field]: null }), String(id)],
      );
  }
}
