import { randomBytes } from 'node:crypto';
import type { MemberId } from '../../model/ids.ts';
import type { UtcMs } from '../../model/units.ts';
import type { Queryable } from '../database/database.ts';
import { hex, markOf } from './forgotten.ts';

/** Whether somebody took access back or had everything erased, and did not give access since. */
export async function hasLeft(database: Queryable, member: MemberId): Promise<boolean> {
  if ((await withdrawnAt(database, member)) !== null) return true;
  return (await erasedMarks(database, member)).length > 0;
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

async function withdrawnAt(database: Queryable, member: MemberId): Promise<UtcMs | null> {
  const at = (await database.get('SELECT at FROM portal_withdrawals WHERE member = ?', member))?.['at'];
  return at === undefined ? null : Number(at);
}

async function erasedMarks(database: Queryable, member: MemberId): Promise<readonly Uint8Array[]> {
  const erased: Uint8Array[] = [];
  for (const salt of await saltsOf(database)) {
    const mark = known(member, salt);
    if (await database.get('SELECT 1 FROM portal_erased WHERE mark = ?', mark)) erased.push(mark);
  }
  return erased;
}

async function saltsOf(database: Queryable): Promise<readonly Uint8Array[]> {
  return (await database.all('SELECT DISTINCT salt FROM portal_erased')).flatMap(({ salt }) =>
    salt instanceof Uint8Array ? [salt] : [],
  );
}

/** Marks cost some hundredths of a second each, and a run asks for everybody's several times. */
const computed = new Map<string, Uint8Array>();

function known(member: MemberId, salt: Uint8Array): Uint8Array {
  const key = `${hex(salt)} ${member}`;
  const mark = computed.get(key) ?? markOf(member, salt);
  computed.set(key, mark);
  return mark;
}
