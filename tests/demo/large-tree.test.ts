import { type IncomingMessage, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startServer } from '../../src/demo/nextcloud/server.ts';
import type { WorldFolder } from '../../src/demo/nextcloud/world/world.ts';
import { editorOf, putFile } from '../helpers/edit-world.ts';
import { basic, folderIn, NOW, smallWorld, userOf } from '../helpers/world.ts';
import { describedIn, treePathOf } from './recording.ts';

const FOLDERS = 28;
const PER_FOLDER = 200;
const ALL = FOLDERS * (PER_FOLDER + 1);
/** Every mark that an address may hold, and letters of one, two, three and four bytes. */
const STRANGE = ["a!$&'()*+,;=", 'b:@~-_. []{}', 'c#?%^"<>|`\\', 'd é œ € 漢 🎈', 'e%20', 'f'];

const world = smallWorld({ members: { alice: {} } });
const alice = userOf(world, 'alice');
let server: DemoServer;

beforeAll(async () => {
  grow(alice.home);
  server = await startServer(world, { clock: () => NOW });
});
afterAll(() => server.close());

function grow(home: WorldFolder): void {
  let id = 1_000;
  const node = (name: string, seed: number) => {
    const modifiedAt = NOW - ((seed * 7_919) % 5_000) * 1_000;
    return { name, fileId: String(id++), etag: `e${seed}`, modifiedAt };
  };
  for (let number = 0; number < FOLDERS; number++) {
    const name = `${STRANGE[number % STRANGE.length]} ${number}`;
    const folder: WorldFolder = { kind: 'folder', ...node(name, number), children: [] };
    home.children.push(folder);
    for (let file = 0; file < PER_FOLDER; file++) {
      const facts = { contentType: 'text/plain', uploadedAt: 0, checksum: null };
      const named = node(`${STRANGE[file % STRANGE.length]} ${file}.txt`, number * PER_FOLDER + file);
      folder.children.push({ kind: 'file', ...named, ...facts, size: file });
    }
  }
}

const NAMESPACES =
  'xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:s="https://github.com/icewind1991/SearchDAV/ns"';
const PROPS = '<d:prop><d:getetag/><d:getlastmodified/><d:displayname/><oc:fileid/><oc:size/></d:prop>';
const LISTING = `<d:propfind ${NAMESPACES}>${PROPS}</d:propfind>`;

async function ask(method: string, path: string, body: string): Promise<string> {
  const headers = { authorization: basic('alice', alice.appPassword), Depth: 'infinity' };
  return (await fetch(server.url + path, { method, headers, body })).text();
}

async function infinity() {
  return describedIn(await ask('PROPFIND', '/remote.php/dav/files/alice/', LISTING)).slice(1);
}

async function page(first: number, count: number, direction = 'ascending') {
  const order = ['d:getlastmodified', 'd:displayname', 'oc:size']
    .map((key) => `<d:order><d:prop><${key}/></d:prop><d:${direction}/></d:order>`)
    .join('');
  const owner = '<d:eq><d:prop><oc:owner-id/></d:prop><d:literal>alice</d:literal></d:eq>';
  const scope = '<d:scope><d:href>/files/alice</d:href><d:depth>infinity</d:depth></d:scope>';
  const limit = `<d:nresults>${count}</d:nresults><s:firstresult>${first}</s:firstresult>`;
  const body = `<d:searchrequest ${NAMESPACES}><d:basicsearch><d:select>${PROPS}</d:select><d:from>${scope}</d:from><d:where>${owner}</d:where><d:orderby>${order}</d:orderby><d:limit>${limit}</d:limit></d:basicsearch></d:searchrequest>`;
  return describedIn(await ask('SEARCH', '/remote.php/dav/', body));
}

async function pages(direction?: string) {
  const rows: Awaited<ReturnType<typeof page>>[number][] = [];
  for (let first = 0; first <= ALL; first += 2_000) rows.push(...(await page(first, 2_000, direction)));
  return rows;
}

/** Names that no node knows: each makes every response 250 bytes longer, beyond what sockets hold. */
const MANY = Array.from({ length: 20 }, (_, number) => `<d:unknown-${number}-${'x'.repeat(230)}/>`).join('');

describe('a large tree', { timeout: 20_000 }, () => {
  it('has the same rows in pages of a search and in a listing, in the order asked for', async () => {
    const listed = await infinity();
    const found = await pages();
    expect(listed).toHaveLength(ALL);
    const lines = (rows: typeof found) =>
      rows.map(({ href, found: facts }) => `${href} ${[...facts].join(' ')}`).sort();
    expect(lines(found)).toEqual(lines(listed));
    const key = ({ found: facts }: (typeof found)[number]) => {
      const at = Date.parse(facts.get('d:getlastmodified') ?? '');
      return `${at} ${facts.get('d:displayname')}`;
    };
    const times = found.map(key).map((text) => Number(text.split(' ')[0]));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect((await pages('descending')).map(key).slice(0, 100)).toEqual(
      found.map(key).reverse().slice(0, 100),
    );
  });

  it('spells every name so that it reads back as it is', async () => {
    const paths = new Set((await infinity()).map(({ href }) => treePathOf(href)));
    const wanted = alice.home.children.flatMap((folder) =>
      folder.kind === 'file' ? [] : folder.children.map(({ name }) => `/${folder.name}/${name}`),
    );
    expect(wanted).toHaveLength(FOLDERS * PER_FOLDER);
    expect(wanted.filter((path) => !paths.has(path))).toEqual([]);
  });

  it('shows a change at once, though sums and rows are kept', async () => {
    const sumOf = async () => {
      const whole = describedIn(await ask('PROPFIND', '/remote.php/dav/files/alice/', LISTING));
      return Number(whole[0]?.found.get('oc:size'));
    };
    const before = await sumOf();
    const { length } = await pages();
    putFile(editorOf(world, { now: () => NOW }), 'alice', '/f 5/new.txt', { size: 12_345 });
    expect(await sumOf()).toBe(before + 12_345);
    expect(await pages()).toHaveLength(length + 1);
    folderIn(alice.home, '/f 5').children.pop();
    server.changed();
    expect(await sumOf()).toBe(before);
    expect(await pages()).toHaveLength(length);
  });

  it('makes no more of an answer than its reader takes', async () => {
    const headers = { authorization: basic('alice', alice.appPassword), Depth: 'infinity' };
    let made = 0;
    server.faults.touched = (_member, _path, response) => {
      made++;
      return response;
    };
    const asked = request(`${server.url}/remote.php/dav/files/alice/`, { method: 'PROPFIND', headers });
    const answer = await new Promise<IncomingMessage>((resolve) => {
      asked.once('response', resolve).end(LISTING.replace('<d:getetag/>', MANY));
    });
    await setTimeout(200);
    const unread = made;
    let bytes = 0;
    for await (const chunk of answer) bytes += chunk.length;
    expect([unread > 0, unread < ALL / 2, made]).toEqual([true, true, ALL + 1]);
    expect(bytes).toBeGreaterThan(ALL * 5_000);
  });
});
