// The Nextclouds of a fleet in a process of their own: `node fleet-servers.js FOLDER INSTANCES MEMBERS WAIT BOUND`. Makes a config, a vault and
// a key for each below FOLDER/instances and prints their names; `counts` on stdin prints the requests since the last time,
// the most that one server had in flight, and the CPU seconds of this process. Nothing changes here, so that a question that was
// asked before has the embedded server's answer of then: the answers are real, and cost next to nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeKey } from '../../src/credentials/age.ts';
import { openVault } from '../../src/credentials/vault.ts';
import { startServer } from '../../src/demo/nextcloud/server.ts';
import { memberId } from '../../src/model/ids.ts';
import { reveal, secret } from '../../src/model/secret.ts';
import { smallWorld } from '../helpers/world.ts';

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
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${JSON.stringify({ requests, peak, cpu: (user + system) / 1e6 })}\n`);
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
  const known = new Map();
  let inFlight = 0;
  const front = createServer((asked, answer) => {
    requests++;
    inFlight++;
    peak = Math.max(peak, inFlight);
    answer.once('close', () => inFlight--);
    const question = bodyOf(asked);
    setTimeout(async () => {
      const body = await question;
      const key = keyOf(asked, body);
      if (!known.has(key)) known.set(key, answerOf(url, asked, body));
      const { status, headers, content } = await known.get(key);
      answer.writeHead(status, headers).end(content);
    }, waitMs);
  });
  front.keepAliveTimeout = 60_000;
  await new Promise((resolve) => front.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${front.address().port}`;
}

/** All that an answer depends on: who asks, how, and for what. */
function keyOf({ method, url, headers }, body) {
  const { authorization, depth, range, accept } = headers;
  return JSON.stringify([method, url, authorization, depth, range, accept, headers['accept-encoding'], body]);
}

async function bodyOf(message) {
  const chunks = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString('latin1');
}

/** A session is of one conversation: its cookie is in no answer that others get. */
async function answerOf(url, { method, url: path, headers }, body) {
  const incoming = await new Promise((resolve, reject) => {
    const onward = request(new URL(path, url), { method, headers: { ...headers, cookie: '' } }, resolve);
    onward.once('error', reject);
    onward.end(body, 'latin1');
  });
  const content = Buffer.from(await bodyOf(incoming), 'latin1');
  const { 'transfer-encoding': _, 'set-cookie': __, connection: ___, ...rest } = incoming.headers;
  return {
    status: incoming.statusCode,
    headers: { ...rest, 'content-length': content.length },
    content,
  };
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
