// A cooperative of any size on the embedded server, in a process of its own: `node large-coop.js MEMBERS ENTRIES COST`
// (entries of each member, about; milliseconds that a request costs). Prints one line with what a client needs; `change` on stdin changes one file in a hundred.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeKey } from '../../dist/credentials/age.js';
import { policyOf } from '../../dist/demo/coop-policy.js';
import { randomOf } from '../../dist/demo/coop-random.js';
import { emptyFolder, registryOf, stampUpwards } from '../../dist/demo/coop-tree.js';
import { startServer } from '../../dist/demo/server.js';
import { reveal } from '../../dist/model/secret.js';
import { costly } from './costly.js';

const [members = 10, entries = 1000, cost = 0] = process.argv.slice(2).map(Number);
const DAY = 86_400_000;
const FULL = 1.6 * 1024 ** 3;
const random = randomOf(11);
const registry = registryOf(random);
const now = Date.now();
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
  shares: users.flatMap(sharesOf),
  dataFingerprint: '',
};
const server = await startServer(world);
const front = cost > 0 ? await costly(server.url, cost) : server;
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
  process.stdout.write('{}\n');
}
await front.close();
if (front !== server) await server.close();

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

/** A tree of folders of a dozen files, up to six deep; sizes spread over four powers of ten, and together fit the quota. */
function userOf(id) {
  const home = emptyFolder(registry, '', now - 100 * DAY);
  const open = [{ folder: home, depth: 0 }];
  const mean = FULL / entries;
  for (let made = 0, at = 0; made < entries; at = (at + 1) % open.length) {
    const { folder: parent, depth } = open[at];
    if (depth < 6) {
      const name = `Dossier ${random.letters(9)} ${made}`;
      const inner = emptyFolder(registry, name, now - random.between(1, 1500) * DAY);
      parent.children.push(inner);
      open.push({ folder: inner, depth: depth + 1 });
      made++;
    }
    for (let count = random.between(8, 16); count > 0 && made < entries; count--, made++)
      parent.children.push(file(made, mean));
  }
  return { ...account(id), home };
}

function file(number, mean) {
  const modifiedAt = now - random.between(1, 1500) * DAY - random.between(0, 86_399) * 1000;
  return {
    kind: 'file',
    name: `Facture n° ${number} ${random.letters(8)}.pdf`,
    fileId: registry.fileId(),
    etag: registry.etag(),
    modifiedAt,
    size: Math.ceil(mean * 10 ** (random.between(0, 3000) / 1000 - 2.2)),
    contentType: 'application/pdf',
    uploadedAt: modifiedAt,
    checksum: null,
  };
}

/** Five public links a member, some with a password. */
function sharesOf({ id, home }) {
  return home.children.slice(0, 5).map((node, number) => ({
    id: registry.shareId(),
    type: 3,
    fileOwner: id,
    sharedBy: id,
    path: `/${node.name}`,
    fileId: node.fileId,
    isFolder: node.kind === 'folder',
    permissions: 1,
    createdAt: now - random.between(1, 900) * DAY,
    expires: null,
    recipient: null,
    token: random.letters(15),
    passwordHash: number % 2 === 0 ? null : '$argon2id$x',
    label: '',
    note: '',
    hideDownload: false,
  }));
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
