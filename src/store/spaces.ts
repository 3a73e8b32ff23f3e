import { derived } from '../model/lists/derived.ts';
import type { Database } from './database/database.ts';
import { assertReadable, readRow } from './database/rows.ts';
import { documentOf, LOOK, SPACE } from './database/shapes.ts';
import { readTable } from './database/whole-table.ts';
import type { SpaceStore } from './space-store.ts';

/** Group folders as last read whole, and which members saw them. */
export function spaceStore(database: Database): SpaceStore {
  return {
    list: async () =>
      (await database.all('SELECT body FROM spaces ORDER BY id')).flatMap(
        ({ body }) => readRow(documentOf(body), SPACE, database.noteOdd) ?? [],
      ),
    looks: () =>
      readTable(database, { name: 'space_looks', key: 'member' }, ({ body }) =>
        readRow(documentOf(body), LOOK, database.noteOdd),
      ),
    async save(spaces, looks) {
      assertReadable('The list of group folders', spaces, SPACE);
      assertReadable('The list of group folders', looks, LOOK);
      await database.transaction(async (within) => {
        await within.run('DELETE FROM spaces');
        await within.run('DELETE FROM space_looks');
        await within.runEach(
          'INSERT INTO spaces (id, body) VALUES (?, ?)',
          derived(spaces, (space) => [[space.id, JSON.stringify(space)]]),
        );
        await within.runEach(
          'INSERT INTO space_looks (member, body) VALUES (?, ?)',
          derived(looks, (look) => [[look.member, JSON.stringify(look)]]),
        );
      });
    },
  };
}
