import { expect, it, onTestFinished } from 'vitest';
import { assertNoneLost } from '../../../src/gather/shares/vanished.ts';
import { RequestError } from '../../../src/model/errors.ts';
import { reasonOf } from '../../../src/model/reasons/errors.ts';
import { because, hasReason } from '../../../src/model/reasons/reason.ts';
import { secret } from '../../../src/model/secret.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { link } from '../../checks/helpers.ts';
import { serve } from '../../nextcloud/server.ts';

/** Why a list without the one share of before is not believed, where the server answers so when it is asked by id. */
async function doubt(body: string, stopsBefore = false): Promise<RequestError> {
  const server = await serve((_, response) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(body),
  );
  const client = await openClient({ url: server.url, concurrency: 2, idleTimeoutMs: 300, retryPauseMs: 1 });
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const session = client.as({ login: 'anna', password: secret('wortschatz') });
  if (stopsBefore) client.stop(because('stop.broke-off'));
  const earlier = { shares: [link()], endedBy: '2026-11-30' };
  try {
    await assertNoneLost(session, new Set(), earlier);
  } catch (error) {
    if (error instanceof RequestError) return error;
    throw error;
  }
  throw new Error('The list was believed.');
}

it('says that the server did not tell only where it was asked', async () => {
  const untold = await doubt('{"ocs":{"meta":{},"data":[]}}');
  expect(hasReason([reasonOf(untold)], ['shares.vanished-untold'])).toBe(true);
  // The end of this process is nothing that the server said: the reading is done again.
  const stopped = await doubt('', true);
  expect(stopped).toMatchObject({ failure: 'stopped' });
  expect(hasReason([reasonOf(stopped)], ['stop.broke-off'])).toBe(true);
});
