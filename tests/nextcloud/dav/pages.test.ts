import { describe, expect, it, onTestFinished } from 'vitest';
import { secret } from '../../../src/model/secret.ts';
import { askForPage, type WantedPage } from '../../../src/nextcloud/dav/pages.ts';
import { propfind } from '../../../src/nextcloud/dav/request.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { serve } from '../server.ts';

const ROOT = '/remote.php/dav/files/anna';
const BODY = `<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns"><d:response><d:href>${ROOT}/a</d:href>
<d:propstat><d:prop><d:getlastmodified>Tue, 24 Nov 2026 07:05:09 GMT</d:getlastmodified><oc:fileid>7</oc:fileid></d:prop>
<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>`;

/** One page from a server that answers with these headers: what was read, or why not, and what was asked. */
async function page(answered: Record<string, string>, wanted: Partial<WantedPage> = {}) {
  const server = await serve((_, response) => response.writeHead(207, answered).end(BODY));
  const client = await openClient({ url: server.url, concurrency: 1, idleTimeoutMs: 1_000 });
  onTestFinished(async () => {
    client.close();
    await server.close();
  });
  const session = client.as({ login: 'anna', password: secret('x') });
  const request = propfind(ROOT, 'infinity', '<d:getlastmodified/>');
  const taken: string[] = [];
  const read = askForPage(
    session,
    request,
    { token: null, offset: 0, count: 50, ...wanted },
    ROOT,
    async (batch) => {
      taken.push(...batch.map(({ path }) => path));
    },
  );
  return { read: await read.catch((error: unknown) => error), taken, asked: server.seen[0]?.headers ?? {} };
}

const PAGE = { 'X-NC-Paginate': 'true', 'X-NC-Paginate-Token': 'tok', 'X-NC-Paginate-Total': '120' };

describe('the first page of a listing', () => {
  it('is asked for by its size alone, and tells what the next ones belong to', async () => {
    const { read, taken, asked } = await page(PAGE);
    expect(read).toEqual({ rows: 1, listing: { token: 'tok', total: 120 } });
    expect(taken).toEqual(['/a']);
    expect(asked).toMatchObject({ depth: 'infinity', 'x-nc-paginate': 'true', 'x-nc-paginate-count': '50' });
    expect(asked).not.toHaveProperty('x-nc-paginate-token');
    expect(asked).not.toHaveProperty('x-nc-paginate-offset');
  });

  it.each([
    ['no header at all', {}],
    ['no mark', { ...PAGE, 'X-NC-Paginate': 'false' }],
    ['no token', { 'X-NC-Paginate': 'true', 'X-NC-Paginate-Total': '120' }],
    ['no total', { 'X-NC-Paginate': 'true', 'X-NC-Paginate-Token': 'tok' }],
    ['a total that is no number', { ...PAGE, 'X-NC-Paginate-Total': 'x12' }],
    ['a total with more behind it', { ...PAGE, 'X-NC-Paginate-Total': '12x' }],
    ['a total without end', { ...PAGE, 'X-NC-Paginate-Total': '1234567890' }],
  ])('is the whole listing where the answer has %s', async (_, answered) => {
    expect((await page(answered)).read).toEqual({ rows: 1, listing: null });
  });
});

describe('a later page', () => {
  it('is asked for by token and offset', async () => {
    const { read, taken, asked } = await page({ 'X-NC-Paginate': 'true' }, { token: 'tok', offset: 50 });
    expect(read).toEqual({ rows: 1, listing: null });
    expect(taken).toEqual(['/a']);
    expect(asked).toMatchObject({
      'x-nc-paginate': 'true',
      'x-nc-paginate-count': '50',
      'x-nc-paginate-token': 'tok',
      'x-nc-paginate-offset': '50',
    });
  });

  it.each([
    ['a listing of its own', PAGE],
    ['no page', {}],
  ])('is refused when it is %s, and nothing of it taken', async (_, answered) => {
    const { read, taken } = await page(answered, { token: 'tok', offset: 50 });
    expect(read).toMatchObject({
      failure: 'cut-short',
      status: 207,
      message: 'The server forgot the listing whose pages were being read.',
    });
    expect(taken).toEqual([]);
  });
});
