import { z } from 'zod';
import { groupId, memberId } from '../model/ids.ts';
import { LANGUAGES } from '../model/member.ts';
import type { Database, Row } from './database.ts';
import { forget, known } from './forget.ts';
import type { Absence, MemberRow, MemberStore } from './store.ts';

const Groups = z.array(z.string());

/** What mails need of each member, and the last login that was not ours. */
export function memberStore(database: Database): MemberStore {
  return {
    list: async () => database.all('SELECT * FROM members ORDER BY id').map(memberOf),
    async save(rows) {
      database.runEach(
        `INSERT INTO members (id, name, mail, language, antenna, last_login, last_request_at, groups_json)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, mail = excluded.mail, language = excluded.language,
           antenna = excluded.antenna, last_login = excluded.last_login, last_request_at = excluded.last_request_at,
           groups_json = coalesce(excluded.groups_json, groups_json)`,
        rows.map(({ id, name, mail, language, antenna, lastLogin, lastRequestAt, groups }) => [
          id,
          name,
          mail,
          language,
          antenna,
          lastLogin,
          lastRequestAt,
          groups === null ? null : JSON.stringify(groups),
        ]),
      );
    },
    absences: async () => database.all('SELECT * FROM absences ORDER BY id').map(absenceOf),
    async saveAbsences(absences) {
      database.transaction(() => {
        database.run('DELETE FROM absences');
        database.runEach(
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
    known: async () => known(database),
    forget: async (member, alongside = async () => {}) => forget(database, member, alongside),
  };
}

function memberOf(row: Row): MemberRow {
  return {
    id: memberId(String(row['id'])),
    name: String(row['name']),
    mail: textOrNull(row['mail']),
    language: LANGUAGES.find((language) => language === row['language']) ?? 'fr',
    antenna: textOrNull(row['antenna']),
    lastLogin: row['last_login'] === null ? null : Number(row['last_login']),
    lastRequestAt: row['last_request_at'] === null ? null : Number(row['last_request_at']),
    groups: groupsOf(row['groups_json']),
  };
}

function groupsOf(text: unknown): MemberRow['groups'] {
  return typeof text === 'string' ? Groups.parse(JSON.parse(text)).map(groupId) : null;
}

function absenceOf(row: Row): Absence {
  return {
    id: memberId(String(row['id'])),
    wasListed: row['was_listed'] === 1,
    missedAt: Number(row['missed_at']),
    deniedAt: row['denied_at'] === null ? null : Number(row['denied_at']),
  };
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}
