// The Nextclouds of a fleet in a process of their own: `node fleet-servers.js FOLDER INSTANCES MEMBERS WAIT BOUND`. Makes a config, a vault and
// a key for each below FOLDER/instances and prints their names; `counts` on stdin prints the requests since the last time,
// and the most that one server had in flight.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeKey } from '../../src/credentials/age.ts';
import { openVault } from '../../src/credentials/vault.ts';
import { startServer } from '../../src/demo/nextcloud/server.ts';
import { memberId } from '../../src/model/ids.ts';
import { reveal, secret } from '../../src/model/secret.ts';
import { smallWorld } from '../helpers/world.ts';
import { forward } from './costly.js';

const [folder = '.'] = process.argv.slice(2, 3);
const [instances = 1, members = 40, waitMs = 200, bound = 4] = process.argv.slice(3).map(Number);
let requests = 0;
let peak = 0;
const names = [];
for (let number = 0; number < instances; number++) {
  const name = `cloud-${number}`;
  const world = worldOf(number);
  const server = await startServer(world);
  await furnish(name, world, await waiting(server.url));
  names.push(name);
}
process.stdout.write(`${JSON.stringify({ names })}\n`);
for await (const _ of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify({ requests, peak })}\n`);
  requests = 0;
}

/** Ten entries each. */
function worldOf(seed) {
  const files = Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`Papiers/${at}.pdf`, 1000 * at]));
  const each = Array.from({ length: members }, (_, at) => [`membre-${at}`, { files }]);
  return smallWorld({ seed: seed + 1, members: Object.fromEntries(each) });
}

/** Stands before a server: each request waits, and is in flight from its arrival until its answer is out. */
async function waiting(url) {
  let inFlight = 0;
  const front = createServer((asked, answer) => {
    requests++;
    inFlight++;
    peak = Math.max(peak, inFlight);
    answer.once('close', () => inFlight--);
    setTimeout(() => forward(url, { asked, answer }), waitMs);
  });
  front.keepAliveTimeout = 60_000;
  await new Promise((resolve) => front.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${front.address().port}`;
}

async function furnish(name, world, url) {
  const own = join(folder, 'instances', name);
  mkdirSync(own, { recursive: true });
  const key = await makeKey();
  const config = {
    server: { url, admin: { user: 'admin', passwordFile: 'admin' }, concurrency: bound },
    members: { groups: ['coop'] },
    credentials: { vault: 'menage.vault', keyFile: 'key' },
    schedule: { read: 'off', mails: 'off' },
  };
  for (const [file, text] of [
    ['admin', world.admin.password],
    ['key', reveal(key)],
    ['menage.yaml', JSON.stringify(config)],
  ])
    writeFileSync(join(own, file), text, { mode: 0o600 });
  const vault = await openVault({ path: join(own, 'menage.vault'), key });
  await vault.put(
    world.users.flatMap(({ id, loginName, appPassword }) =>
      appPassword === null
        ? []
        : [
            {
              member: memberId(id),
              login: loginName,
              password: secret(appPassword),
              tokenId: null,
              addedAt: 0,
            },
          ],
    ),
  );
}
