import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { crawlMember, newReading } from '../../src/gather/crawl/crawl.ts';
import { descend } from '../../src/gather/crawl/descend.ts';
import { newCrawlMemory } from '../../src/gather/crawl/tree.ts';
import { memberId } from '../../src/model/ids.ts';
import { secret } from '../../src/model/secret.ts';
import { filesRoot } from '../../src/nextcloud/dav/request.ts';
import { type Client, openClient } from '../../src/nextcloud/http/client.ts';
import { openStore } from '../../src/store/open.ts';
import type { SnapshotWriter, Store } from '../../src/store/store.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { NAMES } from './names.ts';
import { PLAIN_PROPERTIES, type PlainServer, plainReader, servePlain } from './plain-server.ts';

const ALICE = memberId('alice');
const PASSWORD = 'a password of the test';

let disk: string;
let home: string;
let store: Store;
let server: PlainServer;
let client: Client;

beforeAll(async () => {
  disk = temporaryFolder('plain');
  home = join(disk, 'home');
  for (const [at, name] of NAMES.entries()) {
    // Each name as a file, as a folder, and as a folder in a folder of its own name.
    mkdirSync(join(home, 'folders', name, name), { recursive: true });
    writeFileSync(join(home, name), 'x'.repeat(at));
    writeFileSync(join(home, 'folders', name, name, name), 'x'.repeat(100 + at));
  }
  mkdirSync(join(home, 'empty'));
  store = await openStore(join(disk, 'menage.db'));
  server = await servePlain(home, { user: ALICE, password: PASSWORD });
  client = await openClient({ url: server.url, concurrency: 2, idleTimeoutMs: 5_000 });
});
afterAll(async () => {
  client.close();
  await server.close();
  await store.close();
  rmSync(disk, { recursive: true });
});

const session = () => client.as({ login: ALICE, password: secret(PASSWORD) });

/** What lies on the disk, by path. */
function onDisk(): ReadonlyMap<string, number | 'folder'> {
  const all = new Map<string, number | 'folder'>();
  for (const node of readdirSync(home, { recursive: true, withFileTypes: true })) {
    const path = join(node.parentPath, node.name);
    all.set(`/${relative(home, path)}`, node.isDirectory() ? 'folder' : statSync(path).size);
  }
  return all;
}

async function seen(tree: SnapshotWriter): Promise<ReadonlyMap<string, number | 'folder'>> {
  const all = new Map<string, number | 'folder'>();
  for await (const batch of tree.entries())
    for (const { path, isFolder, size } of batch) all.set(path, isFolder ? 'folder' : size);
  return all;
}

describe('a WebDAV server that nobody here wrote', { timeout: 30_000 }, () => {
  it('is read by the walk with the same files, folders and bytes as the disk, whatever the names', async () => {
    const tree = await store.snapshots.begin(ALICE);
    const place = { member: ALICE, address: filesRoot(ALICE), mountType: '' } as const;
    const options = { major: 31, memory: newCrawlMemory() };
    const reading = {
      ...newReading(session(), place, tree, options, () => Promise.reject(new TypeError('it has no state'))),
      properties: PLAIN_PROPERTIES,
      readerOf: plainReader,
    };
    const listed = await descend(reading, { start: ['/'], settled: () => false, fresh: true });
    const truth = onDisk();
    const sizes = [...truth.values()].filter((size) => size !== 'folder');
    expect(reading.gaps).toEqual(new Map());
    expect(await tree.totals()).toEqual({
      files: sizes.length,
      folders: truth.size - sizes.length,
      bytes: sizes.reduce((sum, size) => sum + size, 0),
    });
    expect([...(await seen(tree))].sort()).toEqual([...truth].sort());
    expect(listed.length).toBe(1 + truth.size - sizes.length);
    await tree.abandon();
  });

  it('is refused by the crawl of a Nextcloud, which takes no tree without ids for a member’s', async () => {
    const tree = await store.snapshots.begin(ALICE);
    for (const strategy of ['search', 'infinity', 'walk'] as const) {
      const options = { major: 31, memory: newCrawlMemory(), strategy };
      const crawled = await crawlMember(session(), ALICE, null, tree, options);
      expect(crawled).toMatchObject({ outcome: 'failed', failure: 'forbidden' });
    }
    expect(await tree.totals()).toEqual({ files: 0, folders: 0, bytes: 0 });
    await tree.abandon();
  });
});
