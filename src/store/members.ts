import { derived } from '../model/lists/derived.ts';
import type { Database, Row } from './database/database.ts';
import { assertReadable, readRow } from './database/rows.ts';
import { ABSENCE, documentOf, MEMBER } from './database/shapes.ts';
import { readTable } from './database/whole-table.ts';
import { forget, known } from './forget/forget.ts';
import type { MemberStore } from './store.ts';

/** What mails need of each member, and the last login that was not ours. */
export function memberStore(database: Database): MemberStore {
  return {
    list: () =>
      readTable(database, { name: 'members', key: 'id' }, (row) =>
        readRow(storedMember(row), MEMBER, database.noteOdd),
      ),
    async get(id) {
      const row = await database.get('SELECT * FROM members WHERE id = ?', id);
      return row === undefined ? null : readRow(storedMember(row), MEMBER, database.noteOdd);
    },
    async save(rows) {
      assertReadable('The list of members', rows, MEMBER);
      await database.runEach(
        `INSERT INTO members (id, name, mail, language, antenna, last_login, last_request_at, groups_json)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, mail = excluded.mail, language = excluded.language,
           antenna = excluded.antenna, last_login = excluded.last_login, last_request_at = excluded.last_request_at,
           groups_json = coalesce(excluded.groups_json, members.groups_json)`,
        derived(rows, ({ id, name, mail, language, antenna, lastLogin, lastRequestAt, groups }) => [
          [
            ...[id, name, mail, language, antenna, lastLogin, lastRequestAt],
            groups === null ? null : JSON.stringify(groups),
          ],
        ]),
      );
    },
    absences: async () =>
      (await database.all('SELECT * FROM absences ORDER BY id')).flatMap(
        (row) => readRow(storedAbsence(row), ABSENCE, database.noteOdd) ?? [],
      ),
    async saveAbsences(absences) {
      assertReadable('The list of missing accounts', absences, ABSENCE);
      await database.transaction(async (within) => {
        await within.run('DELETE FROM absences');
        await within.runEach(
          'INSERT INTO absences (id, was_listed, missed_at, denied_at) VALUES (?, ?, ?, ?)',
          absences.map(({ id, wasListed, missedAt, deniedAt }) => [
            id,
            wasListed ? 1 : 0,
            missedAt,
            deniedAt,
          ]),
        );
      });
    },
    known: () => known(database),
    forget: (member, alongside = async () => async () => {}) => forget(database, member, alongside),
  };
}

function storedMember(row: Row): unknown {
  const { last_login: lastLogin, last_request_at: lastRequestAt, groups_json: groups } = row;
  // What is no list stays a text, which the schema refuses.
  return { ...row, lastLogin, lastRequestAt, groups: documentOf(groups) ?? groups };
}

function storedAbsence({
  id,
  was_listed: wasListed,
  missed_at: missedAt,
  denied_at: deniedAt,
}: Row): unknown {
  return { id, wasListed: wasListed === 1, missedAt, deniedAt };
}
