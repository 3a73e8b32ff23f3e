import {
  emptyFolder,
  fileAt,
  folderAt,
  type Registry,
  registryOf,
} from '../../src/demo/nextcloud/world/tree.ts';
import type {
  World,
  WorldFile,
  WorldFolder,
  WorldShare,
  WorldUser,
} from '../../src/demo/nextcloud/world/world.ts';
import { randomOf } from '../../src/demo/random.ts';
import { VERSION } from './version.ts';

/** Noon of a day in November. */
export const NOW = Date.UTC(2026, 10, 24, 12);
export const GB = 1024 ** 3;
const DAY = 86_400_000;

/** A member's tree in short: sizes of files by path, or facts; a path that ends with `/` is an empty folder. */
export type SmallTree = Readonly<
  Record<string, number | (Partial<Omit<WorldFile, 'kind' | 'name'>> & { readonly size: number })>
>;

interface SmallMember extends Partial<Omit<WorldUser, 'home'>> {
  readonly files?: SmallTree;
}

export interface SmallWish {
  readonly members?: Readonly<Record<string, SmallMember>>;
  readonly shares?: readonly (Pick<WorldShare, 'fileOwner' | 'path'> & Partial<WorldShare>)[];
  readonly policy?: Partial<World['policy']>;
  readonly seed?: number;
}

/** A world small enough to reckon by heart: the members named (alice unless said) in the group `coop`, and an administrator. */
export function smallWorld(wish: SmallWish = {}): World {
  const registry = registryOf(randomOf(wish.seed ?? 7));
  const { alice = {}, ...others } = wish.members ?? { alice: {} };
  const named = wish.members === undefined || 'alice' in wish.members ? { alice, ...others } : others;
  const users = Object.entries(named).map(([id, member]) => memberOf(registry, id, member));
  const admin = { ...memberOf(registry, 'admin', {}), groups: ['admin'], quota: null, appPassword: null };
  const world: World = {
    version: VERSION,
    policy: { ...POLICY, ...wish.policy },
    admin: { id: 'admin', password: registry.random.letters(24) },
    users: [...users, admin],
    groups: [
      { id: 'coop', name: 'coop' },
      { id: 'admin', name: 'admin' },
    ],
    shares: [],
    dataFingerprint: '',
  };
  world.shares = (wish.shares ?? []).map((share) => shareOf(registry, world, share));
  return world;
}

const POLICY: World['policy'] = {
  linkPasswordEnforced: false,
  linkExpiryEnforced: false,
  linkExpiryDays: null,
  publicUpload: true,
  resharing: true,
  defaultPermissions: 31,
  federationOutgoing: true,
};

function memberOf(registry: Registry, id: string, { files = {}, ...facts }: SmallMember): WorldUser {
  const home = emptyFolder(registry, '', NOW - 1000 * DAY);
  for (const [path, given] of Object.entries(files)) {
    if (path.endsWith('/')) {
      folderAt(registry, home, path, NOW - 100 * DAY);
      continue;
    }
    const more = typeof given === 'number' ? { size: given } : given;
    const file = fileAt(registry, home, path, {
      modifiedAt: NOW - 100 * DAY,
      uploadedAt: NOW - 90 * DAY,
      ...more,
    });
    Object.assign(file, more);
  }
  return {
    id,
    loginName: id,
    displayName: id,
    mail: `${id}@coop.example`,
    language: 'fr',
    enabled: true,
    groups: ['coop'],
    quota: 2 * GB,
    lastLogin: NOW - 10 * DAY,
    appPassword: registry.random.letters(72),
    home,
    trash: [],
    mounts: [],
    ...facts,
  };
}

function shareOf(
  registry: Registry,
  world: World,
  given: NonNullable<SmallWish['shares']>[number],
): WorldShare {
  const node = nodeIn(userOf(world, given.fileOwner).home, given.path);
  const type = given.type ?? 3;
  return {
    id: registry.shareId(),
    type,
    sharedBy: given.fileOwner,
    fileId: node.fileId,
    isFolder: node.kind === 'folder',
    permissions: type === 3 ? 17 : 1,
    createdAt: NOW - 30 * DAY,
    expires: null,
    recipient: null,
    token: type === 3 || type === 4 ? registry.random.letters(15) : null,
    passwordHash: null,
    label: '',
    note: '',
    hideDownload: false,
    ...given,
  };
}

/** The account of a world; a wrong name is a mistake of the test. */
export function userOf(world: World, id: string): WorldUser {
  const user = world.users.find((one) => one.id === id);
  if (user === undefined) throw new RangeError(`no account ${id}`);
  return user;
}

/** The folder or file at a path; a wrong one is a mistake of the test. */
export function nodeIn(home: WorldFolder, path: string): WorldFolder | WorldFile {
  let node: WorldFolder | WorldFile = home;
  for (const name of path.split('/').filter((part) => part !== '')) {
    const next: WorldFolder | WorldFile | undefined =
      node.kind === 'folder' ? node.children.find((child) => child.name === name) : undefined;
    if (next === undefined) throw new RangeError(`nothing stands at ${path}`);
    node = next;
  }
  return node;
}

export function folderIn(home: WorldFolder, path: string): WorldFolder {
  const node = nodeIn(home, path);
  if (node.kind !== 'folder') throw new RangeError(`${path} is a file`);
  return node;
}

/** The header of a login by Basic. */
export function basic(name: string, secret: string | null): string {
  return `Basic ${Buffer.from(`${name}:${secret ?? ''}`).toString('base64')}`;
}
