import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PartialError } from '../../../src/model/errors.ts';
import { memberId } from '../../../src/model/ids.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { foundIn, rawBytes, rowsOf } from '../../helpers/kept.ts';
import { ON_POSTGRES } from '../../helpers/postgres.ts';
import { withSmallDisk } from '../../helpers/small-disk.ts';
import { entry, snapshot } from '../helpers.ts';

const GONE = memberId('zoltan.quux');
const STAYS = memberId('anna');

async function fill(store: Store): Promise<void> {
  for (const [member, files] of [
    [GONE, 500],
    [STAYS, 12_000],
  ] as const) {
    const writer = await store.snapshots.begin(member);
    await writer.add(Array.from({ length: files }, (_, at) => entry(`${files}${at}`, `/of ${member}/${at}`)));
    await writer.commit(snapshot(member));
    const name = `The name of ${member}`;
    await store.members.save([
      {
        id: member,
        name,
        mail: null,
        language: 'fr',
        antenna: null,
        lastLogin: 1,
        lastRequestAt: null,
        groups: [],
      },
    ]);
  }
}

// SQLite needs room beside its file to erase; of a database server's disk: tests/store/database/postgres-faults.postgres.test.ts.
describe.skipIf(ON_POSTGRES)('forgetting on a full disk', { timeout: 60_000 }, () => {
  it('changes nothing where the last step of the transaction fails, and takes back what went along', async ({
    skip,
  }) => {
    await withSmallDisk(skip, async (disk) => {
      const store = await openStore(join(disk.folder, 'menage.db'));
      await fill(store);
      const before = await rowsOf(join(disk.folder, 'menage.db'));
      const done: string[] = [];
      const forgetting = store.members.forget(GONE, async () => {
        disk.fill(0);
        done.push('went along');
        return async () => void done.push('taken back');
      });
      await expect(forgetting).rejects.toThrow(PartialError);
      await expect(forgetting).rejects.toThrow(/disk .* is full.*what stood before stands/);
      expect(done).toEqual(['went along', 'taken back']);
      disk.free();
      expect(await rowsOf(join(disk.folder, 'menage.db'))).toEqual(before);
      await store.members.forget(GONE);
      expect(foundIn(await rawBytes(disk.folder), GONE)).toEqual([]);
      await store.close();
    });
  });

  it('says that the person is erased where only the file could not be rewritten, which the next purge does', async ({
    skip,
  }) => {
    await withSmallDisk(skip, async (disk) => {
      const store = await openStore(join(disk.folder, 'menage.db'));
      await fill(store);
      const forgetting = store.members.forget(GONE, async () => {
        disk.fill(600_000);
        return async () => {
          throw new Error('the transaction was to succeed');
        };
      });
      await expect(forgetting).rejects.toThrow(
        /zoltan\.quux is erased, but the store .* could not be rewritten.*until the next/,
      );
      expect([...(await store.members.known())]).toEqual([STAYS]);
      disk.free();
      await store.purge(0);
      expect(foundIn(await rawBytes(disk.folder), GONE)).toEqual([]);
      expect(await store.integrity()).toBeNull();
      await store.close();
    });
  });
});
