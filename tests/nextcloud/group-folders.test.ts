import { afterEach, describe, expect, it } from 'vitest';
import { memberId } from '../../src/model/ids.ts';
import { secret } from '../../src/model/secret.ts';
import { openDoor } from '../../src/nextcloud/door.ts';
import { listGroupFolders } from '../../src/nextcloud/group-folders.ts';
import { listGroupMounts, readMountRoot } from '../../src/nextcloud/mounts.ts';
import { type Seen, serve } from './server.ts';

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
  const door = await openDoor({ url: server.url, concurrency: 1, idleTimeoutMs: 1_000, retryPauseMs: 5 });
  opened.push(door, server);
  return { seen, session: door.as({ login: 'anna', password: secret('geheim') }) };
}

const enveloped = (data: unknown) => JSON.stringify({ ocs: { meta: { statuscode: 200 }, data } });

describe('the list of group folders', () => {
  // As versions of the app have written it: ids, quotas and groups each in two ways.
  const shapes: readonly (readonly [string, unknown])[] = [
    ['numbers', { '3': { id: 3, mount_point: 'Pôle/Comptes', quota: -3, size: 12, groups: { CAPE: 31 } } }],
    [
      'details',
      {
        '3': {
          id: '3',
          mount_point: '/Pôle/Comptes/',
          quota: '-3',
          size: 12,
          groups: { CAPE: { permissions: 31, displayName: 'CAPE', type: 'group' } },
          acl: true,
        },
      },
    ],
  ];
  it.each(shapes)('is read with groups as %s', async (_, data) => {
    const { session, seen } = await answering(200, enveloped(data));
    expect(await listGroupFolders(session)).toEqual([
      {
        number: '3',
        path: '/Pôle/Comptes',
        groups: ['CAPE'],
        quota: { bytes: null, unlimited: true },
        size: 12,
      },
    ]);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /index.php/apps/groupfolders/folders?format=json',
    ]);
    expect(seen[0]?.headers['ocs-apirequest']).toBe('true');
  });

  it('is empty where there are none, or no such app', async () => {
    expect(await listGroupFolders((await answering(200, enveloped([]))).session)).toEqual([]);
    expect(await listGroupFolders((await answering(404, '<!DOCTYPE html>', 'text/html')).session)).toEqual(
      [],
    );
  });

  it('is unknown, not empty, where the app does not tell', async () => {
    for (const { session } of [
      await answering(403, enveloped([])),
      await answering(500, ''),
      await answering(200, '<!DOCTYPE html>', 'text/html'),
      await answering(200, enveloped({ '3': { id: 3 } })),
    ]) {
      expect(await listGroupFolders(session)).toBeNull();
    }
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
