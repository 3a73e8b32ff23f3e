import { randomBytes } from 'node:crypto';
import type { MemberId } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Queryable, Row } from '../database/database.ts';
import { hex, markOf } from './forgotten.ts';

/** Whether somebody took access back or had everything erased, and did not give access since. */
export async function hasLeft(database: Queryable, member: MemberId): Promise<boolean> {
  // In one question, for it is asked often: a row without a salt says that access was taken back.
  const rows = await database.all(
    'SELECT NULL AS salt FROM portal_withdrawals WHERE member = ? UNION ALL SELECT DISTINCT salt FROM portal_erased',
    member,
  );
  if (rows.some(({ salt }) => salt === null)) return true;
  return (await marksAmong(database, member, saltsIn(rows))).length > 0;
}

/** Those who left, of many. */
export async function leftAmong(
  database: Queryable,
  members: Iterable<MemberId>,
): Promise<readonly MemberId[]> {
  const withdrawn = await database.all('SELECT member FROM portal_withdrawals');
  const names = new Set(withdrawn.map(({ member }) => String(member)));
  const salts = await saltsOf(database);
  const left: MemberId[] = [];
  for (const member of members)
    if (names.has(member) || (await marksAmong(database, member, salts)).length > 0) left.push(member);
  return left;
}

/** Takes note that somebody took access back, or had everything erased, until the moment given or for good. */
export async function noteWithdrawn(within: Queryable, member: MemberId, at: UtcMs): Promise<void> {
  await within.run(
    'INSERT INTO portal_withdrawals (member, at) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET at = excluded.at',
    ...[member, at],
  );
}

/** Only a salted mark (scrypt) of the person stays. */
export async function noteErased(
  within: Queryable,
  member: MemberId,
  at: UtcMs,
  until: UtcMs | null,
): Promise<void> {
  await within.run('DELETE FROM portal_withdrawals WHERE member = ?', member);
  const salt = (await saltsOf(within))[0] ?? randomBytes(16);
  await within.run(
    `INSERT INTO portal_erased (mark, salt, at, until) VALUES (?, ?, ?, ?)
     ON CONFLICT (mark) DO UPDATE SET at = excluded.at, until = excluded.until`,
    ...[known(member, salt), salt, at, until],
  );
}

/** Takes note that access was given at this moment: what was done before it ends. */
export async function noteReturned(within: Queryable, member: MemberId, at: UtcMs): Promise<void> {
  await within.run('DELETE FROM portal_withdrawals WHERE member = ? AND at <= ?', member, at);
  for (const mark of await erasedMarks(within, member))
    await within.run('DELETE FROM portal_erased WHERE mark = ? AND at <= ?', mark, at);
}

async function erasedMarks(database: Queryable, member: MemberId): Promise<readonly Uint8Array[]> {
  return marksAmong(database, member, await saltsOf(database));
}

async function marksAmong(
  database: Queryable,
  member: MemberId,
  salts: readonly Uint8Array[],
): Promise<readonly Uint8Array[]> {
  const erased: Uint8Array[] = [];
  for (const salt of salts) {
    const mark = known(member, salt);
    if (await database.get('SELECT 1 FROM portal_erased WHERE mark = ?', mark)) erased.push(mark);
  }
  return erased;
}

async function saltsOf(database: Queryable): Promise<readonly Uint8Array[]> {
  return saltsIn(await database.all('SELECT DISTINCT salt FROM portal_erased'));
}

function saltsIn(rows: readonly Row[]): readonly Uint8Array[] {
  return rows.flatMap(({ salt }) => (salt instanceof Uint8Array ? [salt] : []));
}

/** Marks cost some hundredths of a second each, and a run asks for everybody's several times. */
const computed = new Map<string, Uint8Array>();

function known(member: MemberId, salt: Uint8Array): Uint8Array {
  const key = `${hex(salt)} ${member}`;
  const mark = computed.get(key) ?? markOf(member, salt);
  computed.set(key, mark);
  return mark;
}
