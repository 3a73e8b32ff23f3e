import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { FaultRule } from '../../../src/demo/nextcloud/http/kinds.ts';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { crawlMember } from '../../../src/gather/crawl/crawl.ts';
import { type CrawlMemory, newCrawlMemory } from '../../../src/gather/crawl/tree.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { IN_TIME } from '../../helpers/property.ts';
import { smallWorld, userOf } from '../../helpers/world.ts';
import { memorySink } from './helpers.ts';

let server: DemoServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

/** Alice's tree by Depth infinity, in pages of so many rows. */
async function read({ url, world }: DemoServer, pageSize: number, memory: CrawlMemory = newCrawlMemory()) {
  const client = await openClient({ url, concurrency: 1, idleTimeoutMs: 300, retryPauseMs: 5 });
  try {
    const sink = memorySink();
    const password = secret(userOf(world, 'alice').appPassword ?? '');
    const session = client.as({ login: 'alice', password });
    const options = { major: 31, memory, strategy: 'infinity', pageSize } as const;
    const crawled = await crawlMember(session, memberId('alice'), null, sink, options);
    return { crawled, entries: sink.tree(), requests: session.requests(), memory };
  } finally {
    client.close();
  }
}

const inOneAnswer = (): CrawlMemory => ({ search: true, infinity: true, pages: false });

async function serve(files: Readonly<Record<string, number>>, version = '31.0.6'): Promise<DemoServer> {
  const world = smallWorld({ members: { alice: { files } } });
  world.version = version;
  server = await startServer(world);
  return server;
}

/** Three folders of eight files and a subfolder with two: 40 rows below the root with the folders themselves. */
const FILES = Object.fromEntries(
  ['/Comptes', '/Événements', '/Photos & co'].flatMap((folder) => [
    ...Array.from({ length: 8 }, (_, at) => [`${folder}/fichier ${at}.pdf`, 100 + at]),
    ...Array.from({ length: 2 }, (_, at) => [`${folder}/plus bas/fichier ${at}.pdf`, 10 + at]),
  ]),
);

describe('Depth infinity in pages', () => {
  it('asks for pages that grow, and never for more than are there', async () => {
    const one = await serve(FILES);
    const paged = await read(one, 5);
    expect(paged.crawled).toMatchObject({ outcome: 'read', strategy: 'infinity', reasons: [] });
    // 37 rows: 5, 10, 20, and the last 2; before them the root, after them the root again.
    expect(paged.requests).toBe(6);
    expect(paged.entries).toHaveLength(36);
    expect(paged.entries).toEqual((await read(one, 5, inOneAnswer())).entries);
  });

  it('is one request where the tree fits a page', async () => {
    const one = await serve(FILES);
    expect(await read(one, 37)).toMatchObject({ requests: 2, memory: { pages: true } });
  });

  it('takes the one answer of a server that knows no pages, and does not ask it again', async () => {
    const { crawled, entries, requests, memory } = await read(await serve(FILES, '30.0.4'), 5);
    expect(crawled).toMatchObject({ outcome: 'read', strategy: 'infinity', reasons: [] });
    expect({ entries: entries.length, requests, memory }).toEqual({
      entries: 36,
      requests: 2,
      memory: { search: true, infinity: true, pages: false },
    });
  });

  // fast-check prints the seed of a failure, and the smallest case.
  it('gives the same records as one answer, whatever the tree and the page', async () => {
    const name = fc.constantFrom('a', 'b b', 'é', 'd&<', '%20', 'f');
    const path = fc.array(name, { minLength: 1, maxLength: 5 });
    const trees = fc.array(fc.tuple(path, fc.nat(9_999)), { maxLength: 30 });
    let severalPages = 0;
    await fc.assert(
      fc.asyncProperty(trees, fc.integer({ min: 2, max: 12 }), async (files, pageSize) => {
        const tree = Object.fromEntries(
          files.map(([names, size], at) => [`/${names.join('/')}/fichier ${at}`, size]),
        );
        const one = await startServer(smallWorld({ members: { alice: { files: tree } } }));
        try {
          const paged = await read(one, pageSize);
          const whole = await read(one, pageSize, inOneAnswer());
          expect(paged.crawled).toMatchObject({ outcome: 'read', strategy: 'infinity', reasons: [] });
          expect(paged.entries).toEqual(whole.entries);
          expect(paged.crawled).toEqual(whole.crawled);
          if (paged.requests > whole.requests) severalPages++;
        } finally {
          await one.close();
        }
      }),
      { ...IN_TIME, numRuns: 20 },
    );
    expect(severalPages).toBeGreaterThan(5);
  }, 30_000);
});

describe('pages that do not come', () => {
  const later = { kind: 'propfind', depth: 'infinity', path: '/', after: 1 } as const;
  const faults: readonly (readonly [string, FaultRule, pages: boolean])[] = [
    ['whose listing the server forgot', { fault: 'pages-forgotten', ...later }, false],
    ['that lack a row', { fault: 'page-short', ...later }, false],
    ['that break off', { fault: 'cut-207', ...later }, false],
    ['that are empty', { fault: 'empty-207', ...later }, false],
    ['that the server refuses', { fault: 'forbidden', ...later }, true],
    ['that never come', { fault: 'hang', ...later }, true],
  ];
  it.each(faults)('%s: the tree is read in smaller units', async (_, rule, pages) => {
    const one = await serve(FILES);
    one.faults.add(rule);
    const { crawled, entries, memory } = await read(one, 5);
    expect(crawled).toMatchObject({ outcome: 'read', strategy: 'walk', reasons: [], unreadable: [] });
    one.faults.clear();
    expect(entries).toEqual((await read(one, 5, inOneAnswer())).entries);
    expect(memory.pages).toBe(pages);
  });
});
