import { LockedError, messageOf } from '../../model/errors.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import { memberKey } from '../../model/mail.ts';
import type { RunResult } from '../../model/result.ts';
import type { Database, Row } from '../database/database.ts';
import { notRewritten, oweRewrite, rewriteIfOwed } from '../database/rewrite.ts';
import { readRows } from '../database/rows.ts';
import { documentOf, SHARE } from '../database/shapes.ts';
import { PERSON_MENTIONS, PERSON_TABLES } from '../portal/person-tables.ts';
import { eraseFromRegister } from '../register/register.ts';
import {
  type JudgedBy,
  noteOfRun,
  packJudged,
  packResult,
  unpackJudged,
  unpackResult,
} from '../runs/packed.ts';
import type { TakeBack } from '../store.ts';
import { blankNames } from './blank-names.ts';
import { concerns, eraseFromResult } from './erase-person.ts';
import { markForgotten } from './forgotten.ts';

/** What was read of one member's own things. */
const OWN_TREE = [
  'DELETE FROM tree_parts WHERE snapshot IN (SELECT key FROM snapshots WHERE member = ?)',
  'DELETE FROM snapshots WHERE member = ?',
  'DELETE FROM shares WHERE member = ?',
  'DELETE FROM upload_times WHERE member = ?',
] as const;
/** Rows that belong to one member and to nobody else. */
const OWN_ROWS = [
  ...OWN_TREE,
  ...PERSON_TABLES.map((table) => `DELETE FROM ${table} WHERE member = ?`),
  ...PERSON_MENTIONS,
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
  if (!database.emptyLog()) {
    throw new LockedError(
      `Another program reads the store ${database.path}, which keeps traces in its log: end that program, then forget ` +
        'again. Nothing was done.',
    );
  }
  await database.transactionWith(() => {
    erasePerson(database, member);
    eraseFromRuns(database, member);
  }, alongside);
  const what = `${member} is erased`;
  try {
    if (rewriteIfOwed(database)) return;
  } catch (error) {
    throw notRewritten(what, database.path, messageOf(error), error);
  }
  throw notRewritten(what, database.path, 'another program reads it');
}

/** Erases what was read of somebody's own things: to be called within the transaction that ends the reading. */
export function eraseTree(database: Database, member: MemberId): void {
  for (const statement of OWN_TREE) database.run(statement, member);
  oweRewrite(database);
}

/** Erases a person but for stored runs: to be called within a transaction. */
export function erasePerson(database: Database, member: MemberId): void {
  eraseDeliveries(database, member);
  for (const statement of OWN_ROWS) database.run(statement, member);
  eraseFromShareLists(database, member);
  eraseFromRegister(database, member);
  oweRewrite(database);
}

/** Everybody of whom the store holds something, by uid: members, and who shares with them or is shared with. */
export function known(database: Database): ReadonlySet<MemberId> {
  const ids = new Set<MemberId>();
  for (const { id } of database.all(
    `SELECT id FROM members UNION SELECT member FROM snapshots UNION SELECT member FROM shares UNION SELECT member FROM upload_times
     UNION SELECT member FROM figures UNION SELECT member FROM space_looks
     ${PERSON_TABLES.map((table) => `UNION SELECT member FROM ${table} WHERE member IS NOT NULL`).join(' ')}
     UNION SELECT substr(key, 8) FROM deliveries WHERE key LIKE 'member:%'`,
  ))
    ids.add(memberId(String(id)));
  for (const { body } of database.all('SELECT body FROM shares'))
    for (const share of readRows(documentOf(body), SHARE, database.noteOdd)) addPeople(ids, share);
  for (const { id } of database.all('SELECT id FROM runs WHERE result IS NOT NULL')) {
    const packed = database.get('SELECT result FROM runs WHERE id = ?', Number(id))?.['result'];
    const result = unpackResult(packed, noteOfRun(database.noteOdd, Number(id)));
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
function eraseDeliveries(database: Database, uid: MemberId): void {
  markForgotten(database, memberKey(uid));
  database.run('DELETE FROM deliveries WHERE key = ?', memberKey(uid));
  database.run('DELETE FROM held_mails WHERE key = ?', memberKey(uid));
}

function eraseFromShareLists(database: Database, uid: MemberId): void {
  for (const row of database.all('SELECT member, body FROM shares')) {
    let isSound = true;
    const shares = readRows(documentOf(row['body']), SHARE, (odd) => {
      isSound = false;
      database.noteOdd(odd);
    });
    const left = shares.filter((share) => !concerns(share, uid));
    // A row that cannot be read may be about the person: it goes.
    if (isSound && left.length === shares.length) continue;
    database.run('UPDATE shares SET body = ? WHERE member = ?', JSON.stringify(left), String(row['member']));
  }
}

/** Run by run: the results of years do not stand in memory at once. A sound run without the person keeps its bytes. */
function eraseFromRuns(database: Database, uid: MemberId): void {
  for (const { id } of database.all('SELECT id FROM runs')) eraseFromRun(database, Number(id), uid);
}

/** One stored run without the person: to be called within a transaction. */
export function eraseFromRun(database: Database, run: number, uid: MemberId): void {
  const row = runRow(database, run);
  if (row?.['result'] != null)
    changeResult(database, run, row['result'], (result) => eraseFromResult(result, uid));
  if (row?.['judged'] == null) return;
  const judged = eraseFromJudged(unpackJudged(row['judged'], noteOfRun(database.noteOdd, run)), uid);
  database.run('UPDATE runs SET judged = ? WHERE id = ?', packJudged(judged), run);
}

/** One stored run without the private names of a person: to be called within a transaction. */
export function blankInRun(database: Database, run: number, uid: MemberId): void {
  const row = runRow(database, run);
  if (row?.['result'] != null)
    changeResult(database, run, row['result'], (result) => blankNames(result, uid));
}

function runRow(database: Database, run: number): Row | undefined {
  return database.get('SELECT result, judged FROM runs WHERE id = ?', run);
}

/** What cannot be read of a run may be about the person: it goes, with the whole document where that is all of it. */
function changeResult(
  database: Database,
  run: number,
  packed: unknown,
  change: (result: RunResult) => RunResult,
): void {
  let isSound = true;
  const before = unpackResult(packed, (odd) => {
    isSound = false;
    noteOfRun(database.noteOdd, run)(odd);
  });
  if (before === null) {
    database.run("UPDATE runs SET status = 'failed', result = NULL, judged = NULL WHERE id = ?", run);
    return;
  }
  const after = change(before);
  if (isSound && JSON.stringify(after) === JSON.stringify(before)) return;
  database.run('UPDATE runs SET result = ? WHERE id = ?', packResult(after), run);
}

function eraseFromJudged(judged: JudgedBy, uid: MemberId): JudgedBy {
  const others = (members: readonly string[]) => members.filter((member) => member !== uid);
  return Object.fromEntries(
    Object.entries(judged).map(([check, { whole, part }]) => [
      check,
      { whole: others(whole), part: others(part) },
    ]),
  );
}
