import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { EXIT, MenageError, UsageError } from '../../src/model/errors.ts';
import { APPLICATION_ID } from '../../src/store/database/migrate.ts';
import { MIGRATIONS } from '../../src/store/database/migrations.ts';
import { openStore } from '../../src/store/open.ts';
import { removeSqliteTemporaries, temporaryFolder } from '../helpers/temporary.ts';
import { buildStore, endOf, lineFrom, startChild } from './built.ts';
import { ANNA, entry, gather, newLocation, snapshot, storePath } from './helpers.ts';

let built: string;
beforeAll(async () => {
  built = await buildStore();
}, 60_000);

/** A store as the version of a schema number made it, with rows of that time. */
function storeOfSchema(version: number, rows: string): string {
  const path = storePath();
  mkdirSync(dirname(path));
  const driver = new DatabaseSync(path);
  driver.exec(`${MIGRATIONS.slice(0, version).join('')} PRAGMA user_version = ${version};
    PRAGMA application_id = ${APPLICATION_ID}; ${rows}`);
  driver.close();
  return path;
}

/** The error with which a store is refused. */
async function refusal(path: string): Promise<MenageError> {
  const error: unknown = await openStore(path).catch((thrown: unknown) => thrown);
  if (!(error instanceof MenageError)) throw new Error('was opened', { cause: error });
  return error;
}

describe('opening the store', () => {
  it('makes it, private in every part, and opens it again', async () => {
    const path = storePath();
    const store = await openStore(path);
    await store.runs.start(5);
    const folder = dirname(path);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder).sort()).toEqual(['menage.db', 'menage.db-shm', 'menage.db-wal']);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(await store.integrity()).toBeNull();
    await store.close();
    const again = await openStore(path);
    expect(await again.runs.list()).toHaveLength(1);
    await again.close();
  });

  it('makes a store private again that others could read', async () => {
    const path = storePath();
    await (await openStore(path)).close();
    chmodSync(path, 0o644);
    const store = await openStore(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('works when five programs open it twenty times at once', async () => {
    const location = newLocation();
    const script = `import { openStore } from './open.js';
      const location = JSON.parse(process.argv[2]);
      const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(location)));
      await Promise.all(stores.map((store) => store.runs.start(1)));
      await Promise.all(stores.map((store) => store.close()));`;
    const codes = await Promise.all(
      Array.from({ length: 5 }, () =>
        endOf(startChild(built, 'open-often.js', script, JSON.stringify(location))),
      ),
    );
    expect(codes).toEqual([0, 0, 0, 0, 0]);
    const store = await openStore(location);
    expect(await store.runs.list()).toHaveLength(20);
    expect(await store.integrity()).toBeNull();
    await store.close();
  }, 60_000);

  it('brings a store of the first schema up to date: its trees are read anew, the rest stays', async () => {
    const path = storeOfSchema(
      1,
      `INSERT INTO runs (started_at, status) VALUES (1, 'running');
       INSERT INTO snapshots (member, body) VALUES ('${ANNA}', '${JSON.stringify(snapshot())}');
       INSERT INTO entries (snapshot, file_id, path, is_folder, size, modified_at, etag)
         VALUES (1, '1', '/a', 0, 1, 1, 'e')`,
    );
    const again = await openStore(path);
    expect(await again.runs.list()).toHaveLength(1);
    expect(await again.snapshots.get(ANNA)).toBeNull();
    expect(await gather(again.snapshots.entries(ANNA))).toEqual([]);
    expect(await again.integrity()).toBeNull();
    await again.close();
  });

  it('refuses a newer one, which it leaves as it is', async () => {
    const path = storePath();
    await (await openStore(path)).close();
    const driver = new DatabaseSync(path);
    driver.exec('PRAGMA user_version = 99');
    driver.close();
    const error = await refusal(path);
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toMatch(/newer menage \(schema 99, this one knows \d+\): update menage/);
  });

  it('refuses the file of another program', async () => {
    const path = join(temporaryFolder('store'), 'other.db');
    const driver = new DatabaseSync(path);
    driver.exec('CREATE TABLE theirs (a); PRAGMA user_version = 1');
    driver.close();
    expect((await refusal(path)).message).toMatch(/SQLite file of another program/);
  });

  it.each([
    ['no SQLite file', () => write('no database at all '.repeat(500)), /no sound SQLite file/],
    ['a folder', () => temporaryFolder('store'), /Cannot open the store/],
    ['a place that takes no folder', () => '/proc/nowhere/menage.db', /Cannot open the store/],
    ['a path through a file', () => join(write('x'), 'menage.db'), /Cannot open the store/],
  ])('refuses %s with what to do', async (_, make, words) => {
    const error = await refusal(make());
    expect(error.exitCode).toBe(EXIT.usage);
    expect(error.message).toMatch(words);
    expect(error.message).not.toMatch(/hidden/);
  });

  it('tells a damaged store from a sound one', async () => {
    const path = storePath();
    const store = await openStore(path);
    const writer = await store.snapshots.begin(ANNA);
    await writer.add(Array.from({ length: 2_000 }, (_, at) => entry(String(at), `/${at}`)));
    await writer.commit(snapshot());
    await store.close();
    const bytes = readFileSync(path);
    const page = bytes.readUInt16BE(16);
    expect(bytes.length).toBeGreaterThan(3 * page);
    bytes.fill(0xff, 2 * page, 3 * page);
    writeFileSync(path, bytes);
    const damaged = await openStore(path);
    expect(await damaged.integrity()).toMatch(/malformed|invalid|Page|Tree/);
    await damaged.close();
  });
});

function write(text: string): string {
  const folder = temporaryFolder('store');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'file'), text, { mode: 0o600 });
  return join(folder, 'file');
}

describe('a store whose writer is killed', () => {
  const SCRIPT = `import { openStore } from './open.js';
    const [location, generation] = process.argv.slice(2);
    const store = await openStore(JSON.parse(location));
    const snapshot = ${JSON.stringify(snapshot())};
    process.stdout.write('ready\\n');
    for (let round = Number(generation); ; round++) {
      const writer = await store.snapshots.begin('anna');
      for (let batch = 0; batch < 5; batch++) {
        await writer.add(Array.from({ length: 1000 }, (_, at) => ({
          fileId: String(batch * 1000 + at), path: '/' + at, isFolder: false, size: round, modifiedAt: 0,
          uploadedAt: null, etag: '"' + 'x'.repeat(40) + '"', checksum: null })));
      }
      await writer.commit({ ...snapshot, files: round });
      process.stdout.write('x');
    }`;

  it('holds the old tree or the new one, never a mix', async () => {
    const location = newLocation();
    const seen = new Set<number>();
    for (let kill = 0; kill < 6; kill++) {
      const writing = startChild(
        built,
        'write-on.js',
        SCRIPT,
        JSON.stringify(location),
        String(1_000 * (kill + 1)),
      );
      const ended = endOf(writing);
      await lineFrom(writing);
      // Half of them in the middle of the first tree, perhaps; the others surely in a later one.
      if (kill % 2 === 1) await lineFrom(writing);
      await new Promise((resume) => setTimeout(resume, Math.random() * 150));
      writing.kill('SIGKILL');
      await ended;
      removeSqliteTemporaries();
      const store = await openStore(location);
      expect(await store.integrity()).toBeNull();
      const tree = await store.snapshots.get(ANNA);
      const entries = await gather(store.snapshots.entries(ANNA));
      expect(entries).toHaveLength(tree === null ? 0 : 5_000);
      expect([...new Set(entries.map(({ size }) => size))]).toEqual(tree === null ? [] : [tree.files]);
      seen.add(tree?.files ?? 0);
      await store.close();
    }
    expect(seen.size).toBeGreaterThan(1);
  }, 60_000);
});

it('gives the mails of admins to their addresses, the one that went furthest where two were one', async () => {
  const path = storeOfSchema(
    7,
    `INSERT INTO deliveries (run, period, key, recipient, message_id, state) VALUES
      (1, '2026-10', 'admin:1', 'A@coop.example', '<1>', 'queued'),
      (1, '2026-10', 'admin:2', 'a@coop.example', '<2>', 'sent'),
      (1, '2026-10', 'admin:3', 'b@coop.example', '<3>', 'deferred'),
      (2, '2026-11', 'admin:1', 'b@coop.example', '<4>', 'sent'),
      (2, '2026-11', 'member:admin:1', 'c@coop.example', '<5>', 'sent')`,
  );
  const store = await openStore(path);
  const keys = async (period: string) =>
    (await store.outbox.list(period)).map(({ key, state }) => `${key} ${state}`);
  expect(await keys('2026-10')).toEqual(['admin:a@coop.example sent', 'admin:b@coop.example deferred']);
  expect(await keys('2026-11')).toEqual(['admin:b@coop.example sent', 'member:admin:1 sent']);
  await store.close();
});

it('tells thanks apart in the deliveries of an earlier version, and nothing of the others', async () => {
  const path = storeOfSchema(
    9,
    `INSERT INTO deliveries (run, period, key, recipient, message_id, state) VALUES
      (1, '2026-10', 'member:anna', 'a@coop.example', '<merci.20261023.1.0f@coop.example>', 'sent'),
      (1, '2026-10', 'member:bob', 'b@coop.example', '<menage.20261023.1.1f@coop.example>', 'sent')`,
  );
  const store = await openStore(path);
  expect((await store.outbox.sent()).map(({ key, occasion }) => [key, occasion])).toEqual([
    ['member:bob', null],
    ['member:anna', 'thanks'],
  ]);
  await store.close();
});

it.each([
  ['nothing', '', false],
  ['mails to members', "'member:anna', 'a@coop.example', '<1>', 'sent'", true],
  ['one that may have arrived', "'member:anna', 'a@coop.example', '<1>', 'doubtful'", true],
  ['mails to admins alone', "'admin:a@coop.example', 'a@coop.example', '<1>', 'sent'", false],
])('knows whether an earlier version mailed members: %s', async (_, delivery, isKnown) => {
  const columns = 'run, period, key, recipient, message_id, state';
  const path = storeOfSchema(
    11,
    delivery === '' ? '' : `INSERT INTO deliveries (${columns}) VALUES (1, '2026-10', ${delivery})`,
  );
  const store = await openStore(path);
  expect(await store.outbox.hasMailedMembers()).toBe(isKnown);
  await store.close();
});

it.each([
  ['trigger', 'CREATE TRIGGER keep AFTER DELETE ON members BEGIN INSERT INTO copied VALUES (OLD.id); END'],
  ['view', 'CREATE VIEW keep AS SELECT * FROM members'],
])('refuses one in which somebody planted a %s, and changes nothing', async (kind, sql) => {
  const path = storePath();
  await (await openStore(path)).close();
  const driver = new DatabaseSync(path);
  driver.exec(`CREATE TABLE copied (id TEXT); ${sql}; PRAGMA wal_checkpoint(TRUNCATE)`);
  driver.close();
  const before = readFileSync(path);
  const error = await refusal(path);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toMatch(`holds a ${kind} (“keep”)`);
  expect(readFileSync(path).equals(before)).toBe(true);
});

it.each([-5, 0, 3])('refuses one whose schema number was set to %i, with what to do', async (version) => {
  const path = storePath();
  await (await openStore(path)).close();
  const driver = new DatabaseSync(path);
  driver.exec(`PRAGMA user_version = ${version}`);
  driver.close();
  const error = await refusal(path);
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toMatch(`says schema ${version} and is another`);
});
