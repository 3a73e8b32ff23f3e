import { expect, it, vi } from 'vitest';
import { LockedError } from '../../src/model/errors.ts';
import { acquireLock } from '../../src/store/open.ts';
import { ask, placeOf, schemaAddress } from '../helpers/postgres.ts';

it('takes the lock of a store again whose connection was cut', async () => {
  const address = schemaAddress();
  const place = placeOf(address);
  const lock = await acquireLock(place, 'menage run', Date.now());
  const cut = await ask(
    address,
    "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' " +
      "AND application_name = 'menage lock' AND objid = hashtext($1)::oid",
    [place.schema],
  );
  expect(cut).toHaveLength(1);
  await vi.waitFor(
    () =>
      expect(acquireLock(place, 'menage audit', Date.now()).then((one) => one.release())).rejects.toThrow(
        LockedError,
      ),
    { timeout: 10_000 },
  );
  await lock.release();
  await (await acquireLock(place, 'menage audit', Date.now())).release();
});
