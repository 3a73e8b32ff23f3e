import { afterEach, describe, expect, it } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { listGroupMounts, readMountRoot } from '../../../src/nextcloud/dav/mounts.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { listGroupFolders } from '../../../src/nextcloud/ocs/group-folders.ts';
import { type Seen, serve } from '../server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

async function answering(status: number, body: string, type = 'application/json') {
  const seen: Seen[] = [];
  const server = await serve((request, response) => {
    seen.push(request);
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  });
  const client = await openClient({ url: server.url, concurrency: 1, idleTimeoutMs: 1_000, retryPauseMs: 5 });
  opened.push(client, server);
  return { seen, session: client.as({ login: 'anna', password: secret('geheim') }) };
}

const enveloped = (data: unknown) => JSON.stringify({ ocs: { meta: { statuscode: 200 }, data } });

describe('the list of group folders', () => {
  // As versions of the app have written it: ids, quotas, groups and flags each in more than one way.
  const shapes: readonly (readonly [string, unknown])[] = [
    [
      'numbers',
      {
        '3': {
          id: 3,
          mount_point: 'Pôle/Comptes',
          quota: -3,
          size: 12,
          groups: { CAPE: 31, nRmY1Mm2WJeqZ8: 1 },
          acl: true,
        },
      },
    ],
    [
      'texts of numbers',
      {
        '3': {
          id: '3',
          mount_point: 'Pôle/Comptes',
          quota: '-3',
          size: '12',
          groups: { CAPE: '31', nRmY1Mm2WJeqZ8: '1' },
          acl: '1',
        },
      },
    ],
    [
      'details',
      {
        '3': {
          id: '3',
          mount_point: '/Pôle/Comptes/',
          quota: '-3',
          size: 12,
          groups: {
            CAPE: { permissions: 31, displayName: 'CAPE', type: 'group' },
            nRmY1Mm2WJeqZ8: { permissions: '1', displayName: 'Bureau', type: 'circle' },
          },
          acl: 1,
        },
      },
    ],
  ];
  it.each(shapes)('is read with groups as %s', async (_, data) => {
    const { session, seen } = await answering(200, enveloped(data));
    expect(await listGroupFolders(session)).toEqual({
      folders: [
        {
          number: '3',
          path: '/Pôle/Comptes',
          groups: [
            { id: 'CAPE', permissions: ['read', 'update', 'create', 'delete', 'share'] },
            { id: 'nRmY1Mm2WJeqZ8', permissions: ['read'] },
          ],
          advancedPermissions: true,
          quota: { bytes: null, unlimited: true },
          size: 12,
        },
      ],
      odd: [],
    });
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /index.php/apps/groupfolders/folders?format=json',
    ]);
    expect(seen[0]?.headers['ocs-apirequest']).toBe('true');
  });

  it('is empty where there are none, or no such app', async () => {
    const none = { folders: [], odd: [] };
    expect(await listGroupFolders((await answering(200, enveloped([]))).session)).toEqual(none);
    expect(await listGroupFolders((await answering(404, '<!DOCTYPE html>', 'text/html')).session)).toEqual(
      none,
    );
  });

  it('is unknown, not empty, where the app does not tell', async () => {
    for (const { session } of [
      await answering(403, enveloped([])),
      await answering(500, ''),
      await answering(200, '<!DOCTYPE html>', 'text/html'),
    ]) {
      expect(await listGroupFolders(session)).toBeNull();
    }
  });
});

describe('an odd record of a group folder', () => {
  const sound = {
    id: 1,
    mount_point: 'Direction',
    quota: 10_737_418_240,
    size: 5_000,
    groups: { Direction: 31 },
  };
  const read = async (odd: unknown) =>
    listGroupFolders((await answering(200, enveloped({ 1: sound, 2: odd }))).session);

  it.each([
    ['a size that is not computed yet', { ...sound, size: -1 }, { size: null }],
    ['a quota that the server does not know', { ...sound, quota: -2 }, { quota: null }],
    ['a quota beyond all counting', { ...sound, quota: 1e19 }, { quota: null }, ['quota']],
    ['a size in words', { ...sound, size: 'big' }, { size: null }, ['size']],
    ['groups in words', { ...sound, groups: 'all' }, { groups: null }, ['groups']],
    ['rights in words', { ...sound, groups: { Direction: 'all' } }, { groups: null }, ['groups']],
    ['a mask below nothing', { ...sound, groups: { Direction: -1 } }, { groups: null }, ['groups']],
    ['no groups', { ...sound, groups: [] }, { groups: [] }],
    ['rules off', { ...sound, acl: false }, { advancedPermissions: false }],
    ['no word of rules', sound, { advancedPermissions: null }],
    ['rules in words', { ...sound, acl: 'some' }, { advancedPermissions: null }, ['acl']],
  ])('with %s keeps the rest', async (_, record, expected, fields: readonly string[] = []) => {
    const list = await read({ ...record, id: 2, mount_point: 'Archives' });
    expect(list?.folders.map(({ path }) => path)).toEqual(['/Direction', '/Archives']);
    expect(list?.folders[1]).toMatchObject(expected);
    expect(list?.folders[0]).toMatchObject({
      size: 5_000,
      quota: { bytes: 10_737_418_240, unlimited: false },
    });
    const odd = { what: 'group folder', name: 'Archives', fields, isLeftOut: false };
    expect(list?.odd).toEqual(fields.length === 0 ? [] : [odd]);
  });

  it.each([
    ['without a mount point', { id: 2, groups: [] }, { name: '2', fields: ['mount_point'] }],
    ['whose mount point is the root', { ...sound, mount_point: '/' }, { name: '/', fields: ['mount_point'] }],
    ['that is a text', 'nothing', { name: '2', fields: [] }],
  ])('%s is left out and named', async (_, record, expected) => {
    const list = await read(record);
    expect(list?.folders.map(({ path }) => path)).toEqual(['/Direction']);
    expect(list?.odd).toEqual([{ what: 'group folder', isLeftOut: true, ...expected }]);
  });
});

/** A multistatus of folders: path below the root, file id, mount type. */
function multistatus(rows: readonly (readonly [path: string, id: string, type: string])[]): string {
  const responses = rows.map(
    ([path, id, type]) =>
      `<d:response><d:href>/remote.php/dav/files/anna${encodeURI(path)}</d:href><d:propstat><d:prop>` +
      `<d:getetag>&quot;e${id}&quot;</d:getetag><d:resourcetype><d:collection/></d:resourcetype>` +
      `<oc:fileid>${id}</oc:fileid><oc:size>7</oc:size><nc:mount-type>${type}</nc:mount-type></d:prop>` +
      '<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>',
  );
  return `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns">${responses.join('')}</d:multistatus>`;
}

describe('group folders in a tree', () => {
  const anna = memberId('anna');

  it('are what has their mount type in a folder of the member’s own', async () => {
    const { session } = await answering(
      207,
      multistatus([
        ['/', '1', ''],
        ['/Own/', '2', ''],
        ['/Collectif/', '3', 'group'],
        ['/Reçu/', '4', 'shared'],
        ['/NAS/', '5', 'external'],
        ['/Absent/', '-1', 'group'],
      ]),
    );
    expect(await listGroupMounts(session, anna, '/', { major: 31, known: new Set() })).toEqual([
      { id: '3', path: '/Collectif' },
    ]);
  });

  it('in a group folder are only those that the app names', async () => {
    const { session } = await answering(
      207,
      multistatus([
        ['/Collectif/', '3', 'group'],
        ['/Collectif/ordinary/', '6', 'group'],
        ['/Collectif/Comptes/', '7', 'group'],
      ]),
    );
    const known = new Set(['/Collectif', '/Collectif/Comptes']);
    expect(await listGroupMounts(session, anna, '/Collectif', { major: 31, known })).toEqual([
      { id: '7', path: '/Collectif/Comptes' },
    ]);
  });

  it('have a root of their own, and are gone when something else stands there', async () => {
    const { session } = await answering(207, multistatus([['/Collectif/', '3', 'group']]));
    expect(await readMountRoot(session, anna, '/Collectif')).toMatchObject({ etag: '"e3"', size: 7 });
    const other = await answering(207, multistatus([['/Collectif/', '8', '']]));
    await expect(readMountRoot(other.session, anna, '/Collectif')).rejects.toMatchObject({
      failure: 'not-found',
    });
  });
});
