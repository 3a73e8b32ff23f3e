import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type MemberId, memberId, runId } from '../../model/ids.ts';
import type { Database, Queryable } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { erasePerson, eraseTree } from '../forget/forget.ts';
import { hasLeft, leftAmong, noteErased, noteReturned, noteWithdrawn } from '../forget/left.ts';
import { blankInRun, eraseFromRun } from '../forget/stored-runs.ts';
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
    withdraw: ({ member, at, sealedKey, entry }) =>
      database.transaction(async (within) => {
        await noteWithdrawn(within, member, at);
        await keepKey(within, member, { at, sealedKey });
        await eraseTree(within, member);
        await oweRuns(within, member, 'blank');
        await insertEntry(within, entry);
      }),
    erase: ({ member, at, sealedKey, until }) =>
      database.transaction(async (within) => {
        await erasePerson(within, member);
        await noteErased(within, member, at, until);
        await keepKey(within, null, { at, sealedKey });
        await oweRuns(within, member, 'erase');
      }),
    hasLeft: (member) => hasLeft(database, member),
    leftAmong: (members) => leftAmong(database, members),
    withdrawn: async () =>
      new Map(
        (await database.all('SELECT member, at FROM portal_withdrawals')).map(
          ({ member, at }) => [memberId(String(member)), Number(at)] as const,
        ),
      ),
    returned: (member, at) => database.transaction((within) => noteReturned(within, member, at)),
    clearRuns: () => database.transaction(clearOneRun),
    keys: async () =>
      (await database.all('SELECT * FROM portal_revocations ORDER BY since, id')).flatMap(
        (row) => readRow(fields(row), KEY, database.noteOdd) ?? [],
      ),
    postpone: async (id, nextAt) =>
      await database.run('UPDATE portal_revocations SET next_at = ? WHERE id = ?', nextAt, id),
    destroy: (id, { entry, notice }) =>
      database.transaction(async (within) => {
        const gone = await within.get('DELETE FROM portal_revocations WHERE id = ? RETURNING id', id);
        if (gone === undefined) return;
        if (entry !== null) await insertEntry(within, entry);
        if (notice !== null) await queueNotices(within, [notice]);
      }),
  };
}

/** Whoever takes it out of the vault tries it first; where that was cut off, it is due then. */
const FIRST_TRY_MS = 10_000;

async function keepKey(
  within: Queryable,
  member: MemberId | null,
  { at, sealedKey }: Pick<Withdrawal, 'at' | 'sealedKey'>,
): Promise<void> {
  if (sealedKey === null) return;
  await within.run(
    'INSERT INTO portal_revocations (id, member, sealed, since, next_at) VALUES (?, ?, ?, ?, ?)',
    ...[randomBytes(16).toString('base64url'), member, sealedKey, at, at + FIRST_TRY_MS],
  );
}

/** What stored runs hold of the person goes run by run, so that the portal answers meanwhile. */
function oweRuns(within: Queryable, member: MemberId, how: 'blank' | 'erase'): Promise<void> {
  return within.run(
    `INSERT INTO portal_run_names (member, how, before_run)
     VALUES (?, ?, coalesce((SELECT max(id) + 1 FROM runs), 0))
     ON CONFLICT (member) DO UPDATE SET before_run = excluded.before_run,
       how = CASE portal_run_names.how WHEN 'erase' THEN 'erase' ELSE excluded.how END`,
    ...[member, how],
  );
}

/** The newest run of which something is owed; false once nothing is. */
async function clearOneRun(within: Queryable): Promise<boolean> {
  const owed = await within.get('SELECT member, how, before_run FROM portal_run_names LIMIT 1');
  if (owed === undefined) return false;
  const member = memberId(String(owed['member']));
  const run = (await within.get('SELECT max(id) AS id FROM runs WHERE id < ?', Number(owed['before_run'])))?.[
    'id'
  ];
  if (typeof run !== 'number') {
    await within.run('DELETE FROM portal_run_names WHERE member = ?', member);
    return true;
  }
  await (owed['how'] === 'erase' ? eraseFromRun : blankInRun)(within, runId(run), member);
  await within.run('UPDATE portal_run_names SET before_run = ? WHERE member = ?', run, member);
  return true;
}
