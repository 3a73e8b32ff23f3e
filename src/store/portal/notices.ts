import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { LINK_KINDS, type NoticeKind, type NoticeParams } from '../../model/portal/portal.ts';
import type { Database, Queryable, Row } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { documentOf } from '../database/shapes.ts';
import { DELIVERY_STATES } from '../delivery.ts';
import { fields, Member, Moment } from './columns.ts';
import type { NewNotice, Notice, NoticeOf, NoticeStore } from './portal-store.ts';

const OfKey = z.object({ keyName: z.string() });

const PARAMS = {
  invitation: z.object({ reminder: z.number().int(), round: z.number().int() }),
  'sign-in': z.object({ page: z.string() }),
  'renewed-link': z.object({ link: z.enum(LINK_KINDS) }),
  'access-given': OfKey,
  'key-left': OfKey,
  'key-revoked': OfKey,
  'answer-decided': z.object({ answer: z.string() }),
  'message-to-referent': z.object({ message: z.string() }),
  'wrong-accounts': z.object({ tries: z.number().int() }),
} as const satisfies { readonly [Kind in NoticeKind]: z.ZodType<NoticeParams[Kind]> };

function shapeOf<Kind extends NoticeKind>(kind: Kind, params: z.ZodType<NoticeParams[Kind]>) {
  return z.object({
    id: z.string(),
    kind: z.literal(kind),
    member: Member.nullable(),
    recipient: z.string().nullable(),
    key: z.string(),
    params,
    dueAt: Moment,
    state: z.enum(DELIVERY_STATES),
    attempts: z.number().int(),
    lastAttemptAt: Moment.nullable(),
    lastReply: z.string().nullable(),
  }) satisfies z.ZodType<NoticeOf<Kind>>;
}

const NOTICE: StoredShape<Notice> = {
  what: 'notice',
  id: 'kind',
  schema: z.union([
    shapeOf('invitation', PARAMS.invitation),
    shapeOf('sign-in', PARAMS['sign-in']),
    shapeOf('renewed-link', PARAMS['renewed-link']),
    shapeOf('access-given', PARAMS['access-given']),
    shapeOf('key-left', PARAMS['key-left']),
    shapeOf('key-revoked', PARAMS['key-revoked']),
    shapeOf('answer-decided', PARAMS['answer-decided']),
    shapeOf('message-to-referent', PARAMS['message-to-referent']),
    shapeOf('wrong-accounts', PARAMS['wrong-accounts']),
  ]),
};

/** Queues what is not there yet, by key, in one transaction; gives back how many were new. */
export function queueNotices(database: Queryable, notices: readonly NewNotice[]): Promise<number> {
  return database.transaction(async (within) => {
    const isNew = async ({ key }: NewNotice) =>
      (await within.get('SELECT 1 FROM portal_notices WHERE key = ?', key)) === undefined;
    let added = 0;
    for (const notice of notices) {
      if (!(await isNew(notice))) continue;
      added++;
      const { kind, member, recipient, key, params, dueAt } = notice;
      await within.run(
        `INSERT INTO portal_notices (id, kind, member, recipient, key, params, due_at, state, attempts)
         VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', 0)`,
        ...[randomBytes(16).toString('base64url'), kind, member, recipient, key],
        ...[JSON.stringify(params), dueAt],
      );
    }
    return added;
  });
}

export function noticeStore(database: Database): NoticeStore {
  const read = (row: Row) =>
    readRow({ ...fields(row), params: documentOf(row['params']) }, NOTICE, database.noteOdd) ?? [];
  return {
    queue: (notices) => queueNotices(database, notices),
    list: async (member) =>
      (member === undefined
        ? await database.all('SELECT * FROM portal_notices ORDER BY rowid DESC')
        : await database.all('SELECT * FROM portal_notices WHERE member = ? ORDER BY rowid DESC', member)
      ).flatMap(read),
    due: async (at, triedBefore) =>
      (
        await database.all(
          `SELECT * FROM portal_notices WHERE due_at <= ? AND
             (state = 'queued' OR (state = 'deferred' AND last_attempt_at <= ?)) ORDER BY due_at, rowid`,
          ...[at, triedBefore],
        )
      ).flatMap(read),
    // Durably: after a power cut the store must know of every mail that may have left.
    mark: (id, from, { state, at, reply }) =>
      database.durableTransaction(async (within) => {
        const stands = (await within.get('SELECT state FROM portal_notices WHERE id = ?', id))?.['state'];
        if (stands !== from) return false;
        await within.run(
          'UPDATE portal_notices SET state = ?, last_attempt_at = ?, last_reply = ?, attempts = attempts + ? WHERE id = ?',
          ...[state, at, reply, state === 'handing-over' ? 1 : 0, id],
        );
        return true;
      }),
    settleInterrupted: async (before) =>
      await database.transaction(async (within) => {
        const which = "WHERE state = 'handing-over' AND last_attempt_at < ?";
        const rows = await within.all(`SELECT * FROM portal_notices ${which}`, before);
        await within.run(
          `UPDATE portal_notices SET state = 'doubtful', last_reply = ? ${which}`,
          'the program stopped while the mail was handed over',
          before,
        );
        return rows.flatMap(read);
      }),
    postpone: async (id, dueAt) =>
      await database.run('UPDATE portal_notices SET due_at = ? WHERE id = ?', dueAt, id),
    drop: async (id) =>
      await database.run("DELETE FROM portal_notices WHERE id = ? AND state IN ('queued', 'deferred')", id),
  };
}
