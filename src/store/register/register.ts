import { randomBytes } from 'node:crypto';
import { type EntryId, entryId, type MemberId } from '../../model/ids.ts';
import { afterReading, type RegisterEntry } from '../../model/register/entry.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database } from '../database/database.ts';
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
    list: async () => entriesIn(database),
    get: async (id) => entryIn(database, id),
    async add(entry) {
      save(database, [entry]);
    },
    async change(id, next) {
      return database.transaction(() => {
        const entry = entryIn(database, id);
        const changed = entry === null ? null : next(entry);
        if (changed !== null) save(database, [changed]);
        return changed ?? entry;
      });
    },
    async saveReading(readings, links, at) {
      assertReadable('The lists of the register', readings, READING);
      database.transaction(() => {
        save(database, afterReading(entriesIn(database), links, at, newEntryId));
        database.run('DELETE FROM register_sources');
        database.runEach(
          'INSERT INTO register_sources (source, body) VALUES (?, ?)',
          readings.map((reading) => [reading.source, JSON.stringify(reading)]),
        );
      });
    },
    readings: async () =>
      database
        .all('SELECT body FROM register_sources ORDER BY source')
        .flatMap(({ body }) => readRow(documentOf(body), READING, database.noteOdd) ?? []),
    async noteStandings(standings, at) {
      database.transaction(() => {
        const noted = standings.flatMap((one) => {
          const entry = entryIn(database, one.id);
          // What an admin ended during the run stays as it is.
          return entry?.state === 'accepted' ? [withStanding(entry, one, at)] : [];
        });
        save(database, noted);
      });
    },
    async key() {
      database.run(
        'INSERT INTO register_key (one, key) VALUES (1, ?) ON CONFLICT DO NOTHING',
        randomBytes(KEY_BYTES),
      );
      const key = database.get('SELECT key FROM register_key')?.['key'];
      if (!(key instanceof Uint8Array)) throw new TypeError('the key of the register is no bytes');
      return key;
    },
  };
}

/** Deletes what ended before (or after) a moment: to be called within the transaction that erases. */
export function purgeRegister(database: Database, side: '<' | '>', moment: UtcMs): void {
  database.run(`DELETE FROM register_entries WHERE ended_at ${side} ?`, moment);
}

/** Erases a person: what is theirs or they proposed; as whoever decided they are no longer named. */
export function eraseFromRegister(database: Database, uid: MemberId): void {
  for (const { id, body } of database.all('SELECT id, body FROM register_entries')) {
    const entry = readRow(documentOf(body), ENTRY, database.noteOdd);
    // What cannot be read may be about the person.
    if (entry === null || isOf(entry, uid))
      database.run('DELETE FROM register_entries WHERE id = ?', String(id));
    else if (entry.decidedBy === uid) save(database, [{ ...entry, decidedBy: null }]);
  }
}

function isOf({ owner, proposedBy, target }: RegisterEntry, uid: MemberId): boolean {
  return owner === uid || proposedBy === uid || target?.owner === uid;
}

function entriesIn(database: Database): readonly RegisterEntry[] {
  return database
    .all('SELECT body FROM register_entries')
    .flatMap(({ body }) => readRow(documentOf(body), ENTRY, database.noteOdd) ?? [])
    .sort((a, b) => a.createdAt - b.createdAt || inOrder(a.purpose, b.purpose) || inOrder(a.id, b.id));
}

function inOrder(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function entryIn(database: Database, id: EntryId): RegisterEntry | null {
  const body = database.get('SELECT body FROM register_entries WHERE id = ?', id)?.['body'];
  return body === undefined ? null : readRow(documentOf(body), ENTRY, database.noteOdd);
}

function save(database: Database, entries: readonly RegisterEntry[]): void {
  assertReadable('The register', entries, ENTRY);
  database.runEach(
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
