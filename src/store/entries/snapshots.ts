import type { Entry } from '../../model/entry.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import type { Database } from '../database/database.ts';
import { OWN_TREE } from '../database/own-tree.ts';
import { oweRewrite } from '../database/rewrite.ts';
import { assertReadable, readRow, readRows } from '../database/rows.ts';
import { documentOf, SHARE, UPLOADS } from '../database/shapes.ts';
import type { SnapshotStore } from '../store.ts';
import { type HasLeft, treeWriters } from './snapshot-writer.ts';
import { storedEntries, storedSnapshot } from './stored-tree.ts';

/** The latest complete tree of each member, and the shares of its own list. */
export function snapshotStore(database: Database, hasLeft: HasLeft): SnapshotStore {
  const writerFor = treeWriters(database, hasLeft);
  const saveUnlessLeft = (table: 'shares' | 'upload_times', member: MemberId, body: string) =>
    database.transaction(async (within) => {
      if (await hasLeft(within, member)) return;
      await within.run(
        `INSERT INTO ${table} (member, body) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET body = excluded.body`,
        ...[member, body],
      );
    });
  return {
    get: (member) => storedSnapshot(database, member),
    entries: (member) => storedEntries(database, member),
    async folders(member) {
      const folders: Entry[] = [];
      for await (const batch of storedEntries(database, member, 'folders')) folders.push(...batch);
      return folders;
    },
    begin: async (member) => writerFor(member),
    async shares(member) {
      const text = (await database.get('SELECT body FROM shares WHERE member = ?', member))?.['body'];
      return typeof text === 'string' ? readRows(documentOf(text), SHARE, database.noteOdd) : null;
    },
    async saveShares(member, shares) {
      assertReadable(`The share list of ${member}`, shares, SHARE);
      await saveUnlessLeft('shares', member, JSON.stringify(shares));
    },
    async uploads(member) {
      const text = (await database.get('SELECT body FROM upload_times WHERE member = ?', member))?.['body'];
      return text === undefined ? null : readRow(documentOf(text), UPLOADS, database.noteOdd);
    },
    async saveUploads(notes) {
      assertReadable(`The upload times of ${notes.member}`, [notes], UPLOADS);
      await saveUnlessLeft('upload_times', notes.member, JSON.stringify(notes));
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
