import { LockedError, messageOf } from '../../model/errors.ts';
import { type MemberId, memberId, runId } from '../../model/ids.ts';
import { memberKey } from '../../model/mail.ts';
import type { Database, Queryable } from '../database/database.ts';
import { OWN_TREE } from '../database/own-tree.ts';
import { notRewritten, oweRewrite, rewriteIfOwed } from '../database/rewrite.ts';
import { readRows } from '../database/rows.ts';
import { documentOf, SHARE } from '../database/shapes.ts';
import { eraseMentions, PERSON_TABLES } from '../portal/person-tables.ts';
import { eraseFromRegister } from '../register/register.ts';
import { readStored } from '../runs/documents.ts';
import type { TakeBack } from '../store.ts';
import { clearWork } from '../work.ts';
import { concerns } from './erase-person.ts';
import { markForgotten } from './forgotten.ts';
import { eraseFromRun } from './stored-runs.ts';

/** Rows that belong to one member and to nobody else. */
const OWN_ROWS = [
  ...OWN_TREE,
  ...PERSON_TABLES.map((table) => `DELETE FROM ${table} WHERE member = ?`),
  'DELETE FROM figures WHERE member = ?',
  'DELETE FROM space_looks WHERE member = ?',
  'DELETE FROM absences WHERE id = ?',
  'DELETE FROM members WHERE id = ?',
] as const;

/**
 * Erases a person in one transaction, then rewrites the file: deleted rows would else stay readable in its free pages.
 * @param alongside what must succeed as well, and gives what takes it back; what it throws takes everything back.
 * @throws {LockedError} when another program reads the store: nothing was done.
 * @throws {PartialError} when the disk is full: nothing was done, or the file was not rewritten, as it says.
 */
export async function forget(
  database: Database,
  member: MemberId,
  alongside: () => Promise<TakeBack>,
): Promise<void> {
  if (!(await database.emptyLog())) {
    throw new LockedError(
      `Another program reads the store ${database.path}, which keeps traces in its log: end that program, then forget ` +
        'again. Nothing was done.',
    );
  }
  let takeBack: TakeBack = async () => {};
  try {
    await database.transaction(async (within) => {
      await erasePerson(within, member);
      await eraseFromRuns(within, member);
      takeBack = await alongside();
    });
  } catch (error) {
    await takeBack();
    throw error;
  }
  const what = `${member} is erased`;
  try {
    if (await rewriteIfOwed(database)) return;
  } catch (error) {
    throw notRewritten(what, database.path, messageOf(error), error);
  }
  throw notRewritten(what, database.path, 'another program reads it');
}

/** Erases what was read of somebody's own things: to be called within the transaction that ends the reading. */
export async function eraseTree(within: Queryable, member: MemberId): Promise<void> {
  for (const statement of OWN_TREE) await within.run(statement, member);
  await oweRewrite(within);
}

/** Erases a person but for stored runs: to be called within a transaction. */
export async function erasePerson(within: Queryable, member: MemberId): Promise<void> {
  await eraseDeliveries(within, member);
  for (const statement of OWN_ROWS) await within.run(statement, member);
  await eraseMentions(within, member);
  await eraseFromShareLists(within, member);
  await eraseFromRegister(within, member);
  // What a run under way knows of others names them too: it is begun anew.
  await clearWork(within);
  await oweRewrite(within);
}

/** Everybody of whom the store holds something, by uid: members, and who shares with them or is shared with. */
export async function known(database: Queryable): Promise<ReadonlySet<MemberId>> {
  const ids = new Set<MemberId>();
  for (const { id } of await database.all(
    `SELECT id FROM members UNION SELECT member FROM snapshots UNION SELECT member FROM shares UNION SELECT member FROM upload_times
     UNION SELECT member FROM figures UNION SELECT member FROM space_looks
     ${PERSON_TABLES.map((table) => `UNION SELECT member FROM ${table} WHERE member IS NOT NULL`).join(' ')}
     UNION SELECT substr(key, 8) FROM deliveries WHERE key LIKE 'member:%'`,
  ))
    ids.add(memberId(String(id)));
  for (const { body } of await database.all('SELECT body FROM shares'))
    for (const share of readRows(documentOf(body), SHARE, database.noteOdd)) addPeople(ids, share);
  for (const { id } of await database.all('SELECT id FROM runs WHERE result IS NOT NULL')) {
    const result = await readStored(database, runId(Number(id)));
    if (result === null) continue;
    const { members, shares, findings, spaces } = result;
    for (const { id: member } of members) ids.add(memberId(member));
    for (const share of shares) addPeople(ids, share);
    for (const { member } of findings) if (member !== null) ids.add(memberId(member));
    for (const member of spaces.flatMap((space) => space.members)) ids.add(memberId(member));
  }
  return ids;
}

function addPeople(
  ids: Set<MemberId>,
  { type, owner, sharedBy, recipient }: Parameters<typeof concerns>[0],
): void {
  ids.add(memberId(owner)).add(memberId(sharedBy));
  if (type === 'user' && recipient !== null) ids.add(memberId(recipient));
}

/**
 * The messages to this person. One to an admin with the same address stays: an address is no identity, and the config
 * names it for as long as it gets mails.
 */
async function eraseDeliveries(within: Queryable, uid: MemberId): Promise<void> {
  await markForgotten(within, memberKey(uid));
  await within.run('DELETE FROM deliveries WHERE key = ?', memberKey(uid));
  await within.run('DELETE FROM held_mails WHERE key = ?', memberKey(uid));
}

async function eraseFromShareLists(within: Queryable, uid: MemberId): Promise<void> {
  for (const row of await within.all('SELECT member, body FROM shares')) {
    let isSound = true;
    const shares = readRows(documentOf(row['body']), SHARE, (odd) => {
      isSound = false;
      within.noteOdd(odd);
    });
    const left = shares.filter((share) => !concerns(share, uid));
    // A row that cannot be read may be about the person: it goes.
    if (isSound && left.length === shares.length) continue;
    await within.run(
      'UPDATE shares SET body = ? WHERE member = ?',
      JSON.stringify(left),
      String(row['member']),
    );
  }
}

/** Run by run: the results of years do not stand in memory at once. A sound run without the person keeps its bytes. */
async function eraseFromRuns(within: Queryable, uid: MemberId): Promise<void> {
  for (const { id } of await within.all('SELECT id FROM runs'))
    await eraseFromRun(within, runId(Number(id)), uid);
}
