import type { Entry } from '../../model/entry.ts';
import { memberId } from '../../model/ids.ts';
import type { Database } from '../database/database.ts';
import { OWN_TREE } from '../database/own-tree.ts';
import { oweRewrite } from '../database/rewrite.ts';
import { readRow, readRows } from '../database/rows.ts';
import { documentOf, SHARE, SNAPSHOT, UPLOADS } from '../database/shapes.ts';
import type { SnapshotStore } from '../store.ts';
import { assertBesideReadable, writeBeside } from './beside-tree.ts';
import { type HasLeft, treeWriters } from './snapshot-writer.ts';
import { storedEntries, storedSnapshot } from './stored-tree.ts';

/** The latest complete tree of each member, and the shares of its own list. */
export function snapshotStore(database: Database, hasLeft: HasLeft): SnapshotStore {
  const writerFor = treeWriters(database, hasLeft);
  const sharesOf = (text: unknown) =>
    typeof text === 'string' ? readRows(documentOf(text), SHARE, database.noteOdd) : null;
  const uploadsOf = (text: unknown) =>
    typeof text === 'string' ? readRow(documentOf(text), UPLOADS, database.noteOdd) : null;
  return {
    get: (member) => storedSnapshot(database, member),
    async known(member) {
      const row = await database.get(
        `SELECT (SELECT body FROM snapshots WHERE member = ?) AS snapshot, (SELECT body FROM shares WHERE member = ?) AS shares,
           (SELECT body FROM upload_times WHERE member = ?) AS uploads`,
        ...[member, member, member],
      );
      const { snapshot = null, shares = null, uploads = null } = row ?? {};
      return {
        snapshot: snapshot === null ? null : readRow(documentOf(snapshot), SNAPSHOT, database.noteOdd),
        shares: sharesOf(shares),
        uploads: uploadsOf(uploads),
      };
    },
    entries: (member) => storedEntries(database, member),
    async folders(member) {
      const folders: Entry[] = [];
      for await (const batch of storedEntries(database, member, 'folders')) folders.push(...batch);
      return folders;
    },
    begin: async (member) => writerFor(member),
    shares: async (member) =>
      sharesOf((await database.get('SELECT body FROM shares WHERE member = ?', member))?.['body']),
    async saveBeside(member, beside) {
      assertBesideReadable(member, beside);
      if ((beside.shares ?? beside.uploads ?? null) === null) return;
      await database.transaction(async (within) => {
        if (!(await hasLeft(within, member))) await writeBeside(within, member, beside);
      });
    },
    members: async () =>
      (await database.all('SELECT member FROM snapshots UNION SELECT member FROM shares')).map(({ member }) =>
        memberId(String(member)),
      ),
    async erase(members) {
      await database.transaction(async (within) => {
        for (const member of members) {
          for (const statement of OWN_TREE) await within.run(statement, member);
        }
        if (members.length > 0) await oweRewrite(within);
      });
    },
  };
}
