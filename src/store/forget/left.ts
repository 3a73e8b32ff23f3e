import { randomBytes } from 'node:crypto';
import type { MemberId } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Database } from '../database/database.ts';
import { hex, markOf } from './forgotten.ts';

/** Whether somebody took access back or had everything erased, and did not give access since. */
export function hasLeft(database: Database, member: MemberId): boolean {
  if (withdrawnAt(database, member) !== null) return true;
  return erasedMarks(database, member).length > 0;
}

/** Takes note that somebody took access back, or had everything erased, until the moment given or for good. */
export function noteWithdrawn(database: Database, member: MemberId, at: UtcMs): void {
  database.run(
    'INSERT INTO portal_withdrawals (member, at) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET at = excluded.at',
    ...[member, at],
  );
}

/** Only a salted mark (scrypt) of the person stays. */
export function noteErased(database: Database, member: MemberId, at: UtcMs, until: UtcMs | null): void {
  database.run('DELETE FROM portal_withdrawals WHERE member = ?', member);
  const salt = saltsOf(database)[0] ?? randomBytes(16);
  database.run(
    `INSERT INTO portal_erased (mark, salt, at, until) VALUES (?, ?, ?, ?)
     ON CONFLICT (mark) DO UPDATE SET at = excluded.at, until = excluded.until`,
    ...[known(database, member, salt), salt, at, until],
  );
}

/** Takes note that access was given at this moment: what was done before it ends. */
export function noteReturned(database: Database, member: MemberId, at: UtcMs): void {
  database.run('DELETE FROM portal_withdrawals WHERE member = ? AND at <= ?', member, at);
  for (const mark of erasedMarks(database, member))
    database.run('DELETE FROM portal_erased WHERE mark = ? AND at <= ?', mark, at);
}

function withdrawnAt(database: Database, member: MemberId): UtcMs | null {
  const at = database.get('SELECT at FROM portal_withdrawals WHERE member = ?', member)?.['at'];
  return at === undefined ? null : Number(at);
}

function erasedMarks(database: Database, member: MemberId): readonly Uint8Array[] {
  return saltsOf(database)
    .map((salt) => known(database, member, salt))
    .filter((mark) => database.get('SELECT 1 FROM portal_erased WHERE mark = ?', mark) !== undefined);
}

function saltsOf(database: Database): readonly Uint8Array[] {
  return database
    .all('SELECT DISTINCT salt FROM portal_erased')
    .flatMap(({ salt }) => (salt instanceof Uint8Array ? [salt] : []));
}

/** Marks cost some hundredths of a second each, and a run asks for everybody's several times. */
const marks = new WeakMap<Database, Map<string, Uint8Array>>();

function known(database: Database, member: MemberId, salt: Uint8Array): Uint8Array {
  const computed = marks.get(database) ?? new Map<string, Uint8Array>();
  marks.set(database, computed);
  const key = `${hex(salt)} ${member}`;
  const mark = computed.get(key) ?? markOf(member, salt);
  computed.set(key, mark);
  return mark;
}
