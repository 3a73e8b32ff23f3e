import { z } from 'zod';
import type { Database, Queryable, Row, Value } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { fields, Member, Moment } from './columns.ts';
import {
  ASKING,
  FLOW_PURPOSES,
  FLOW_STATES,
  type FlowChange,
  type FlowStore,
  READING_OUTCOMES,
  type ReadingStore,
  type StoredFlow,
  type StoredReading,
} from './flow-store.ts';

const Flag = z.number().transform((value) => value === 1);

const FLOW: StoredShape<StoredFlow> = {
  what: 'sign-in',
  id: 'purpose',
  schema: z.object({
    id: z.string(),
    member: Member,
    purpose: z.enum(FLOW_PURPOSES),
    state: z.enum(FLOW_STATES),
    code: z.string(),
    keyName: z.string(),
    cookie: z.string(),
    session: z.string(),
    browser: z.string(),
    page: z.string().nullable(),
    begunAt: Moment,
    endsAt: Moment,
    login: z.string(),
    poll: z.string(),
    asking: z.enum(ASKING),
    isHandedOver: Flag,
    given: z.string().nullable(),
    older: z.string().nullable(),
    tries: z.number().int(),
  }),
};

/** Those that Nextcloud is asked about, or whose keys are to be revoked; its parameter is the moment now. */
export const PENDING_FLOWS = `state IN ('waiting', 'checking') OR given IS NOT NULL OR older IS NOT NULL
  OR (is_handed_over = 0 AND (ends_at > ? OR asking = 'lost'))`;

export function flowStore(database: Database): FlowStore {
  const read = (row: Row | undefined) =>
    row === undefined ? null : readRow(fields(row), FLOW, database.noteOdd);
  const byId = async (database: Queryable, id: string) =>
    read(await database.get('SELECT * FROM portal_flows WHERE id = ?', id));
  return {
    begin: async (flow) =>
      await database.run(
        `INSERT INTO portal_flows (id, member, purpose, state, code, key_name, cookie, session, browser, page, begun_at,
           ends_at, login, poll, asking, is_handed_over, given, older, tries)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        ...[flow.id, flow.member, flow.purpose, flow.state, flow.code, flow.keyName, flow.cookie],
        ...[flow.session, flow.browser, flow.page, flow.begunAt, flow.endsAt, flow.login, flow.poll],
        ...[flow.asking, Number(flow.isHandedOver), flow.given, flow.older, flow.tries],
      ),
    get: (id) => byId(database, id),
    pending: async (now) =>
      (
        await database.all(`SELECT * FROM portal_flows WHERE ${PENDING_FLOWS} ORDER BY begun_at, id`, now)
      ).flatMap((row) => read(row) ?? []),
    change: (id, from, change) => {
      const apply = async (within: Queryable) => {
        const flow = await byId(within, id);
        if (flow === null || !from.includes(flow.state)) return null;
        const { columns, values } = columnsOf(change);
        await within.run(`UPDATE portal_flows SET ${columns} WHERE id = ?`, ...values, id);
        return { ...flow, ...change };
      };
      // A key that is only here would be lost with a power cut, and go on opening an account.
      const holdsKey = change.given !== undefined || change.older !== undefined;
      return holdsKey ? database.durableTransaction(apply) : database.transaction(apply);
    },
    supersede: async ({ id, member, purpose }) =>
      await database.run(
        "UPDATE portal_flows SET state = 'superseded' WHERE member = ? AND purpose = ? AND id <> ? AND state IN ('waiting', 'checking')",
        ...[member, purpose, id],
      ),
    count: async (member, state, since) =>
      Number(
        (
          await database.get(
            'SELECT count(*) AS n FROM portal_flows WHERE member = ? AND state = ? AND begun_at >= ?',
            ...[member, state, since],
          )
        )?.['n'],
      ),
  };
}

function columnsOf(change: FlowChange): { readonly columns: string; readonly values: readonly Value[] } {
  const { state, asking, isHandedOver, given, older, tries } = change;
  const set: readonly (readonly [string, Value | undefined])[] = [
    ['state', state],
    ['asking', asking],
    ['is_handed_over', isHandedOver === undefined ? undefined : Number(isHandedOver)],
    ['given', given],
    ['older', older],
    ['tries', tries],
  ];
  const changed = set.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    columns: changed.map(([name]) => `${name} = ?`).join(', '),
    values: changed.map(([, value]) => value),
  };
}

const READING: StoredShape<StoredReading> = {
  what: 'first reading',
  id: 'outcome',
  schema: z.object({
    member: Member,
    askedAt: Moment,
    endedAt: Moment.nullable(),
    outcome: z.enum(READING_OUTCOMES).nullable(),
  }),
};

export function readingStore(database: Database): ReadingStore {
  const read = (row: Row | undefined) =>
    row === undefined ? null : readRow(fields(row), READING, database.noteOdd);
  return {
    ask: async (member, at) =>
      await database.run(
        `INSERT INTO portal_readings (member, asked_at) VALUES (?, ?)
         ON CONFLICT (member) DO UPDATE SET asked_at = excluded.asked_at, ended_at = NULL, outcome = NULL`,
        ...[member, at],
      ),
    get: async (member) => read(await database.get('SELECT * FROM portal_readings WHERE member = ?', member)),
    open: async () =>
      (
        await database.all('SELECT * FROM portal_readings WHERE ended_at IS NULL ORDER BY asked_at, member')
      ).flatMap((row) => read(row) ?? []),
    end: async (member, at, outcome) =>
      await database.run(
        'UPDATE portal_readings SET ended_at = ?, outcome = ? WHERE member = ?',
        ...[at, outcome, member],
      ),
  };
}
