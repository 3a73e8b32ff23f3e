// A cooperative of any size on the embedded server, in a process of its own: `node large-coop.js MEMBERS ENTRIES COST SHAPE`
// (entries of each member, about; milliseconds that a request costs, or `by-kind`; what the trees are like, see shapes.js). Prints one line with what a client needs; `change` on stdin changes one file in a hundred, `register` has
// everybody read by a registration with AppAPI.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeKey } from '../../src/credentials/age.ts';
import { policyOf } from '../../src/demo/coop/policy.ts';
import { startServer } from '../../src/demo/nextcloud/server.ts';
import { emptyFolder, registryOf, stampUpwards } from '../../src/demo/nextcloud/world/tree.ts';
import { randomOf } from '../../src/demo/random.ts';
import { reveal } from '../../src/model/secret.ts';
import { costly, costlyByKind } from './costly.js';
import { register } from './registration.js';
import { shapes } from './shapes.js';

const [members = 10, entries = 1000] = process.argv.slice(2, 4).map(Number);
const [cost = '0', shape = 'mixed'] = process.argv.slice(4);
const DAY = 86_400_000;
const random = randomOf(11);
const registry = registryOf(random);
const now = Date.now();
const made = shapes({ registry, random, now, entries });
const users = Array.from({ length: members }, (_, number) => userOf(`membre.${number}`));
const world = {
  version: '31.0.6',
  policy: policyOf('lax'),
  admin: { id: 'admin', password: random.letters(24) },
  users: [
    ...users,
    { ...account('admin'), groups: ['admin'], appPassword: null, home: emptyFolder(registry, '', now) },
  ],
  groups: ['coop', 'admin'].map((id) => ({ id, name: id })),
  shares: users.flatMap(({ id, home }) => made.shares(shape, id, home)),
  dataFingerprint: '',
};
const server = await startServer(world);
const front = await frontOf(server);
const folder = mkdtempSync(join(tmpdir(), 'menage-bench-'));
const tokens = Object.fromEntries(users.map(({ id, appPassword }) => [id, appPassword]));
writeFileSync(join(folder, 'admin'), world.admin.password, { mode: 0o600 });
writeFileSync(join(folder, 'key'), reveal(await makeKey()), { mode: 0o600 });
writeFileSync(join(folder, 'tokens.json'), JSON.stringify(tokens), { mode: 0o600 });
writeFileSync(
  join(folder, 'menage.yaml'),
  `server:
  url: ${front.url}
  admin: { user: admin, passwordFile: admin }
members: { groups: [coop] }
credentials: { vault: menage.vault, keyFile: key }
store: menage.db
`,
);
process.stdout.write(`${JSON.stringify({ url: front.url, folder, tokens })}\n`);
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'change') changeOneInAHundred();
  if (line === 'register') await register(server, folder);
  process.stdout.write(`${JSON.stringify(line === 'spent' ? { seconds: front.spent() } : {})}\n`);
}
await front.close();
if (front !== server) await server.close();

function frontOf(bare) {
  if (cost === 'by-kind') return costlyByKind(bare.url);
  return Number(cost) > 0 ? costly(bare.url, Number(cost)) : bare;
}

function account(id) {
  return {
    id,
    loginName: id,
    displayName: id,
    mail: `${id}@coop.example`,
    language: 'fr',
    enabled: true,
    groups: ['coop'],
    quota: 2 * 1024 ** 3,
    lastLogin: now - 10 * DAY,
    appPassword: random.letters(72),
    trash: [],
    mounts: [],
  };
}

function userOf(id) {
  return { ...account(id), home: made.home(shape) };
}

function changeOneInAHundred() {
  for (const { home } of users) {
    const open = [{ folder: home, path: '' }];
    for (const { folder: at, path } of open) {
      for (const child of at.children) {
        if (child.kind === 'folder') open.push({ folder: child, path: `${path}/${child.name}` });
        else if (random.between(1, 100) === 1) {
          Object.assign(child, { etag: registry.etag(), size: child.size + 1, modifiedAt: Date.now() });
          stampUpwards(registry, home, path || '/', Date.now());
        }
      }
    }
  }
  server.changed();
}
