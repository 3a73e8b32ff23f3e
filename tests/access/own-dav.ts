import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { WorldUser } from '../../src/demo/nextcloud/world/world.ts';
import type { Permission } from '../../src/model/share.ts';
import { basic } from '../helpers/world.ts';

const Listing = z.object({
  multistatus: z.object({
    response: z.array(
      z.object({
        propstat: z.array(
          z.object({
            prop: z.looseObject({
              fileid: z.string().optional(),
              permissions: z.string().optional(),
              'mount-type': z.string().optional(),
              'is-mount-root': z.string().optional(),
              resourcetype: z.unknown(),
            }),
          }),
        ),
      }),
    ),
  }),
});

/** What somebody's own DAV lets them do with a thing that is not theirs. */
export interface Seen {
  readonly fileId: string;
  readonly permissions: ReadonlySet<Permission>;
  /** What the letters do not tell: of the root of a mount, deleting and renaming are about the mount. */
  readonly untold: ReadonlySet<Permission>;
}

const BODY = `<?xml version="1.0"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns">
<d:prop><d:resourcetype/><oc:fileid/><oc:permissions/><nc:mount-type/><nc:is-mount-root/></d:prop></d:propfind>`;

const parser = new XMLParser({
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'response' || name === 'propstat',
});

/** Everything that somebody received or has as a group folder, as the server shows it to them. */
export async function seenBy(server: DemoServer, user: WorldUser): Promise<readonly Seen[]> {
  const answer = await fetch(`${server.url}/remote.php/dav/files/${user.id}/`, {
    method: 'PROPFIND',
    headers: { authorization: basic(user.loginName, user.appPassword), depth: 'infinity' },
    body: BODY,
  });
  if (answer.status !== 207) throw new Error(`${user.id}: ${answer.status}`);
  const { response } = Listing.parse(parser.parse(await answer.text())).multistatus;
  return response.flatMap(({ propstat }) => {
    const prop = propstat[0]?.prop;
    if (prop === undefined || (prop['mount-type'] ?? '') === '') return [];
    return [
      rowOf(
        prop.fileid ?? '',
        prop.permissions ?? '',
        prop['is-mount-root'] === 'true',
        prop.resourcetype !== '',
      ),
    ];
  });
}

/** `oc:permissions`: G read, NV change (of a file also W), CK make, D delete, R share. */
function rowOf(fileId: string, letters: string, isMountRoot: boolean, isFolder: boolean): Seen {
  const told: (readonly [Permission, boolean])[] = [
    ['read', letters.includes('G')],
    ['update', letters.includes(isFolder ? 'N' : 'W')],
    ['create', letters.includes('CK')],
    ['delete', letters.includes('D')],
    ['share', letters.includes('R')],
  ];
  const untold = new Set<Permission>(isMountRoot ? ['delete'] : []);
  if (isMountRoot && isFolder) untold.add('update');
  const permissions = told.flatMap(([one, has]) => (has && !untold.has(one) ? [one] : []));
  return { fileId, permissions: new Set(permissions), untold };
}
