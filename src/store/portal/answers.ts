import { z } from 'zod';
import { answerId, fileId, shareId } from '../../model/ids.ts';
import {
  ANSWER_ENDS,
  type Answer,
  DECISIONS,
  endedAnswer,
  LEFT,
  LOOKED_OUTCOMES,
  type Look,
  type Message,
} from '../../model/portal/answer.ts';
import { PERMISSIONS, UNREAD_FIELDS } from '../../model/share.ts';
import type { Database, Queryable, Row } from '../database/database.ts';
import { assertReadable, readRow, type StoredShape } from '../database/rows.ts';
import { documentOf } from '../database/shapes.ts';
import type { AnswerStore, LookStore, MessageStore } from './answer-store.ts';
import { Member, Moment } from './columns.ts';

const Id = z.string().transform(answerId);

const ANSWER: StoredShape<Answer> = {
  what: 'answer',
  id: 'id',
  schema: z.object({
    id: Id,
    member: Member,
    thing: z.string(),
    path: z.string().nullable(),
    isFolder: z.boolean(),
    fileId: z.string().transform(fileId).nullable(),
    shares: z.array(
      z.object({
        id: z.string().transform(shareId),
        owner: Member,
        hasPassword: z.boolean(),
        permissions: z.array(z.enum(PERMISSIONS)),
      }),
    ),
    reason: z.string(),
    licence: z.string().nullable(),
    isProposed: z.boolean(),
    until: z.iso.date(),
    givenAt: Moment,
    by: z.enum(['link', 'session']),
    decision: z.enum(DECISIONS),
    decidedBy: Member.nullable(),
    decidedAt: Moment.nullable(),
    refusal: z.string().nullable(),
    end: z.enum(ANSWER_ENDS).nullable(),
    endedAt: Moment.nullable(),
  }),
};

const MESSAGE: StoredShape<Message> = {
  what: 'message',
  id: 'id',
  schema: z.object({
    id: Id,
    member: Member,
    thing: z.string(),
    path: z.string().nullable(),
    text: z.string(),
    antenna: z.string().nullable(),
    sentAt: Moment,
    closedAt: Moment.nullable(),
    closedBy: Member.nullable(),
  }),
};

const LOOK: StoredShape<Look> = {
  what: 'check of a thing',
  id: 'thing',
  schema: z.object({
    member: Member,
    thing: z.string(),
    at: Moment,
    outcome: z.enum(LOOKED_OUTCOMES),
    left: z.array(z.enum(LEFT)),
    settled: z.array(z.string()),
    shares: z.array(
      z.object({
        id: z.string().transform(shareId),
        now: z
          .object({
            hasPassword: z.boolean(),
            permissions: z.array(z.enum(PERMISSIONS)),
            expires: z.iso.date().nullable(),
            lastDay: z.iso.date().nullable(),
            unread: z.array(z.enum(UNREAD_FIELDS)),
          })
          .nullable(),
      }),
    ),
    freed: z.number().min(0),
  }),
};

export function answerStore(database: Database): AnswerStore {
  const read = (row: Row | undefined) =>
    row === undefined ? null : readRow(documentOf(row['body']), ANSWER, database.noteOdd);
  const all = async (database: Queryable, member?: string) =>
    (member === undefined
      ? await database.all('SELECT body FROM portal_answers ORDER BY rowid')
      : await database.all('SELECT body FROM portal_answers WHERE member = ? ORDER BY rowid', member)
    ).flatMap((row) => read(row) ?? []);
  const save = async (within: Queryable, answer: Answer) => {
    assertReadable('The answer', [answer], ANSWER);
    await within.run(
      `INSERT INTO portal_answers (id, member, ended_at, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, body = excluded.body`,
      ...[answer.id, answer.member, endOf(answer), JSON.stringify(answer)],
    );
  };
  const one = async (database: Queryable, id: string) =>
    read(await database.get('SELECT body FROM portal_answers WHERE id = ?', id));
  return {
    list: (member) => all(database, member),
    get: (id) => one(database, id),
    add: (answer) =>
      database.transaction(async (within) => {
        for (const earlier of await all(within, answer.member))
          if (earlier.thing === answer.thing && earlier.end === null)
            await save(within, endedAnswer(earlier, 'replaced', answer.givenAt));
        await save(within, answer);
      }),
    change: (id, next) =>
      database.transaction(async (within) => {
        const answer = await one(within, id);
        const changed = answer === null ? null : next(answer);
        if (changed !== null) await save(within, changed);
        return changed;
      }),
  };
}

/** From when on it is kept for the retention alone: its end, or its last day (UTC, which is near enough). */
function endOf({ endedAt, until }: Answer): number {
  return endedAt ?? Date.parse(until);
}

export function messageStore(database: Database): MessageStore {
  const read = (row: Row | undefined) =>
    row === undefined ? null : readRow(documentOf(row['body']), MESSAGE, database.noteOdd);
  const save = async (within: Queryable, message: Message) => {
    assertReadable('The message', [message], MESSAGE);
    await within.run(
      `INSERT INTO portal_messages (id, member, ended_at, body) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, body = excluded.body`,
      ...[message.id, message.member, message.closedAt, JSON.stringify(message)],
    );
  };
  const one = async (database: Queryable, id: string) =>
    read(await database.get('SELECT body FROM portal_messages WHERE id = ?', id));
  return {
    list: async () =>
      (await database.all('SELECT body FROM portal_messages ORDER BY rowid DESC')).flatMap(
        (row) => read(row) ?? [],
      ),
    get: (id) => one(database, id),
    add: (message) => save(database, message),
    change: (id, next) =>
      database.transaction(async (within) => {
        const message = await one(within, id);
        const changed = message === null ? null : next(message);
        if (changed !== null) await save(within, changed);
        return changed;
      }),
  };
}

export function lookStore(database: Database): LookStore {
  const read = (row: Row | undefined) =>
    row === undefined ? null : readRow(documentOf(row['body']), LOOK, database.noteOdd);
  return {
    list: async (member) =>
      (member === undefined
        ? await database.all('SELECT body FROM portal_looks')
        : await database.all('SELECT body FROM portal_looks WHERE member = ?', member)
      ).flatMap((row) => read(row) ?? []),
    get: async (member, thing) =>
      read(await database.get('SELECT body FROM portal_looks WHERE member = ? AND thing = ?', member, thing)),
    async save(look) {
      assertReadable('The check of a thing', [look], LOOK);
      await database.run(
        `INSERT INTO portal_looks (member, thing, at, body) VALUES (?, ?, ?, ?)
         ON CONFLICT (member, thing) DO UPDATE SET at = excluded.at, body = excluded.body`,
        ...[look.member, look.thing, look.at, JSON.stringify(look)],
      );
    },
  };
}
