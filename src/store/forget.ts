import type { MemberId } from '../model/ids.ts';
import { ResultFinding, RunResult } from '../model/result.ts';
import type { Database } from './database.ts';
import { concerns, eraseFromFinding, eraseFromResult, type Person } from './erase-person.ts';
import { readShares } from './stored-shapes.ts';

/** Rows that belong to one member and to nobody else. */
const OWN_ROWS = [
  'DELETE FROM entries WHERE snapshot IN (SELECT key FROM snapshots WHERE member = ?)',
  'DELETE FROM snapshots WHERE member = ?',
  'DELETE FROM shares WHERE member = ?',
  'DELETE FROM judged WHERE member = ?',
  'DELETE FROM figures WHERE member = ?',
  'DELETE FROM members WHERE id = ?',
] as const;

/**
 * Erases a person in one transaction, then rewrites the file: deleted rows would else stay readable in its free pages.
 * @throws {PartialError} when the disk is full, or another program reads the store: forget again.
 */
export function forget(database: Database, member: MemberId): void {
  const person = personOf(database, member);
  database.transaction(() => {
    for (const statement of OWN_ROWS) database.run(statement, member);
    eraseDeliveries(database, person);
    eraseFromShareLists(database, person);
    eraseFromFindings(database, person);
    eraseFromResults(database, person);
  });
  compact(database);
}

/** Rewrites the file without its free pages, and empties the log beside it. */
export function compact(database: Database): void {
  database.exec('VACUUM');
  database.get('PRAGMA wal_checkpoint(TRUNCATE)');
}

/** Under which names the store knows the person, also those of earlier runs. */
function personOf(database: Database, member: MemberId): Person {
  const row = database.get('SELECT name, mail FROM members WHERE id = ?', member);
  const earlier = results(database).flatMap(({ result }) =>
    result.members.filter(({ id }) => id === member).map(({ name }) => name),
  );
  const names = [row?.['name'], row?.['mail'], ...earlier].filter((name) => typeof name === 'string');
  return { uid: member, names: [...new Set(names)].filter((name) => name !== '' && name !== member) };
}

function eraseDeliveries(database: Database, { uid, names }: Person): void {
  database.run('DELETE FROM deliveries WHERE key = ?', `member:${uid}`);
  // A message of another kind to the same address was sent, and stays sent; to whom is erased.
  for (const name of names) {
    database.run("UPDATE deliveries SET recipient = '', last_reply = NULL WHERE recipient = ?", name);
  }
}

function eraseFromShareLists(database: Database, person: Person): void {
  for (const row of database.all('SELECT member, body FROM shares')) {
    const shares = readShares(String(row['body']));
    const left = shares.filter((share) => !concerns(share, person));
    if (left.length === shares.length) continue;
    database.run('UPDATE shares SET body = ? WHERE member = ?', JSON.stringify(left), String(row['member']));
  }
}

function eraseFromFindings(database: Database, person: Person): void {
  for (const row of database.all('SELECT rowid AS number, body FROM findings')) {
    const number = Number(row['number']);
    const body = String(row['body']);
    const left = eraseFromFinding(ResultFinding.parse(JSON.parse(body)), person);
    if (left === null) database.run('DELETE FROM findings WHERE rowid = ?', number);
    else if (JSON.stringify(left) !== body) {
      database.run('UPDATE findings SET body = ? WHERE rowid = ?', JSON.stringify(left), number);
    }
  }
}

function eraseFromResults(database: Database, person: Person): void {
  for (const { run, result } of results(database)) {
    const left = JSON.stringify(eraseFromResult(result, person));
    database.run('UPDATE runs SET result = ? WHERE id = ?', left, run);
  }
}

function results(database: Database): readonly { readonly run: number; readonly result: RunResult }[] {
  return database
    .all('SELECT id, result FROM runs WHERE result IS NOT NULL')
    .map((row) => ({ run: Number(row['id']), result: RunResult.parse(JSON.parse(String(row['result']))) }));
}
