import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { crawlMember } from '../../../src/gather/crawl/crawl.ts';
import { newCrawlMemory } from '../../../src/gather/crawl/tree.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { readRoot } from '../../../src/nextcloud/dav/root.ts';
import { readTrash } from '../../../src/nextcloud/dav/trash.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import type { Session } from '../../../src/nextcloud/http/exchange.ts';
import type { Limits } from '../../../src/nextcloud/http/limits.ts';
import { listAccounts } from '../../../src/nextcloud/ocs/accounts.ts';
import { readCapabilities } from '../../../src/nextcloud/ocs/capabilities.ts';
import { listShares } from '../../../src/nextcloud/ocs/share-list.ts';
import { readStatus } from '../../../src/nextcloud/ocs/status.ts';
import { memorySink } from '../../gather/crawl/helpers.ts';
import { inWords } from '../../helpers/in-words.ts';
import { meet, partAll } from '../../helpers/met.ts';
import { serve } from '../server.ts';

afterAll(partAll);

const anna = memberId('anna');
const MULTISTATUS =
  '<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns">';
const ROOT = resourceAt('', '<d:getetag>"1"</d:getetag><oc:owner-id>anna</oc:owner-id>');

function resourceAt(path: string, more = ''): string {
  return `<d:response><d:href>/remote.php/dav/files/anna/${path}</d:href><d:propstat><d:prop><d:resourcetype><d:collection/></d:resourcetype><oc:fileid>${path.length + 7}</oc:fileid><oc:size>1</oc:size>${more}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;
}

/** Sends a beginning and then pieces without end, packed, until the reader hangs up. */
function endless(to: ServerResponse, status: number, begin: string, piece: (nth: number) => string): void {
  to.writeHead(status, {
    'Content-Type': status === 207 ? 'application/xml' : 'application/json',
    'Content-Encoding': 'gzip',
  });
  const pieces = (function* () {
    yield begin;
    for (let nth = 0; ; nth++) yield Array.from({ length: 100 }, (_, at) => piece(100 * nth + at)).join('');
  })();
  const source = Readable.from(pieces, { objectMode: false });
  to.once('close', () => source.destroy());
  source.pipe(createGzip()).pipe(to);
}

const share = (nth: number) =>
  `{"id":"${nth}","share_type":0,"share_with":"bob","uid_owner":"anna","uid_file_owner":"anna","path":"/a","item_type":"file","file_source":${nth},"permissions":1,"stime":1},`;
const folder = (nth: number) => resourceAt(`f${nth}/`).replace(/<oc:fileid>\d+/, `<oc:fileid>${nth + 1000}`);
const LOW: Partial<Limits> = {
  answer: 3_000_000,
  document: 1_000_000,
  accounts: 5_000,
  rows: 5_000,
  folders: 2_000,
};
const walked = (session: Session) =>
  crawlMember(session, anna, null, memorySink(), { major: 31, memory: newCrawlMemory(), strategy: 'walk' });

describe('an answer without end', () => {
  it.each<[string, (session: Session) => unknown, (to: ServerResponse) => void, RegExp]>([
    [
      'capabilities',
      readCapabilities,
      (to) => endless(to, 200, '{"a":[', () => '[],'.repeat(999)),
      /server\.limits\.document/,
    ],
    [
      'status',
      readStatus,
      (to) => endless(to, 200, '{"a":"', () => 'x'.repeat(999)),
      /server\.limits\.document/,
    ],
    ['shares', listShares, (to) => endless(to, 200, '{"ocs":{"data":[', share), /server\.limits\.rows/],
    [
      'shares in one row',
      listShares,
      (to) => endless(to, 200, '{"ocs":{"data":["', () => 'x'.repeat(999)),
      /server\.limits\.document/,
    ],
    [
      'the trash bin',
      (session) => readTrash(session, anna),
      (to) => endless(to, 207, MULTISTATUS, folder),
      /server\.limits\.answer/,
    ],
    [
      'the root',
      (session) => readRoot(session, anna),
      (to) => endless(to, 207, MULTISTATUS + ROOT, folder),
      /something else than the root/,
    ],
  ])('of %s ends at its bound, and the bound is named', async (_, reader, answer, told) => {
    await expect(meet(reader, answer, 2_000, LOW)()).rejects.toThrow(told);
  });

  it('of a folder: what is kept of it is bounded, and the member is failed with the bound', async () => {
    const answer = (to: ServerResponse, { headers }: { readonly headers: Record<string, unknown> }) =>
      headers['depth'] === '0'
        ? to.writeHead(207).end(`${MULTISTATUS}${ROOT}</d:multistatus>`)
        : endless(to, 207, MULTISTATUS + ROOT, folder);
    expect(await meet(walked, answer, 2_000, LOW)()).toMatchObject({
      outcome: 'failed',
      failure: 'bound',
      reasons: inWords(/server\.limits/),
    });
  });

  it('of accounts in pages without end', async () => {
    let user = 0;
    const page = (to: ServerResponse) => {
      const users = Object.fromEntries(Array.from({ length: 50 }, () => [`u${user}`, { id: `u${user++}` }]));
      to.setHeader('Content-Type', 'application/json');
      to.end(JSON.stringify({ ocs: { data: { users } } }));
    };
    const list = await meet(listAccounts, page, 300, { accounts: 200 })();
    expect(list).toMatchObject({
      isShort: true,
      pastBound: inWords(/^The server lists more accounts than server\.limits\.accounts\.$/),
    });
    expect(list).toHaveProperty('records.length', 200);
  });

  it('of accounts in one page: the list is cut, and the bound is named', async () => {
    const page = (to: ServerResponse) =>
      endless(to, 200, '{"ocs":{"data":{"users":{', (n) => `"u${n}":{"id":"u${n}"},`);
    expect(await meet(listAccounts, page, 2_000, LOW)()).toMatchObject({
      records: [],
      isShort: true,
      pastBound: inWords(/server\.limits\.document/),
    });
  });

  it('of all members together: what is kept of their lists is bounded, too', async () => {
    const list = `{"ocs":{"data":[${[1, 2, 3].map(share).join('').slice(0, -1)}]}}`;
    const server = await serve((_, response) =>
      response.writeHead(200, { 'Content-Type': 'application/json' }).end(list),
    );
    const client = await openClient({
      url: server.url,
      concurrency: 1,
      idleTimeoutMs: 300,
      limits: { allRows: 7 },
    });
    const session = () => client.as({ login: 'anna', password: secret('x') });
    expect((await listShares(session())).shares).toHaveLength(3);
    expect((await listShares(session())).shares).toHaveLength(3);
    await expect(listShares(session())).rejects.toThrow(/server\.limits\.allRows/);
    client.close();
    await server.close();
  });
});

it('a tree without end is read down to its bound', async () => {
  const answer = (
    to: ServerResponse,
    { path, headers }: { readonly path: string; readonly headers: Record<string, unknown> },
  ) => {
    const below = path.replace('/remote.php/dav/files/anna/', '').replace(/\/?$/, '/').replace(/^\/$/, '');
    const self = below === '' ? ROOT : folder(below.length).replace(/f\d+\//, below);
    const child = folder(below.length + 500).replace(/f\d+\//, `${below}x/`);
    to.writeHead(207).end(`${MULTISTATUS}${self}${headers['depth'] === '0' ? '' : child}</d:multistatus>`);
  };
  expect(await meet(walked, answer, 300, { depth: 6 })()).toMatchObject({
    outcome: 'read',
    unreadable: ['/x/x/x/x/x/x/x'],
    reasons: inWords('Deeper than server.limits.depth lies 1 folder'),
  });
});

describe('what is kept', () => {
  const LONG = 'x'.repeat(20_000);

  it('of folders counts long names as several', async () => {
    const list = Array.from({ length: 3 }, (_, nth) => folder(nth).replace('/anna/f', `/anna/${LONG}`)).join(
      '',
    );
    const answer = (to: ServerResponse, { headers }: { readonly headers: Record<string, unknown> }) =>
      to.writeHead(207).end(`${MULTISTATUS}${ROOT}${headers['depth'] === '0' ? '' : list}</d:multistatus>`);
    expect(await meet(walked, answer, 2_000, { folders: 200 })()).toMatchObject({ outcome: 'read' });
    expect(await meet(walked, answer, 2_000, { folders: 100 })()).toMatchObject({
      outcome: 'failed',
      reasons: inWords(/server\.limits/),
    });
  });

  it('of shares and accounts counts long rows as several', async () => {
    const shares = (to: ServerResponse) =>
      to
        .setHeader('Content-Type', 'application/json')
        .end(`{"ocs":{"data":[${share(1).replace('/a', `/${LONG}`).slice(0, -1)}]}}`);
    expect(await meet(listShares, shares, 2_000, { rows: 5 })()).toHaveProperty('shares.length', 1);
    await expect(meet(listShares, shares, 2_000, { rows: 4 })()).rejects.toThrow(/server\.limits\.rows/);
    const accounts = (to: ServerResponse) =>
      to
        .setHeader('Content-Type', 'application/json')
        .end(`{"ocs":{"data":{"users":{"u":{"id":"u","displayname":"${LONG}"}}}}}`);
    expect(await meet(listAccounts, accounts, 2_000, { accounts: 4 })()).toMatchObject({ isShort: true });
  });

  it('of a document is refused where it has more values than room', async () => {
    const groups = `{"ocs":{"data":{"users":{"u":{"id":"u","groups":[${'1,'.repeat(30_000)}1]}}}}}`;
    const answer = (to: ServerResponse) => to.setHeader('Content-Type', 'application/json').end(groups);
    expect(await meet(listAccounts, answer, 2_000, LOW)()).toMatchObject({
      pastBound: inWords(/more values than server\.limits\.document/),
    });
  });
});

describe('time', () => {
  const drip = (to: ServerResponse) => {
    to.writeHead(207);
    const more = setInterval(() => to.write(' '), 10);
    to.once('close', () => clearInterval(more));
  };
  it.each<[string, (session: Session) => unknown]>([
    ['status', readStatus],
    ['capabilities', readCapabilities],
    ['accounts', listAccounts],
    ['shares', listShares],
    ['trash', (session) => readTrash(session, anna)],
    ['root', (session) => readRoot(session, anna)],
  ])('is over for an answer that drips in: %s', async (_, reader) => {
    const began = performance.now();
    await expect(meet(reader, drip, 100, { answerTime: 60 })()).rejects.toThrow(/no answer in time/);
    expect(performance.now() - began).toBeLessThan(3_000);
  });

  it('is over for a member also where a timer fires before the clock says so', async () => {
    const server = await serve((_, response) => drip(response));
    const settings = { url: server.url, concurrency: 1, idleTimeoutMs: 10_000, retryPauseMs: 1 };
    const client = await openClient(settings);
    const began = performance.now();
    const exact = performance.now.bind(performance);
    const slow = vi.spyOn(performance, 'now').mockImplementation(() => began + (exact() - began) / 2);
    try {
      const session = client.as({ login: 'anna', password: secret('x') }, began + 200);
      await expect(readTrash(session, anna)).rejects.toThrow(/the time for this member is over/);
      expect(session.requests()).toBe(1);
    } finally {
      slow.mockRestore();
      client.close();
      await server.close();
    }
  });

  it('is over for a member, and for a run: nothing more is sent', async () => {
    const server = await serve((_, response) => drip(response));
    const settings = { url: server.url, concurrency: 1, idleTimeoutMs: 1_000, retryPauseMs: 1 };
    const client = await openClient({ ...settings, limits: { runTime: 150 } });
    const session = client.as({ login: 'anna', password: secret('x') }, performance.now() + 50);
    await expect(readTrash(session, anna)).rejects.toThrow(
      /the time for this member is over \(server\.limits\.memberTime\)/,
    );
    await new Promise((over) => setTimeout(over, 150));
    await expect(readStatus(client.as(null))).rejects.toThrow(
      /the time for this run is over \(server\.limits\.runTime\)/,
    );
    expect(server.seen).toHaveLength(1);
    client.close();
    await server.close();
  });
});
