import type { MemberId } from '../../model/ids.ts';
import type { Queryable } from '../database/database.ts';
import { assertReadable } from '../database/rows.ts';
import { SHARE, UPLOADS } from '../database/shapes.ts';
import type { BesideTree } from '../snapshot-store.ts';

/** @throws {TypeError} for what the next run could not read. */
export function assertBesideReadable(
  member: MemberId,
  { shares = null, uploads = null }: Partial<BesideTree>,
): void {
  if (shares !== null) assertReadable(`The share list of ${member}`, shares, SHARE);
  if (uploads !== null) assertReadable(`The upload times of ${member}`, [uploads], UPLOADS);
}

/** Puts what was read beside a tree in the place of what stood there. */
export async function writeBeside(
  within: Queryable,
  member: MemberId,
  { shares = null, uploads = null }: Partial<BesideTree>,
): Promise<void> {
  const put = async (table: 'shares' | 'upload_times', value: unknown) => {
    if (value !== null)
      await within.run(
        `INSERT INTO ${table} (member, body) VALUES (?, ?) ON CONFLICT (member) DO UPDATE SET body = excluded.body`,
        ...[member, JSON.stringify(value)],
      );
  };
  await Promise.all([put('shares', shares), put('upload_times', uploads)]);
}
