import type { Database } from './database.ts';
import type { SpaceStore } from './space-store.ts';
import { readLook, readSpace } from './stored-shapes.ts';

/** Group folders as last read whole, and which members saw them. */
export function spaceStore(database: Database): SpaceStore {
  const bodies = (table: 'spaces' | 'space_looks', key: string) =>
    database.all(`SELECT body FROM ${table} ORDER BY ${key}`).map((row) => String(row['body']));
  return {
    list: async () => bodies('spaces', 'id').map(readSpace),
    looks: async () => bodies('space_looks', 'member').map(readLook),
    async save(spaces, looks) {
      database.transaction(() => {
        database.run('DELETE FROM spaces');
        database.run('DELETE FROM space_looks');
        database.runEach(
          'INSERT INTO spaces (id, body) VALUES (?, ?)',
          spaces.map((space) => [space.id, JSON.stringify(space)]),
        );
        database.runEach(
          'INSERT INTO space_looks (member, body) VALUES (?, ?)',
          looks.map((look) => [look.member, JSON.stringify(look)]),
        );
      });
    },
  };
}
