import { randomBytes } from 'node:crypto';
import { type EntryId, entryId, type MemberId } from '../../model/ids.ts';
import { afterReading, type RegisterEntry } from '../../model/register/entry.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database, Queryable } from '../database/database.ts';
import { assertReadable, readRow } from '../database/rows.ts';
import { documentOf } from '../database/shapes.ts';
import type { NotedStanding, RegisterStore } from './register-store.ts';
import { ENTRY, READING } from './shapes.ts';

const KEY_BYTES = 32;
const ID_BYTES = 12;

/** A new id, which nothing leads to. */
export function newEntryId(): EntryId {
  return entryId(randomBytes(ID_BYTES).toString('base64url'));
}

export function registerStore(database: Database): RegisterStore {
  return {
    list: () => entriesIn(database),
    get: (id) => entryIn(database, id),
    async add(entry) {
      await save(database, [entry]);
    },
    change: (id, next) =>
      database.transaction(async (within) => {
        const entry = await entryIn(within, id);
        const changed = entry === null ? null : next(entry);
        if (changed !== null) await save(within, [changed]);
        return changed ?? entry;
      }),
    async saveReading(readings, links, at) {
      assertReadable('The lists of the register', readings, READING);
      await database.transaction(async (within) => {
        await save(within, afterReading(await entriesIn(within), links, at, newEntryId));
        await within.run('DELETE FROM register_sources');
        await within.runEach(
          'INSERT INTO register_sources (source, body) VALUES (?, ?)',
          readings.map((reading) => [reading.source, JSON.stringify(reading)]),
        );
      });
    },
    readings: async () =>
      (await database.all('SELECT body FROM register_sources ORDER BY source')).flatMap(
        ({ body }) => readRow(documentOf(body), READING, database.noteOdd) ?? [],
      ),
    async noteStandings(standings, at) {
      await database.transaction(async (within) => {
        for (const one of standings) {
          const entry = await entryIn(within, one.id);
          // What an admin ended during the run stays as it is.
          if (entry?.state === 'accepted') await save(within, [withStanding(entry, one, at)]);
        }
      });
    },
    async key() {
      await database.run(
        'INSERT INTO register_key (one, key) VALUES (1, ?) ON CONFLICT DO NOTHING',
        randomBytes(KEY_BYTES),
      );
      const key = (await database.get('SELECT key FROM register_key'))?.['key'];
      if (!(key instanceof Uint8Array)) throw new TypeError('the key of the register is no bytes');
      return key;
    },
  };
}

/** Deletes what ended before (or after) a moment: to be called within the transaction that erases. */
export async function purgeRegister(within: Queryable, side: '<' | '>', moment: UtcMs): Promise<void> {
  await within.run(`DELETE FROM register_entries WHERE ended_at ${side} ?`, moment);
}

/** Erases a person: what is theirs or they proposed; as whoever decided they are no longer named. */
export async function eraseFromRegister(within: Queryable, uid: MemberId): Promise<void> {
  for (const { id, body } of await within.all('SELECT id, body FROM register_entries')) {
    const entry = readRow(documentOf(body), ENTRY, within.noteOdd);
    // What cannot be read may be about the person.
    if (entry === null || isOf(entry, uid))
      await within.run('DELETE FROM register_entries WHERE id = ?', String(id));
    else if (entry.decidedBy === uid) await save(within, [{ ...entry, decidedBy: null }]);
  }
}

function isOf({ owner, proposedBy, target }: RegisterEntry, uid: MemberId): boolean {
  return owner === uid || proposedBy === uid || target?.owner === uid;
}

async function entriesIn(database: Queryable): Promise<readonly RegisterEntry[]> {
  return (await database.all('SELECT body FROM register_entries'))
    .flatMap(({ body }) => readRow(documentOf(body), ENTRY, database.noteOdd) ?? [])
    .sort((a, b) => a.createdAt - b.createdAt || inOrder(a.purpose, b.purpose) || inOrder(a.id, b.id));
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

async function entryIn(database: Queryable, id: EntryId): Promise<RegisterEntry | null> {
  const body = (await database.get('SELECT body FROM register_entries WHERE id = ?', id))?.['body'];
  return body === undefined ? null : readRow(documentOf(body), ENTRY, database.noteOdd);
}

async function save(database: Queryable, entries: readonly RegisterEntry[]): Promise<void> {
  assertReadable('The register', entries, ENTRY);
  await database.runEach(
    `INSERT INTO register_entries (id, ended_at, body) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET ended_at = excluded.ended_at, body = excluded.body`,
    entries.map((entry) => [entry.id, entry.endedAt, JSON.stringify(entry)]),
  );
}

function withStanding(entry: RegisterEntry, { standing, target }: NotedStanding, at: UtcMs): RegisterEntry {
  const isInOrder = standing.state === 'in-order';
  return {
    ...entry,
    standing,
    checkedAt: at,
    target: isInOrder ? target : (entry.target ?? target),
    seenAt: target === null ? entry.seenAt : at,
  };
}
