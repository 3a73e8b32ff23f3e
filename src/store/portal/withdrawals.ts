import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { MemberId } from '../../model/ids.ts';
import { memberId } from '../../model/ids.ts';
import type { Database } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { blankInRun, eraseFromRun, erasePerson, eraseTree } from '../forget/forget.ts';
import { hasLeft, noteErased, noteReturned, noteWithdrawn } from '../forget/left.ts';
import { fields, Member, Moment } from './columns.ts';
import { insertEntry } from './journal.ts';
import { queueNotices } from './notices.ts';
import type { WaitingKey, Withdrawal, WithdrawalStore } from './withdrawal-store.ts';

const KEY: StoredShape<WaitingKey> = {
  what: 'key to revoke',
  id: 'id',
  schema: z.object({
    id: z.string(),
    member: Member.nullable(),
    sealed: z.string(),
    since: Moment,
    nextAt: Moment,
  }),
};

export function withdrawalStore(database: Database): WithdrawalStore {
  return {
    withdraw: async ({ member, at, sealedKey, entry }) =>
      database.transaction(() => {
        noteWithdrawn(database, member, at);
        keepKey(database, member, { at, sealedKey });
        eraseTree(database, member);
        oweRuns(database, member, 'blank');
        insertEntry(database, entry);
      }),
    erase: async ({ member, at, sealedKey, until }) =>
      database.transaction(() => {
        erasePerson(database, member);
        noteErased(database, member, at, until);
        keepKey(database, null, { at, sealedKey });
        oweRuns(database, member, 'erase');
      }),
    hasLeft: async (member) => hasLeft(database, member),
    withdrawn: async () =>
      new Map(
        database
          .all('SELECT member, at FROM portal_withdrawals')
          .map(({ member, at }) => [memberId(String(member)), Number(at)] as const),
      ),
    returned: async (member, at) => database.transaction(() => noteReturned(database, member, at)),
    clearRuns: async () => database.transaction(() => clearOneRun(database)),
    keys: async () =>
      database
        .all('SELECT * FROM portal_revocations ORDER BY since, id')
        .flatMap((row) => readRow(fields(row), KEY, database.noteOdd) ?? []),
    postpone: async (id, nextAt) =>
      database.run('UPDATE portal_revocations SET next_at = ? WHERE id = ?', nextAt, id),
    destroy: async (id, { entry, notice }) =>
      database.transaction(() => {
        if (database.get('DELETE FROM portal_revocations WHERE id = ? RETURNING id', id) === undefined)
          return;
        if (entry !== null) insertEntry(database, entry);
        if (notice !== null) queueNotices(database, [notice]);
      }),
  };
}

/** Whoever takes it out of the vault tries it first; where that was cut off, it is due then. */
const FIRST_TRY_MS = 10_000;

function keepKey(
  database: Database,
  member: MemberId | null,
  { at, sealedKey }: Pick<Withdrawal, 'at' | 'sealedKey'>,
): void {
  if (sealedKey === null) return;
  database.run(
    'INSERT INTO portal_revocations (id, member, sealed, since, next_at) VALUES (?, ?, ?, ?, ?)',
    ...[randomBytes(16).toString('base64url'), member, sealedKey, at, at + FIRST_TRY_MS],
  );
}

/** What stored runs hold of the person goes run by run, so that the portal answers meanwhile. */
function oweRuns(database: Database, member: MemberId, how: 'blank' | 'erase'): void {
  database.run(
    `INSERT INTO portal_run_names (member, how, before_run)
     VALUES (?, ?, coalesce((SELECT max(id) + 1 FROM runs), 0))
     ON CONFLICT (member) DO UPDATE SET before_run = excluded.before_run,
       how = CASE how WHEN 'erase' THEN 'erase' ELSE excluded.how END`,
    ...[member, how],
  );
}

/** The newest run of which something is owed; false once nothing is. */
function clearOneRun(database: Database): boolean {
  const owed = database.get('SELECT member, how, before_run FROM portal_run_names LIMIT 1');
  if (owed === undefined) return false;
  const member = memberId(String(owed['member']));
  const run = database.get('SELECT max(id) AS id FROM runs WHERE id < ?', Number(owed['before_run']))?.['id'];
  if (typeof run !== 'number') {
    database.run('DELETE FROM portal_run_names WHERE member = ?', member);
    return true;
  }
  (owed['how'] === 'erase' ? eraseFromRun : blankInRun)(database, run, member);
  database.run('UPDATE portal_run_names SET before_run = ? WHERE member = ?', run, member);
  return true;
}
