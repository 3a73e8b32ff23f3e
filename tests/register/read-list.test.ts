import { writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reasonSentence } from '../../src/model/reasons/sentence.ts';
import { fetchList } from '../../src/register/fetch-list.ts';
import { lookupBy, mayAsk } from '../../src/register/public-address.ts';
import { readList } from '../../src/register/read-list.ts';
import { shareLinksOf } from '../../src/register/share-link.ts';
import { tokenHasher } from '../../src/register/token-hash.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const CLOUD = 'https://cloud.example.org';
const READER = { readShareLink: shareLinksOf(CLOUD), hashToken: tokenHasher(new Uint8Array(32)) };
const PAGE = `<h1>Aiguillage</h1><ul><li><a href="${CLOUD}/s/abc">Guide</a><li><a href="https://wiki.example/s/abc">Wiki</a></ul>`;

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const html = (body: string, type = 'text/html; charset=utf-8'): Answer => {
  return (_, response) => response.writeHead(200, { 'content-type': type }).end(body);
};
const to = (location: string): Answer => {
  return (_, response) => response.writeHead(302, { location }).end();
};

const ANSWERS: ReadonlyMap<string, Answer> = new Map([
  ['/page', html(PAGE)],
  ['/page.md', html(`[Guide](${CLOUD}/s/abc)`, 'text/plain')],
  ['/list.csv', html(`link\n${CLOUD}/s/abc\n`, 'text/csv')],
  ['/latin', html(PAGE, 'text/html; charset=iso-8859-1')],
  ['/moved', to('/page')],
  ['/around', to('/around')],
  ['/away', to('http://localhost:1/page')],
  ['/other-port', to('http://127.0.0.1:1/page')],
  ['/dav', to('/public.php/dav/files/abc')],
  ['/sign-in', html('<form>Sign in</form>')],
  ['/picture', html('\u0089PNG', 'image/png')],
  ['/untyped', (_, response) => response.end(PAGE)],
  ['/large', html(`${PAGE}${' '.repeat(2 * 1024 ** 2)}`)],
  ['/packed', (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x')],
  ['/many', html(Array.from({ length: 2_001 }, (_, at) => `<a href="${CLOUD}/s/t${at}">x</a>`).join(''))],
  ['/silent', () => {}],
  ['/dripping', (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).write('<p>')],
  [
    '/cut',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-length': '9999' }).write(PAGE);
      setTimeout(() => response.destroy(), 10);
    },
  ],
]);

let server: Server;
let home: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = ANSWERS.get(request.url ?? '');
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  // The address of a server that listens on a port.
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const readAt = (path: string) => readList(`${home}${path}`, READER, CLOUD);
const whyAt = async (path: string) => {
  const read = await readAt(path);
  return 'missing' in read ? reasonSentence([read.missing]) : null;
};

describe('a page at an address', () => {
  it('gives its share links with their words; those of elsewhere are counted', async () => {
    expect(await readAt('/page')).toEqual({
      reading: { source: `${home}/…`, kind: 'page', links: 1, others: 1 },
      links: [{ origin: 'page', tokenHash: READER.hashToken('abc'), purpose: 'Guide' }],
    });
  });

  it.each(['/page.md', '/list.csv', '/latin', '/moved'])('is read in the form of %s', async (path) => {
    expect(await readAt(path)).toMatchObject({ links: [{ tokenHash: READER.hashToken('abc') }] });
  });

  it.each([
    ['/none', /answered 404/],
    ['/around', /points from one address to the next/],
    ['/away', /points to another place \(localhost:1\)/],
    ['/other-port', /points to another place \(127\.0\.0\.1:1\)/],
    ['/dav', /by WebDAV/],
    ['/sign-in', /no share link of cloud\.example\.org stands in it/],
    ['/picture', /but image\/png/],
    ['/untyped', /but \?/],
    ['/packed', /but gzip/],
    ['/large', /larger than 2 MB/],
    ['/many', /2001 share links/],
    ['/cut', /cut the connection/],
  ])('is unknown where it answers as %s', async (path, words) => {
    expect(await whyAt(path)).toMatch(words);
  });

  it.each(['/silent', '/dripping'])('is waited for no longer than ten seconds: %s', async (path) => {
    const read = await fetchList(new URL(`${home}${path}`), { timeoutMs: 200 });
    expect(read).toMatchObject({ missing: { key: 'list.too-slow' } });
  });

  it('is unknown where no host of that name or port answers, and its path is not named', async () => {
    const read = await readList('http://localhost:1/s/secret', READER, CLOUD);
    if (!('missing' in read)) throw new Error('was read');
    expect(read.source).toBe('http://localhost:1/…');
    expect(reasonSentence([read.missing])).toMatch(/takes no connection/);
  });
});

describe('an address in a private network', () => {
  it.each(['10.0.0.1', '192.168.1.1', '172.20.0.1', '169.254.169.254', '100.64.1.1', '0.0.0.0', '[::1]'])(
    'is never asked: %s',
    async (host) => {
      const isOwn = host === '[::1]';
      const read = await fetchList(new URL(`https://${host}/page`), { timeoutMs: 2_000 });
      // This very machine is what the config named; nothing listens there.
      if (!isOwn) expect(read).toMatchObject({ missing: { key: 'list.private' } });
    },
  );

  it.each(['::1', '::ffff:10.0.0.1', 'fe80::1', 'fc00::1', '64:ff9b::a00:1', '2002:a00:1::', '127.0.0.1'])(
    'is known in every spelling: %s',
    (address) => expect(mayAsk(address, 'public')).toBe(false),
  );

  it('is told from one of the Internet', () => {
    for (const address of ['9.9.9.9', '2620:fe::fe', '172.15.0.1', '192.167.255.255'])
      expect(mayAsk(address, 'public')).toBe(true);
    expect(mayAsk('9.9.9.9', 'loopback')).toBe(false);
    expect(mayAsk('127.0.0.2', 'loopback')).toBe(true);
  });

  it('is not reached through a name that leads there', async () => {
    const found = (rule: 'public' | 'loopback') =>
      new Promise((done) => lookupBy(rule)('localhost', {}, (error, address) => done(error ?? address)));
    expect(await found('public')).toBeInstanceOf(Error);
    expect(await found('loopback')).toMatch(/^(127\.0\.0\.1|::1)$/);
  });
});

describe('a list in a file', () => {
  const fileOf = (name: string, text: string) => {
    const path = join(temporaryFolder('register'), name);
    writeFileSync(path, text);
    return path;
  };
  it.each([
    ['links.csv', `lien;objet\n${CLOUD}/s/abc;Guide\n`],
    ['page.html', PAGE],
    ['page.md', `* [Guide](${CLOUD}/s/abc)\n`],
  ])('is read by its name: %s', async (name, text) => {
    const path = fileOf(name, text);
    expect(await readList(path, READER, CLOUD)).toMatchObject({
      reading: { source: path, links: 1 },
      links: [{ purpose: 'Guide', tokenHash: READER.hashToken('abc') }],
    });
  });

  it.each([
    ['is not there', 'none.csv', null, /there is no such file/],
    ['is no text', 'page.md', 'a\0b', /this is no text/],
    ['is too large', 'page.html', ' '.repeat(2 * 1024 ** 2 + 1), /larger than 2 MB/],
  ])('is unknown where it %s', async (_, name, text, words) => {
    const path = text === null ? join(temporaryFolder('register'), name) : fileOf(name, text);
    const read = await readList(path, READER, CLOUD);
    expect('missing' in read && reasonSentence([read.missing])).toMatch(words);
  });
});
