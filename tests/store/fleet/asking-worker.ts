// A worker that asks one server for as long as it lives, or until its client stops: built for child processes, which can
// be killed.
import { instanceName, runId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { postgresPlace } from '../../../src/store/database/postgres-place.ts';
import { openSlots } from '../../../src/store/fleet/slots.ts';
import { TEST_TIMES } from './test-times.ts';

const [address = '', url = '', worker = '', logins = 'none'] = process.argv.slice(2);
const CONCURRENCY = 2;

const slots = openSlots(postgresPlace(address, { password: null, ca: null }), {
  ...{ worker, onLost: () => process.send?.({ lost: true }), times: TEST_TIMES },
});
const client = await openClient({
  ...{ url, concurrency: CONCURRENCY, idleTimeoutMs: 20_000 },
  shared: slots.of(instanceName('lima'), runId(1)),
});
let ending = false;
process.once('SIGTERM', () => {
  ending = true;
});

async function ask(nth: number): Promise<void> {
  const login = logins === 'none' ? null : { login: `${worker}-${nth}`, password: secret('wrong') };
  const path = login === null ? '/status.php' : '/ocs/v1.php/cloud/user';
  await client.as(login).ask({ method: 'GET', path }, async ({ body }) => {
    for await (const _ of body);
  });
}

let asked = 0;
const side = async () => {
  while (!ending && client.stopped() === null) {
    await ask(asked++).catch(() => undefined);
    process.send?.({ answered: true });
  }
};
await Promise.all(Array.from({ length: CONCURRENCY }, side));
client.close();
await slots.close();
process.send?.({ peak: client.traffic.peakConcurrency, stopped: client.stopped()?.key ?? null });
process.disconnect?.();
