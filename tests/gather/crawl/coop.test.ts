import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Coop, makeCoop } from '../../../src/demo/coop/coop.ts';
import type { TruthMember } from '../../../src/demo/coop/truth.ts';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { crawlMember } from '../../../src/gather/crawl/crawl.ts';
import { newCrawlMemory } from '../../../src/gather/crawl/tree.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { readTrash } from '../../../src/nextcloud/dav/trash.ts';
import { type Client, openClient } from '../../../src/nextcloud/http/client.ts';
import { listShares } from '../../../src/nextcloud/ocs/share-list.ts';
import { memorySink } from './helpers.ts';

let coop: Coop;
let server: DemoServer;
let client: Client;

beforeAll(async () => {
  coop = makeCoop({ seed: 1, now: Date.UTC(2026, 10, 24, 9) });
  server = await startServer(coop.world);
  client = await openClient({ url: server.url, concurrency: 4, idleTimeoutMs: 5_000 });
});
afterAll(async () => {
  client.close();
  await server.close();
});

function sessionOf({ id }: Pick<TruthMember, 'id'>) {
  const user = coop.world.users.find((one) => one.id === id);
  if (user?.appPassword == null) throw new Error(`${id} granted nothing`);
  return client.as({ login: user.loginName, password: secret(user.appPassword) });
}

describe('the made-up cooperative', () => {
  for (const strategy of ['search', 'infinity', 'walk'] as const) {
    it(`is read to the last byte by ${strategy}`, async () => {
      const memory = newCrawlMemory();
      const readable = coop.truth.members.filter(({ status }) => status === 'read' || status === 'partial');
      expect(readable.length).toBeGreaterThan(30);
      for (const truth of readable) {
        const session = sessionOf(truth);
        const sink = memorySink();
        const read = await crawlMember(session, memberId(truth.id), null, sink, {
          major: 31,
          memory,
          strategy,
        });
        if (read.outcome !== 'read') throw new Error(`${truth.id} is ${read.outcome}`);
        expect({ id: truth.id, unreadable: read.unreadable, whole: read.reasons.length === 0 }).toEqual({
          id: truth.id,
          unreadable: [...truth.unreadable].sort(),
          whole: truth.status === 'read',
        });
        if (truth.status === 'partial') continue;
        const { bytes, files, folders } = truth;
        expect({ id: truth.id, ...read.totals }).toEqual({ id: truth.id, bytes, files, folders });
        if (strategy !== 'search') continue;
        expect({ id: truth.id, trash: await readTrash(session, memberId(truth.id)) }).toEqual({
          id: truth.id,
          trash: { bytes: truth.trashBytes, ownBytes: truth.trashBytes },
        });
        await listShares(session);
        expect(session.requests()).toBeLessThanOrEqual(4);
      }
      expect(server.counters).toMatchObject({ peakInFlight: 1, peakPerMember: 1, writes: 0, failures: 0 });
    });
  }
});
