import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { NOTICE_KINDS } from '../../model/portal/portal.ts';
import type { Database, Row } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { documentOf } from '../database/shapes.ts';
import { DELIVERY_STATES } from '../delivery.ts';
import { fields, Member, Moment, Params } from './columns.ts';
import type { Notice, NoticeStore } from './portal-store.ts';

const NOTICE: StoredShape<Notice> = {
  what: 'notice',
  id: 'kind',
  schema: z.object({
    id: z.string(),
    kind: z.enum(NOTICE_KINDS),
    member: Member.nullable(),
    recipient: z.string().nullable(),
    key: z.string(),
    params: Params,
    dueAt: Moment,
    state: z.enum(DELIVERY_STATES),
    attempts: z.number().int(),
    lastAttemptAt: Moment.nullable(),
    lastReply: z.string().nullable(),
  }),
};

export function noticeStore(database: Database): NoticeStore {
  const read = (row: Row) =>
    readRow({ ...fields(row), params: documentOf(row['params']) }, NOTICE, database.noteOdd) ?? [];
  const there = (id: string) => database.get('SELECT state FROM portal_notices WHERE id = ?', id)?.['state'];
  return {
    queue: async (notices) =>
      database.transaction(() => {
        const isNew = ({ key }: { readonly key: string }) =>
          database.get('SELECT 1 FROM portal_notices WHERE key = ?', key) === undefined;
        let added = 0;
        for (const notice of notices) {
          if (!isNew(notice)) continue;
          added++;
          const { kind, member, recipient, key, params, dueAt } = notice;
          database.run(
            `INSERT INTO portal_notices (id, kind, member, recipient, key, params, due_at, state, attempts)
             VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 0)`,
            ...[randomBytes(16).toString('base64url'), kind, member, recipient, key],
            ...[JSON.stringify(params), dueAt],
          );
        }
        return added;
      }),
    list: async (member) =>
      (member === undefined
        ? database.all('SELECT * FROM portal_notices ORDER BY rowid DESC')
        : database.all('SELECT * FROM portal_notices WHERE member = ? ORDER BY rowid DESC', member)
      ).flatMap(read),
    due: async (at) =>
      database
        .all(
          "SELECT * FROM portal_notices WHERE state IN ('queued', 'deferred') AND due_at <= ? ORDER BY due_at, rowid",
          at,
        )
        .flatMap(read),
    mark: async (id, from, state, at, reply) =>
      database.transaction(() => {
        if (there(id) !== from) return false;
        database.run(
          `UPDATE portal_notices SET state = ?, last_attempt_at = ?, last_reply = ?,
             attempts = attempts + ? WHERE id = ?`,
          ...[state, at, reply, state === 'handing-over' ? 1 : 0, id],
        );
        return true;
      }),
  };
}
