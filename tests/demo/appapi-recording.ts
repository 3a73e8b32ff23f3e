import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { World, WorldUser } from '../../src/demo/nextcloud/world/world.ts';
import {
  Account,
  dataOf,
  fillUp,
  growMounted,
  growOwn,
  receive,
  rowsOf,
  shareOf,
  userOf,
} from './recorded-world.ts';
import { type Described, describedIn } from './recording.ts';

const FOLDER = join(import.meta.dirname, '../fixtures/recordings/appapi-32.0.1');
const RECEIVED = '15-received-by-us.json';

const Headers = z.array(z.tuple([z.string(), z.string()]));
const Exchange = z.object({
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
  response: z.object({ status: z.number(), headers: Headers, body: z.string() }),
});
/** An exchange with the recorded 32.0.1; a body that ends with "…cut" was cut there. */
export type Exchange = Readonly<z.infer<typeof Exchange>>;

const Received = z.object({
  requests: z.array(z.object({ method: z.string(), url: z.string(), headers: z.array(z.string()) })),
});

/** Every recorded exchange by its name, in the order in which they were recorded. */
export function exchanges(): ReadonlyMap<string, Exchange> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json') && name !== RECEIVED);
  return new Map(names.sort().map((name) => [name.replace('.json', ''), Exchange.parse(read(name))]));
}

/** What the server asked of the program behind the app: registered, disabled, enabled, and then its pages. */
export function receivedRequests(): z.infer<typeof Received>['requests'] {
  return Received.parse(read(RECEIVED)).requests;
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}

/** The world that the recordings were made of, as far as they tell: all of one member's tree, the roots of others. */
export function appApiWorld(all: ReadonlyMap<string, Exchange>): World {
  const body = (name: string) => all.get(name)?.response.body ?? '';
  const accounts = dataOf(body('05-admin-details'), z.object({ users: z.record(z.string(), Account) })).users;
  const world: World = {
    version: '32.0.1',
    policy: {
      linkPasswordEnforced: false,
      linkExpiryEnforced: false,
      linkExpiryDays: null,
      publicUpload: true,
      resharing: true,
      defaultPermissions: 31,
      federationOutgoing: true,
    },
    admin: { id: 'admin', password: 'only-in-this-test' },
    users: Object.values(accounts).map((account) => asNeverWhereZero(userOf(account))),
    groups: dataOf(body('05-admin-groups'), z.object({ groups: z.array(z.string()) })).groups.map((id) => ({
      id,
      name: id,
    })),
    shares: [],
    dataFingerprint: '',
  };
  for (const name of ['01-depth1-anna', '01-inf-anna', '01-search-anna']) {
    growOwn(
      world,
      describedIn(body(name))
        .filter(({ found }) => found.has('d:getetag'))
        .map((one) => owned(one, ANNA)),
    );
  }
  for (const row of rowsOf(body('02-shares-reshares-anna'))) {
    if (row.uid_file_owner === ANNA) world.shares.push(shareOf(row, row.path));
  }
  const received = rowsOf(body('02-shares-with-me-anna'));
  for (const row of received) receive(world, row);
  const owners = new Map(received.map((row) => [String(row.file_source), row.uid_file_owner]));
  const listed = describedIn(body('01-depth1-anna')).map((one) =>
    owned(one, owners.get(one.found.get('oc:fileid') ?? '') ?? ANNA),
  );
  growMounted(world, listed);
  fillUp(world, listed);
  fillTrash(world, describedIn(body('01-trash-anna')));
  return world;
}

const ANNA = 'anna b@coop.fr';

/** The recorded properties do not name the owner. */
function owned(one: Described, owner: string): Described {
  return { ...one, found: new Map([...one.found, ['oc:owner-id', owner]]) };
}

function asNeverWhereZero(user: WorldUser): WorldUser {
  return { ...user, lastLogin: user.lastLogin === 0 ? null : user.lastLogin };
}

/** The id that a recorded request was made for through AppAPI, empty for the app itself; null where it came without. */
export function recordedUid({ request }: Exchange): string | null {
  const header = request.headers['AUTHORIZATION-APP-API'] ?? '';
  return /^base64\((.*):REDACTED\)$/.exec(header)?.[1] ?? null;
}

/** Of what was deleted, its address has the name and the moment. */
function fillTrash(world: World, all: readonly Described[]): void {
  const trash = world.users.find(({ id }) => id === ANNA)?.trash;
  for (const { href, found } of all.slice(1)) {
    const [, name = '', seconds] = /\/([^/]+)\.d(\d+)$/.exec(decodeURIComponent(href)) ?? [];
    trash?.push({
      name,
      fileId: '1',
      size: Number(found.get('oc:size')),
      isFolder: false,
      originalLocation: name,
      deletedAt: Number(seconds) * 1000,
    });
  }
}
