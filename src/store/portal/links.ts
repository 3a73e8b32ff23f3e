import { z } from 'zod';
import { runId } from '../../model/ids.ts';
import { LINK_KINDS } from '../../model/portal/portal.ts';
import type { Database } from '../database/database.ts';
import { readRow, type StoredShape } from '../database/rows.ts';
import { fields, Member, Moment } from './columns.ts';
import type { LinkStore, StoredLink } from './portal-store.ts';

const LINK: StoredShape<StoredLink> = {
  what: 'link',
  id: 'kind',
  schema: z.object({
    id: z.string(),
    kind: z.enum(LINK_KINDS),
    member: Member,
    madeAt: Moment,
    expiresAt: Moment,
    run: z.number().int().transform(runId).nullable(),
  }),
};

export function linkStore(database: Database): LinkStore {
  return {
    add: async (links) =>
      await database.runEach(
        'INSERT INTO portal_links (id, kind, member, made_at, expires_at, run) VALUES (?, ?, ?, ?, ?, ?)',
        links.map(({ id, kind, member, madeAt, expiresAt, run }) => [
          id,
          kind,
          member,
          madeAt,
          expiresAt,
          run,
        ]),
      ),
    async get(id) {
      const row = await database.get('SELECT * FROM portal_links WHERE id = ?', id);
      return row === undefined ? null : readRow(fields(row), LINK, database.noteOdd);
    },
  };
}
