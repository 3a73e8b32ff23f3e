import { z } from 'zod';
import { JOURNAL_EVENTS, TEAM_ROLES } from '../../model/portal/portal.ts';
import type { Database, Queryable, Row } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { documentOf } from '../database/shapes.ts';
import { Member, Moment, Params } from './columns.ts';
import type { JournalEntry, JournalStore } from './journal-store.ts';

const JOURNAL: StoredShape<JournalEntry> = {
  what: 'line of the journal',
  id: 'event',
  schema: z.object({
    at: Moment,
    member: Member.nullable(),
    event: z.enum(JOURNAL_EVENTS),
    params: Params,
    actor: z.object({ role: z.enum(TEAM_ROLES), member: Member }).nullable(),
  }),
};

export function insertEntry(
  within: Queryable,
  { at, member, event, params, actor }: JournalEntry,
): Promise<void> {
  return within.run(
    'INSERT INTO portal_journal (at, member, event, params, actor_role, actor) VALUES (?, ?, ?, ?, ?, ?)',
    ...[at, member, event, JSON.stringify(params), actor?.role ?? null, actor?.member ?? null],
  );
}

export function journalStore(database: Database): JournalStore {
  const read = (row: Row) => {
    const { at, member, event, params, actor_role: role, actor } = row;
    const stored = {
      ...{ at, member, event, params: documentOf(params) },
      actor: role === null ? null : { role, member: actor },
    };
    return readRow(stored, JOURNAL, database.noteOdd) ?? [];
  };
  return {
    note: (entry) => insertEntry(database, entry),
    noteAll: (entries) =>
      database.transaction(async (within) => {
        for (const entry of entries) await insertEntry(within, entry);
      }),
    of: async (member) =>
      (
        await database.all('SELECT * FROM portal_journal WHERE member = ? ORDER BY number DESC', member)
      ).flatMap(read),
    latest: async (most) =>
      (await database.all('SELECT * FROM portal_journal ORDER BY number DESC LIMIT ?', most)).flatMap(read),
  };
}
