import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/model/errors.ts';
import { acquireLock, openStore } from '../../../src/store/open.ts';
import { ask, makeDatabase, placeOf, schemaAddress, withSchema } from '../../helpers/postgres.ts';

describe('a store on PostgreSQL', () => {
  it('is made where there is none, and holds what was kept when it is opened again', async () => {
    const place = placeOf(schemaAddress());
    const store = await openStore(place);
    await store.runs.start(5);
    await store.close();
    const again = await openStore(place);
    expect(await again.runs.list()).toHaveLength(1);
    await again.close();
  });

  it('refuses a newer one, which it leaves as it is', async () => {
    const address = schemaAddress();
    await (await openStore(placeOf(address))).close();
    await ask(address, 'UPDATE schema_version SET version = 99');
    const refused = openStore(placeOf(address));
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(/newer menage \(schema 99, this one knows \d+\): update menage/);
    expect(await ask(address, 'SELECT version FROM schema_version')).toEqual([{ version: 99 }]);
  });

  it('is one of many in a database, each with a lock of its own', async () => {
    const address = await makeDatabase();
    const [first, second] = [placeOf(address), placeOf(withSchema(address, 'second'))];
    const store = await openStore(first);
    await store.runs.start(1);
    const lock = await acquireLock(first, 'menage run', 0);
    const other = await openStore(second);
    expect(await other.runs.list()).toEqual([]);
    await expect(acquireLock(first, 'menage audit', 0)).rejects.toThrow(/"menage run" \(process \d+/);
    await (await acquireLock(second, 'menage audit', 0)).release();
    await lock.release();
    await other.close();
    await store.close();
  });
});
