import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { askingInTime } from '../../../src/store/fleet/ask-in-time.ts';
import { makeDatabase } from '../../helpers/postgres.ts';

let client: pg.Client;

beforeEach(async () => {
  client = new pg.Client(await makeDatabase());
  await client.connect();
});
afterEach(() => client.end());

/** As a long calculation does. */
function holdUp(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

it('takes an answer that came while the process was held up', async () => {
  const ask = askingInTime(client, 200);
  const answer = ask('SELECT $1::TEXT AS told', ['yes']);
  // The question leaves first.
  await new Promise(setImmediate);
  holdUp(1_000);
  expect((await answer).rows).toEqual([{ told: 'yes' }]);
});

it('gives an answer up that does not come', async () => {
  const ask = askingInTime(client, 200);
  await expect(ask('SELECT pg_sleep(1)')).rejects.toThrow('The database did not answer for 200 ms.');
});

it("gives the server's own refusal on", async () => {
  const ask = askingInTime(client, 5_000);
  await expect(ask('SELECT nothing_such')).rejects.toThrow(/nothing_such/);
});
