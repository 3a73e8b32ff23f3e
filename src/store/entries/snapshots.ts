import type { Entry } from '../../model/entry.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import type { Database } from '../database/database.ts';
import { oweRewrite } from '../database/rewrite.ts';
import { assertReadable, readRow, readRows } from '../database/rows.ts';
import { documentOf, SHARE, UPLOADS } from '../database/shapes.ts';
import type { SnapshotStore } from '../store.ts';
import { treeWriters } from './snapshot-writer.ts';
import { storedEntries, storedSnapshot } from './stored-tree.ts';

/**
 * The latest complete tree of each member, and the shares of its own list.
 * @param hasLeft whether somebody took access back: what is read of them meanwhile is dropped.
 */
export function snapshotStore(database: Database, hasLeft: (member: MemberId) => boolean): SnapshotStore {
  const writerFor = treeWriters(database, hasLeft);
  const unlessLeft = (member: MemberId, write: () => void) =>
    database.transaction(() => {
      if (!hasLeft(member)) write();
    });
  return {
    get: async (member) => storedSnapshot(database, member),
    entries: (member) => storedEntries(database, member),
    async folders(member) {
      const folders: Entry[] = [];
      for await (const batch of storedEntries(database, member, 'folders')) folders.push(...batch);
      return folders;
    },
    begin: async (member) => writerFor(member),
    async shares(member) {
      const text = database.get('SELECT body FROM shares WHERE member = ?', member)?.['body'];
      return typeof text === 'string' ? readRows(documentOf(text), SHARE, database.noteOdd) : null;
    },
    async saveShares(member, shares) {
      assertReadable(`The share list of ${member}`, shares, SHARE);
      const body = JSON.stringify(shares);
      unlessLeft(member, () =>
        database.run(
          'INSERT INTO shares (member, body) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET body = excluded.body',
          ...[member, body],
        ),
      );
    },
    async uploads(member) {
      const text = database.get('SELECT body FROM upload_times WHERE member = ?', member)?.['body'];
      return text === undefined ? null : readRow(documentOf(text), UPLOADS, database.noteOdd);
    },
    async saveUploads(notes) {
      assertReadable(`The upload times of ${notes.member}`, [notes], UPLOADS);
      unlessLeft(notes.member, () =>
        database.run(
          'INSERT INTO upload_times (member, body) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET body = excluded.body',
          ...[notes.member, JSON.stringify(notes)],
        ),
      );
    },
    members: async () =>
      database
        .all('SELECT member FROM snapshots UNION SELECT member FROM shares')
        .map(({ member }) => memberId(String(member))),
    async erase(members) {
      database.transaction(() => {
        for (const member of members) {
          for (const statement of OWN_TREE) database.run(statement, member);
        }
        if (members.length > 0) oweRewrite(database);
      });
    },
  };
}

const OWN_TREE = [
  'DELETE FROM tree_parts WHERE snapshot IN (SELECT key FROM snapshots WHERE member = ?)',
  'DELETE FROM snapshots WHERE member = ?',
  'DELETE FROM shares WHERE member = ?',
  'DELETE FROM upload_times WHERE member = ?',
] as const;
