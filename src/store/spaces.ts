import type { Database } from './database/database.ts';
import { assertReadable, readRow } from './database/rows.ts';
import { documentOf, LOOK, SPACE } from './database/shapes.ts';
import type { SpaceStore } from './space-store.ts';

/** Group folders as last read whole, and which members saw them. */
export function spaceStore(database: Database): SpaceStore {
  const bodies = async (table: 'spaces' | 'space_looks', key: string) =>
    (await database.all(`SELECT body FROM ${table} ORDER BY ${key}`)).map((row) => documentOf(row['body']));
  return {
    list: async () =>
      (await bodies('spaces', 'id')).flatMap((body) => readRow(body, SPACE, database.noteOdd) ?? []),
    looks: async () =>
      (await bodies('space_looks', 'member')).flatMap((body) => readRow(body, LOOK, database.noteOdd) ?? []),
    async save(spaces, looks) {
      assertReadable('The list of group folders', spaces, SPACE);
      assertReadable('The list of group folders', looks, LOOK);
      await database.transaction(async (within) => {
        await within.run('DELETE FROM spaces');
        await within.run('DELETE FROM space_looks');
        await within.runEach(
          'INSERT INTO spaces (id, body) VALUES (?, ?)',
          spaces.map((space) => [space.id, JSON.stringify(space)]),
        );
        await within.runEach(
          'INSERT INTO space_looks (member, body) VALUES (?, ?)',
          looks.map((look) => [look.member, JSON.stringify(look)]),
        );
      });
    },
  };
}
