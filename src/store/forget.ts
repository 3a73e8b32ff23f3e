import { LockedError } from '../errors.ts';
import type { MemberId } from '../model/ids.ts';
import type { Database } from './database.ts';
import { concerns, eraseFromResult, type Person } from './erase-person.ts';
import { markForgotten } from './forgotten.ts';
import { type JudgedBy, pack, unpackJudged, unpackResult } from './packed.ts';
import { readShares } from './stored-shapes.ts';

/** Rows that belong to one member and to nobody else. */
const OWN_ROWS = [
  'DELETE FROM tree_parts WHERE snapshot IN (SELECT key FROM snapshots WHERE member = ?)',
  'DELETE FROM snapshots WHERE member = ?',
  'DELETE FROM shares WHERE member = ?',
  'DELETE FROM figures WHERE member = ?',
  'DELETE FROM space_looks WHERE member = ?',
  'DELETE FROM members WHERE id = ?',
] as const;

/**
 * Erases a person in one transaction, then rewrites the file: deleted rows would else stay readable in its free pages.
 * @throws {LockedError} when another program reads the store.
 * @throws {PartialError} when the disk is full.
 */
export function forget(database: Database, member: MemberId): void {
  const person = personOf(database, member);
  database.transaction(() => {
    for (const statement of OWN_ROWS) database.run(statement, member);
    eraseDeliveries(database, person);
    eraseFromShareLists(database, person);
    eraseFromRuns(database, person);
  });
  if (!compact(database)) {
    throw new LockedError(
      `${member} is erased, but another program reads the store ${database.path}, and its log still holds traces: ` +
        'end that program, then forget again.',
    );
  }
}

/** Rewrites the file without its free pages, and empties the log beside it; false when another program reads that. */
export function compact(database: Database): boolean {
  database.exec('VACUUM');
  return database.emptyLog();
}

/** Under which names the store knows the person, also those of earlier runs. */
function personOf(database: Database, member: MemberId): Person {
  const row = database.get('SELECT name, mail FROM members WHERE id = ?', member);
  const earlier = database
    .all('SELECT result FROM runs WHERE result IS NOT NULL')
    .flatMap(({ result }) => unpackResult(result).members.filter(({ id }) => id === member))
    .map(({ name }) => name);
  const names = [row?.['name'], row?.['mail'], ...earlier].filter((name) => typeof name === 'string');
  return { uid: member, names: [...new Set(names)].filter((name) => name !== '' && name !== member) };
}

function eraseDeliveries(database: Database, { uid, names }: Person): void {
  markForgotten(database, `member:${uid}`);
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

function eraseFromRuns(database: Database, person: Person): void {
  for (const row of database.all('SELECT id, result, judged FROM runs')) {
    const { id, result, judged } = row;
    database.run(
      'UPDATE runs SET result = ?, judged = ? WHERE id = ?',
      result === null ? null : pack(eraseFromResult(unpackResult(result), person)),
      judged === null ? null : pack(eraseFromJudged(unpackJudged(judged), person)),
      Number(id),
    );
  }
}

function eraseFromJudged(judged: JudgedBy, { uid }: Person): JudgedBy {
  const others = (members: readonly string[]) => members.filter((member) => member !== uid);
  return Object.fromEntries(
    Object.entries(judged).map(([check, { whole, part }]) => [
      check,
      { whole: others(whole), part: others(part) },
    ]),
  );
}
