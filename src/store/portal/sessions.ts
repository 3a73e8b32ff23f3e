import { z } from 'zod';
import type { Database } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { fields, Member, Moment } from './columns.ts';
import type { SessionStore, StoredSession } from './portal-store.ts';

const SESSION: StoredShape<StoredSession> = {
  what: 'session',
  id: 'member',
  schema: z.object({
    id: z.string(),
    member: Member,
    browser: z.string(),
    begunAt: Moment,
    seenAt: Moment,
  }),
};

export function sessionStore(database: Database): SessionStore {
  return {
    begin: ({ id, member, browser, begunAt, seenAt }, most) =>
      database.transaction(async (within) => {
        await within.run(
          'INSERT INTO portal_sessions (id, member, browser, begun_at, seen_at) VALUES (?, ?, ?, ?, ?)',
          ...[id, member, browser, begunAt, seenAt],
        );
        await within.run(
          `DELETE FROM portal_sessions WHERE member = ? AND id NOT IN (
             SELECT id FROM portal_sessions WHERE member = ? ORDER BY begun_at DESC, rowid DESC LIMIT ?)`,
          ...[member, member, most],
        );
      }),
    async get(id) {
      const row = await database.get('SELECT * FROM portal_sessions WHERE id = ?', id);
      return row === undefined ? null : readRow(fields(row), SESSION, database.noteOdd);
    },
    touch: async (id, at) =>
      await database.run('UPDATE portal_sessions SET seen_at = ? WHERE id = ?', at, id),
    end: async (id) => await database.run('DELETE FROM portal_sessions WHERE id = ?', id),
    endAll: async (member) => await database.run('DELETE FROM portal_sessions WHERE member = ?', member),
  };
}
