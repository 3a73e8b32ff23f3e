import { memberId } from '../model/ids.ts';
import { LANGUAGES } from '../model/member.ts';
import type { Database, Row } from './database.ts';
import { forget, known } from './forget.ts';
import type { MemberRow, MemberStore } from './store.ts';

/** What mails need of each member, and the last login that was not ours. */
export function memberStore(database: Database): MemberStore {
  return {
    list: async () => database.all('SELECT * FROM members ORDER BY id').map(memberOf),
    async save(rows) {
      database.runEach(
        `INSERT INTO members (id, name, mail, language, antenna, last_login, last_request_at) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, mail = excluded.mail, language = excluded.language,
           antenna = excluded.antenna, last_login = excluded.last_login, last_request_at = excluded.last_request_at`,
        rows.map(({ id, name, mail, language, antenna, lastLogin, lastRequestAt }) => [
          id,
          name,
          mail,
          language,
          antenna,
          lastLogin,
          lastRequestAt,
        ]),
      );
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
  };
}

function textOrNull(value: unknown): string | null {
  return value === null ? null : String(value);
}
