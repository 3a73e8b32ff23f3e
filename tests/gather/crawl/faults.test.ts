import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCoop } from '../../../src/demo/coop/coop.ts';
import type { FaultRule } from '../../../src/demo/nextcloud/http/kinds.ts';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { crawlMember } from '../../../src/gather/crawl/crawl.ts';
import { type Crawled, newCrawlMemory } from '../../../src/gather/crawl/tree.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { inWords } from '../../helpers/in-words.ts';
import { memorySink } from './helpers.ts';

const coop = makeCoop({ seed: 2, now: Date.UTC(2026, 10, 24, 9), readable: true });
// The member with the most folders that was read whole.
const truth = coop.truth.members
  .filter(
    ({ status, id }) =>
      status === 'read' && coop.world.users.find((user) => user.id === id)?.mounts.length === 0,
  )
  .reduce((a, b) => ((b.folders ?? 0) > (a.folders ?? 0) ? b : a));
const user = coop.world.users.find(({ id }) => id === truth.id);
const folder = user?.home.children.find((node) => node.kind === 'folder' && node.children.length > 0);
const path = `/${folder?.name}`;
let server: DemoServer;

beforeAll(async () => {
  server = await startServer(coop.world);
});
afterEach(() => {
  server.faults.clear();
  server.forgive();
});
afterAll(() => server.close());

async function crawlWith(
  rules: readonly FaultRule[],
  strategy: 'search' | 'infinity' | 'walk' = 'search',
): Promise<Crawled & { requests: number }> {
  for (const rule of rules) server.faults.add(rule);
  const client = await openClient({ url: server.url, concurrency: 2, idleTimeoutMs: 300, retryPauseMs: 5 });
  try {
    const session = client.as({ login: user?.loginName ?? '', password: secret(user?.appPassword ?? '') });
    const options = { major: 31, memory: newCrawlMemory(), strategy };
    const crawled = await crawlMember(session, memberId(truth.id), null, memorySink(), options);
    return { ...crawled, requests: session.requests() };
  } finally {
    client.close();
  }
}

const { bytes, files, folders } = truth;
const whole = { outcome: 'read', reasons: [], unreadable: [], totals: { bytes, files, folders } };
const search = { kind: 'search' } as const;

describe('the whole tree comes in spite of', () => {
  const mended: readonly (readonly [string, readonly FaultRule[], string])[] = [
    ['an empty 207 to SEARCH', [{ fault: 'empty-207', ...search }], 'infinity'],
    ['one empty 207', [{ fault: 'empty-207', ...search, times: 1 }], 'search'],
    ['a cut 207 to SEARCH', [{ fault: 'cut-207', ...search }], 'infinity'],
    ['an empty 500 to SEARCH', [{ fault: 'empty-500', ...search }], 'infinity'],
    ['SEARCH that is switched off', [{ fault: 'not-implemented', ...search }], 'infinity'],
    ['SEARCH that is forbidden', [{ fault: 'forbidden', ...search }], 'infinity'],
    ['SEARCH that never answers', [{ fault: 'hang', ...search }], 'infinity'],
    [
      'infinity answered for one level',
      [{ fault: 'not-implemented', ...search }, { fault: 'depth-1' }],
      'walk',
    ],
    [
      'neither SEARCH nor infinity',
      [
        { fault: 'empty-500', ...search },
        { fault: 'empty-207', depth: 'infinity' },
      ],
      'walk',
    ],
    ['a lock that passes', [{ fault: 'locked', ...search, times: 2 }], 'search'],
    ['503 that passes', [{ fault: 'unavailable', times: 3 }], 'search'],
    ['429 with Retry-After', [{ fault: 'rate-limited', retryAfter: 1, times: 1 }], 'search'],
    ['a reset', [{ fault: 'reset', times: 1 }], 'search'],
    ['a reset in the middle', [{ fault: 'reset-mid-body', ...search, times: 1 }], 'search'],
    ['SEARCH that always breaks off in the middle', [{ fault: 'reset-mid-body', ...search }], 'infinity'],
    [
      'a list of a folder that breaks off once',
      [{ fault: 'reset-mid-body', depth: '0', times: 1 }],
      'search',
    ],
    [
      'neither SEARCH nor infinity to the end',
      [
        { fault: 'reset-mid-body', ...search },
        { fault: 'reset-mid-body', depth: 'infinity' },
      ],
      'walk',
    ],
    ['a request that hangs', [{ fault: 'hang', ...search, times: 1 }], 'search'],
  ];
  for (const [name, rules, strategy] of mended) {
    it(name, async () => {
      expect(await crawlWith(rules)).toMatchObject({ ...whole, strategy });
      expect(server.counters.peakPerMember).toBe(1);
    });
  }
});

it('a body that breaks off is a cut document: the next smaller unit is asked at once', async () => {
  const { requests } = await crawlWith([{ fault: 'cut-207', ...search }]);
  server.faults.clear();
  expect(await crawlWith([{ fault: 'reset-mid-body', ...search }])).toMatchObject({ requests });
});

describe('nothing is read, and the reason is told, with', () => {
  const lost: readonly (readonly [string, readonly FaultRule[], string, number])[] = [
    ['somebody else’s root', [{ fault: 'foreign-root' }], 'forbidden', 1],
    ['a token without files', [{ fault: 'no-filesystem' }], 'forbidden', 1],
    ['a refused login', [{ fault: 'unauthorised' }], 'unauthorised', 1],
    ['429 for good', [{ fault: 'rate-limited' }], 'rate-limited', 4],
    ['an empty 207 for everything', [{ fault: 'empty-207' }], 'too-big', 1],
  ];
  for (const [name, rules, failure, requests] of lost) {
    it(name, async () => {
      const crawled = await crawlWith(rules);
      expect(crawled).toMatchObject({ outcome: 'failed', failure, requests });
      expect(crawled).toHaveProperty('reasons', inWords(/.{20}/));
    });
  }

  it('maintenance: that ends the run', async () => {
    await expect(crawlWith([{ fault: 'maintenance' }])).rejects.toMatchObject({ failure: 'maintenance' });
  });
});

describe('the folder is named', () => {
  it('whose size the server does not know', async () => {
    for (const strategy of ['search', 'infinity', 'walk'] as const) {
      server.faults.clear();
      const crawled = await crawlWith([{ fault: 'unknown-size', path }], strategy);
      expect(crawled).toMatchObject({ outcome: 'read', unreadable: [path] });
    }
  });
  it('that has no id', async () => {
    for (const strategy of ['search', 'infinity', 'walk'] as const) {
      server.faults.clear();
      const crawled = await crawlWith([{ fault: 'unknown-id', path }], strategy);
      expect(crawled).toMatchObject({ outcome: 'read', unreadable: [path] });
    }
  });
  it('whose list is refused, in the walk', async () => {
    const crawled = await crawlWith([{ fault: 'forbidden', path, depth: '1' }], 'walk');
    expect(crawled).toMatchObject({ outcome: 'read', unreadable: [path] });
    expect(crawled).toHaveProperty('reasons', inWords(/^The server refused to list 1 folder\.$/));
  });
});

describe('a root that moves at every look', () => {
  it('is settled by its own list, for nothing else moved', async () => {
    const crawled = await crawlWith([{ fault: 'etag-changes', depth: '0' }], 'walk');
    expect(crawled).toMatchObject(whole);
  });
});
