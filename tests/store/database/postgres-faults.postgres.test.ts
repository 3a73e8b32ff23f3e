import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  copyFileSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXIT, MenageError } from '../../../src/model/errors.ts';
import { secret } from '../../../src/model/secret.ts';
import { type PostgresPlace, postgresPlace } from '../../../src/store/database/postgres-place.ts';
import { isStoreMade } from '../../../src/store/look.ts';
import { acquireLock, openStore } from '../../../src/store/open.ts';
import { ask, placeOf, withSchema } from '../../helpers/postgres.ts';
import { type PostgresCluster, startCluster } from '../../helpers/postgres-cluster.ts';
import { withSmallDisk } from '../../helpers/small-disk.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';
import { ANNA, entry, gather, snapshot } from '../helpers.ts';

/** An address of this machine that is none of the loopback's: to it the program speaks TLS alone. */
const [OUTER] = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : []));
const PASSWORD = 'a password of the store';

let cluster: PostgresCluster;
let certificates: string;
beforeAll(async () => {
  certificates = temporaryFolder('certificates');
  selfSigned('right', OUTER ?? '127.0.0.1');
  selfSigned('other', '203.0.113.9');
  cluster = await startCluster({
    settings: { listen_addresses: '*', ssl: 'on', ssl_cert_file: 'server.pem', ssl_key_file: 'server.key' },
    prepare: (data, owner) => {
      serve(data, 'right');
      for (const name of ['server.pem', 'server.key'])
        if (owner !== null) chownSync(join(data, name), owner.uid, owner.gid);
      writeFileSync(
        join(data, 'pg_hba.conf'),
        'host all menage,limited 127.0.0.1/32 trust\nhostssl all guest 0.0.0.0/0 scram-sha-256\n',
      );
    },
  });
  await ask(cluster.address, `CREATE ROLE guest LOGIN PASSWORD '${PASSWORD}'`);
  await ask(cluster.address, 'CREATE DATABASE guests OWNER guest');
}, 60_000);
afterAll(() => cluster.close());

function selfSigned(name: string, address: string): void {
  const [key, certificate] = [join(certificates, `${name}.key`), join(certificates, `${name}.pem`)];
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
  ];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=IP:${address}`];
  execFileSync('openssl', [...request, '-keyout', key, '-out', certificate, ...subject], { stdio: 'ignore' });
}

/** Puts a certificate in the place where the server looks for its own. */
function serve(data: string, name: string): void {
  for (const end of ['pem', 'key'])
    copyFileSync(join(certificates, `${name}.${end}`), join(data, `server.${end}`));
  execFileSync('chmod', ['600', join(data, 'server.key')]);
}

function outerPlace(
  changes: { readonly password?: string; readonly ca?: string | null } = {},
): PostgresPlace {
  const { port } = new URL(cluster.address);
  const ca = changes.ca === undefined ? 'right' : changes.ca;
  return postgresPlace(`postgres://guest@${OUTER}:${port}/guests`, {
    password: secret(changes.password ?? PASSWORD),
    ca: ca === null ? null : readFileSync(join(certificates, `${ca}.pem`), 'utf8'),
  });
}

async function refusal(opened: Promise<unknown>): Promise<MenageError> {
  const error: unknown = await opened.catch((thrown: unknown) => thrown);
  if (!(error instanceof MenageError)) throw new Error('was opened, or ended unforeseen', { cause: error });
  return error;
}

describe.skipIf(OUTER === undefined)('a server on another machine', () => {
  it('is used over TLS where its certificate is that of the config', async () => {
    const store = await openStore(outerPlace());
    expect(await store.runs.list()).toEqual([]);
    await store.close();
    const lock = await acquireLock(outerPlace(), 'menage run', 0);
    await lock.release();
  });

  it.each([
    ['another password', () => outerPlace({ password: 'wrong' }), /password authentication failed/],
    ['a certificate that no authority signed', () => outerPlace({ ca: null }), /self-signed certificate/],
    ['the certificate of another authority', () => outerPlace({ ca: 'other' }), /certificate/],
  ])('is refused with %s: by the store and by its lock', async (_, place, words) => {
    for (const open of [openStore, (to: PostgresPlace) => acquireLock(to, 'menage run', 0)]) {
      const error = await refusal(open(place()));
      expect(error.exitCode).toBe(EXIT.usage);
      expect(error.message).toMatch(words);
      expect(error.message).toMatch(/correct "store" or its password, or see whether the server runs/);
      expect(error.message).not.toContain('wrong');
    }
  });

  it('is refused where the certificate is for another name', async () => {
    serve(cluster.data, 'other');
    await ask(cluster.address, 'SELECT pg_reload_conf()');
    try {
      await expect(openStore(outerPlace({ ca: 'other' }))).rejects.toThrow(/does not match certificate/);
    } finally {
      serve(cluster.data, 'right');
      await ask(cluster.address, 'SELECT pg_reload_conf()');
    }
  });
});

describe('looking for a store', () => {
  it('makes none, and says what its login may not make', async () => {
    const address = withSchema(cluster.address, 'to_come');
    expect(await isStoreMade(placeOf(address))).toBe(false);
    expect(await isStoreMade(placeOf(address))).toBe(false);
    await (await openStore(placeOf(address))).close();
    expect(await isStoreMade(placeOf(address))).toBe(true);
    await ask(cluster.address, 'CREATE ROLE limited LOGIN');
    const limited = address.replace('//menage@', '//limited@').replace('to_come', 'not_mine');
    await expect(isStoreMade(placeOf(limited))).rejects.toThrow(/may not make the schema "not_mine"/);
  });

  it('is enough for a login that has a schema and may make none', async () => {
    const address = withSchema(cluster.address.replace('//menage@', '//limited@'), 'theirs');
    await ask(cluster.address, 'CREATE SCHEMA theirs AUTHORIZATION limited');
    const lock = await acquireLock(placeOf(address), 'menage run', 0);
    const store = await openStore(placeOf(address));
    await store.runs.start(1);
    await store.close();
    await lock.release();
  });
});

describe('a server that fails', () => {
  it('is named with what to do where it is away, and used again once it is back', async () => {
    const place = placeOf(withSchema(cluster.address, 'away'));
    const store = await openStore(place);
    await store.runs.start(1);
    await cluster.stop('immediate');
    const error = await refusal(store.runs.list());
    expect([error.exitCode, error.message]).toEqual([
      EXIT.usage,
      expect.stringMatching(/Cannot use the store/),
    ]);
    await cluster.start();
    expect(await store.runs.list()).toHaveLength(1);
    await store.close();
  }, 60_000);

  it('takes back what it had not confirmed where it cuts the connection, and the store goes on', async () => {
    const address = withSchema(cluster.address, 'cut');
    const store = await openStore(placeOf(address));
    await store.members.absences();
    const writer = await store.snapshots.begin(ANNA);
    await writer.add(Array.from({ length: 5_000 }, (_, at) => entry(String(at), `/${at}`)));
    await writer.commit(snapshot());
    const cut = store.members.forget(ANNA, async () => {
      await ask(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'menage' AND state LIKE 'idle in%'",
      );
      return async () => {};
    });
    expect((await refusal(cut)).message).toMatch(/Cannot use the store .*terminat/);
    expect(await gather(store.snapshots.entries(ANNA))).toHaveLength(5_000);
    await store.close();
  });

  it('leaves the old tree where its disk is full (exit 3), and takes the new one with room again', async ({
    skip,
  }) => {
    await withSmallDisk(skip, async (disk) => {
      const { uid, gid } = statSync(cluster.data);
      chownSync(disk.folder, uid, gid);
      await ask(cluster.address, `CREATE TABLESPACE small LOCATION '${disk.folder}'`);
      await ask(cluster.address, 'CREATE DATABASE small');
      await ask(cluster.address, 'ALTER DATABASE small SET default_tablespace = small');
      const address = cluster.address.replace('/postgres', '/small');
      const store = await openStore(placeOf(address));
      const write = async (count: number) => {
        const writer = await store.snapshots.begin(ANNA);
        await writer.add(
          Array.from({ length: count }, (_, at) => entry(String(at), `/${'long'.repeat(20)}${at}`)),
        );
        await writer.commit(snapshot());
      };
      await write(100);
      disk.fill(40_000);
      const error = await refusal(write(40_000));
      expect([error.exitCode, error.message]).toEqual([
        EXIT.partial,
        expect.stringMatching(/disk.* is full.*what stood before stands/),
      ]);
      expect(await gather(store.snapshots.entries(ANNA))).toHaveLength(100);
      disk.free();
      await write(200);
      expect(await gather(store.snapshots.entries(ANNA))).toHaveLength(200);
      await store.close();
      await ask(cluster.address, 'DROP DATABASE small WITH (FORCE)');
      await ask(cluster.address, 'DROP TABLESPACE small');
    });
  }, 60_000);

  it('says which table it cannot read', async () => {
    const address = withSchema(cluster.address, 'damaged');
    const store = await openStore(placeOf(address));
    await store.runs.start(1);
    expect(await store.integrity()).toBeNull();
    const [row] = await ask(address, "SELECT pg_relation_filepath('runs') AS path");
    await cluster.stop('fast');
    const file = join(cluster.data, String(row?.['path']));
    truncateSync(file, 0);
    appendFileSync(file, Buffer.alloc(8_192, 0xff));
    await cluster.start();
    expect(await store.integrity()).toMatch(/"runs": invalid page/);
    await store.close();
  }, 60_000);
});

describe('erasing on PostgreSQL', () => {
  it('is done again later where another session may still see what was erased', async () => {
    const address = withSchema(cluster.address, 'seen');
    const store = await openStore(placeOf(address));
    await store.members.save([
      {
        ...{ id: ANNA, name: 'Anna Zabulon', mail: null, language: 'fr', antenna: null, lastLogin: 1 },
        ...{ lastRequestAt: null, groups: null },
      },
    ]);
    const other = new pg.Client(placeOf(address).config);
    await other.connect();
    await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM pg_class');
    await expect(store.members.forget(ANNA)).rejects.toThrow(/anna is erased, but .* could not be rewritten/);
    expect(await store.members.list()).toEqual([]);
    await other.end();
    expect(await store.rewrite()).toBe(true);
    await store.close();
  }, 60_000);
});
