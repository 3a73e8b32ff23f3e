import { afterEach, describe, expect, it } from 'vitest';
import { memberId } from '../../src/model/ids.ts';
import { because } from '../../src/model/reasons/reason.ts';
import { reasonSentence } from '../../src/model/reasons/sentence.ts';
import { secret } from '../../src/model/secret.ts';
import type { DavEntry } from '../../src/nextcloud/dav/entry.ts';
import { entryDialect } from '../../src/nextcloud/dav/owncloud-entry.ts';
import { askForEntries, filesRoot, propfind } from '../../src/nextcloud/dav/request.ts';
import { readRoot } from '../../src/nextcloud/dav/root.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import type { Session } from '../../src/nextcloud/http/exchange.ts';
import { nameQuestions } from '../../src/nextcloud/ocs/account-by-name.ts';
import { storageOf } from '../../src/nextcloud/ocs/account-storage.ts';
import { listAccounts } from '../../src/nextcloud/ocs/accounts.ts';
import { revokeOwnAppPassword, startLoginFlow } from '../../src/nextcloud/ocs/app-password.ts';
import { readCapabilities } from '../../src/nextcloud/ocs/capabilities.ts';
import { askForGroup } from '../../src/nextcloud/ocs/group-by-name.ts';
import { listShares } from '../../src/nextcloud/ocs/share-list.ts';
import { readStatus } from '../../src/nextcloud/ocs/status.ts';
import { ownCloudRecording, replayOwnCloud } from '../helpers/owncloud-replay.ts';
import { serve, type TestServer } from './server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function sessionOf(server: TestServer): Promise<Session> {
  const client = await openClient({ url: server.url, concurrency: 2, idleTimeoutMs: 1_000, retryPauseMs: 5 });
  opened.push(server, client);
  return client.as({ login: 'chef', password: secret('geheim') });
}

/** A session that knows its server, and to which one recording is the answer to all the rest. */
async function answering(number: number): Promise<Session> {
  const server = await serve(({ path }, response) => {
    const { status, headers, body } = ownCloudRecording(path === '/status.php' ? 1 : number).response;
    response.writeHead(status, headers);
    response.end(body);
  });
  const session = await sessionOf(server);
  await readStatus(session);
  return session;
}

async function entriesOf(number: number, uid: string): Promise<readonly DavEntry[]> {
  const session = await answering(number);
  const all: DavEntry[] = [];
  const root = filesRoot(uid);
  const { properties, readerOf } = entryDialect(session, 10);
  const take = async (batch: readonly DavEntry[]) => void all.push(...batch);
  await askForEntries(session, propfind(`${root}/`, '1', properties), root, take, { readerOf });
  return all;
}

describe('the accounts of an ownCloud 10', () => {
  it('are asked for one by one, and the groups for their members', async () => {
    const server = await replayOwnCloud();
    const session = await sessionOf(server);
    await readStatus(session);
    const { records, odd, isShort } = await listAccounts(session);
    expect({ odd, isShort }).toEqual({ odd: [], isShort: false });
    expect(records.map(({ id, enabled, groups }) => [id, enabled, groups?.join()])).toEqual([
      ['Jean Noel', true, ''],
      ['amelie', true, 'CAPE'],
      ['bruno', true, 'CAPE'],
      ['carla', true, ''],
      ['chef', true, ''],
      ['dimitri', true, ''],
      ['etienne', false, 'CAPE'],
    ]);
    expect(records.map((record) => storageOf(record).used)).toEqual([
      484, 3_226_792_418, 1_801_031_607, 1_030_000_173, 163, 250_205, 60_163,
    ]);
    const quotas = records.map((record) => storageOf(record).quota);
    expect(quotas.map((quota) => (quota.known === 'bytes' ? quota.bytes : quota.known))).toEqual([
      'none',
      'none',
      2_147_483_648,
      'unlimited',
      'none',
      524_288_000,
      'none',
    ]);
    expect(records[1]?.lastLogin).toBe(Date.UTC(2026, 10, 29, 6, 14, 10));
  });

  it('are denied by name alone where the server says so itself', async () => {
    const session = await answering(28);
    expect(await nameQuestions(session).ask(memberId('nobody'))).toEqual({ kind: 'denied' });
    expect(await askForGroup(await answering(34), 'NONE')).toBe('denied');
    expect(await askForGroup(await answering(32), 'CAPE')).toBe('has-members');
  });
});

describe('a tree of an ownCloud 10', () => {
  it('shows what was received by S, and what is mounted by M', async () => {
    const mounts = (await entriesOf(125, 'carla')).map(({ path, mountType }) => `${path} ${mountType}`);
    expect(mounts).toEqual([
      '/ ',
      '/Archives ',
      '/Vidéo ',
      '/dossier vide ',
      '/todo.txt ',
      '/welcome.txt ',
      '/Extern external',
      '/rushes shared',
      '/Mes docs shared',
    ]);
    const inside = await entriesOf(123, 'amelie');
    const received = inside.filter(({ path }) => path.startsWith('/Compta'));
    expect(received.map(({ mountType }) => mountType)).toEqual(Array(4).fill('shared'));
    expect(new Set((await entriesOf(126, 'carla')).map(({ mountType }) => mountType))).toEqual(
      new Set(['external']),
    );
  });

  it('takes nothing for own where no letters came', async () => {
    expect((await entriesOf(117, 'dimitri')).map(({ mountType }) => mountType)).toEqual(['untold']);
  });

  it('has folders without a size, which are not scanned, and checksums in one text', async () => {
    const unscanned = await entriesOf(131, 'dimitri');
    expect(unscanned.map(({ path, size, unread }) => [path, size, unread])).toEqual([
      ['/frisch', null, []],
      ['/frisch/a.bin', 5_000, []],
      ['/frisch/tief', null, []],
    ]);
    expect((await entriesOf(117, 'dimitri'))[0]?.checksum).toBe(
      'SHA1:aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d MD5:5d41402abc4b2a76b9719d911017c592 ADLER32:062c0215',
    );
  });
});

describe('what an ownCloud 10 says of itself', () => {
  it('is whether it lists whole trees, and its rules', async () => {
    expect(await readCapabilities(await answering(4))).toMatchObject({
      hasSearch: false,
      listsTrees: false,
      knowsUploads: false,
      policy: {
        linkPasswordEnforced: false,
        linkExpiryEnforced: false,
        publicUpload: true,
        resharing: true,
        federation: true,
        defaultPermissions: 31,
        unknownBecause: null,
      },
    });
    expect(await readCapabilities(await answering(124))).toMatchObject({ listsTrees: true });
  });

  it('is that a link works on its last day', async () => {
    const { shares, odd } = await listShares(await answering(133));
    expect(odd).toEqual([]);
    expect(
      shares.map(({ type, lastDay, hasPassword, unread }) => [type, lastDay, hasPassword, unread]),
    ).toEqual([
      ['link', '2026-11-29', false, []],
      ['federated', null, false, []],
    ]);
  });
});

describe('logins at an ownCloud 10', () => {
  it('of a disabled account are no refused ones', async () => {
    for (const number of [105, 106]) {
      const session = await answering(number);
      const root = readRoot(session, memberId('etienne'));
      await expect(root).rejects.toMatchObject({ failure: 'disabled-account', status: 401 });
      await expect(listShares(session)).rejects.toMatchObject({ failure: 'disabled-account' });
    }
    for (const number of [100, 101])
      await expect(listShares(await answering(number))).rejects.toMatchObject({ failure: 'unauthorised' });
  });

  it('cannot be granted in the browser, nor revoke themselves, and the error says what to do', async () => {
    const flow = await startLoginFlow(await answering(108)).catch((error: unknown) => error);
    expect(flow).toMatchObject({ reason: { key: 'login.owncloud' } });
    const revoked = await revokeOwnAppPassword(await answering(112)).catch((error: unknown) => error);
    expect(revoked).toMatchObject({ reason: { key: 'revoke.owncloud' } });
    expect(reasonSentence([because('revoke.owncloud')])).toContain('delete it in ownCloud');
  });
});
