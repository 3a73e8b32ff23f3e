import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startServer } from '../../src/demo/nextcloud/server.ts';
import { appHeaders, registerApp } from '../helpers/appapi.ts';
import { appApiWorld, type Exchange, exchanges, receivedRequests, recordedUid } from './appapi-recording.ts';
import { describedIn } from './recording.ts';
import { shapeOf, xmlShapeOf } from './shape.ts';

const WHEN = Date.UTC(2026, 10, 29, 6);
/** Recorded for what comes later, or answered by what stands in front of the server. */
const NOT_PLAYED = /^(08-write|12-|13-|14-)/;
/** Answers of which we give a part: an auditor reads nothing of the rest. */
const PART = ['03-capabilities-zoe', '05-admin-serverinfo'];
const HEADERS = ['content-type', 'dav', 'www-authenticate', 'x-user-id', 'cache-control'];
const EXACT =
  /^(d:getlastmodified|d:getetag|d:resourcetype|oc:size|oc:fileid|nc:mount-type|nc:upload_time|oc:checksums)$/;

const all = exchanges();
const played = [...all].filter(([name]) => !NOT_PLAYED.test(name));
let server: DemoServer;
let secret: string;

describe('the embedded server against a recorded Nextcloud 32.0.1, asked through AppAPI', () => {
  beforeAll(async () => {
    server = await startServer(appApiWorld(all), { clock: () => WHEN, patienceMs: 0 });
    ({ secret } = await registerApp(server));
  });
  afterAll(() => server.close());

  it('has every recording', () => expect([all.size, played.length]).toEqual([39, 32]));

  it.each(played)('%s', async (name, exchange) => {
    await prepare(name);
    const { method, path, body } = exchange.request;
    const answer = await fetch(server.url + path, {
      method,
      headers: headersOf(name, exchange),
      ...(body !== '' && { body }),
    });
    const text = await answer.text();
    const real = exchange.response;
    expect(answer.status).toBe(real.status);
    const recorded = new Map(real.headers);
    for (const header of HEADERS) {
      expect([header, answer.headers.get(header)]).toEqual([header, recorded.get(header) ?? null]);
    }
    compare(name, text, real.body);
  });
});

it('is asked by the embedded server what the recorded one asked', async () => {
  const other = await startServer(appApiWorld(all), { patienceMs: 0 });
  const { received } = await registerApp(other);
  await other.close();
  const [, ...recorded] = receivedRequests();
  expect(received.map(({ method, path }) => `${method} ${path}`)).toEqual(
    recorded.slice(0, received.length).map(({ method, url }) => `${method} ${url}`),
  );
  for (const [at, { headers }] of received.entries()) {
    const wanted = (recorded[at]?.headers ?? []).map((header) => header.split(':')[0]?.toLowerCase() ?? '');
    expect(
      Object.keys(headers)
        .filter((header) => header !== 'connection')
        .sort(),
    ).toEqual([...wanted].sort());
  }
});

/** What was done at the server between requests. */
async function prepare(name: string): Promise<void> {
  server.forgive();
  if (name === '11-app-disabled-dav') await server.occ(['app_api:app:disable', 'menage']);
  if (name === '11-appapi-off-dav') await server.occ(['app:disable', 'app_api']);
  if (name === '11-unregistered-dav') {
    await server.occ(['app:enable', 'app_api']);
    await server.occ(['app_api:app:unregister', 'menage', '--force']);
  }
  if (!name.startsWith('10-')) return;
  for (let time = 0; time < 11; time++) {
    await fetch(`${server.url}/ocs/v2.php/cloud/user`, { headers: appHeaders('zoe', 'wrong') });
  }
}

function headersOf(name: string, exchange: Exchange): Record<string, string> {
  const headers = { ...exchange.request.headers };
  const uid = recordedUid(exchange);
  if (uid === null) return headers;
  const key = name.startsWith('10-') ? 'wrong' : secret;
  return { ...headers, 'AUTHORIZATION-APP-API': appHeaders(uid, key)['AUTHORIZATION-APP-API'] ?? '' };
}

function compare(name: string, ours: string, real: string): void {
  if (real.startsWith('{')) {
    const [mine, recorded] = [shapeOf(JSON.parse(ours)), shapeOf(JSON.parse(real))];
    if (PART.includes(name)) expect(recorded).toMatchObject(mine ?? {});
    else expect(mine).toEqual(recorded);
    if (real.includes('"failure"')) expect(JSON.parse(ours)).toEqual(JSON.parse(real));
  } else if (real.includes('<d:multistatus')) compareTrees(ours, real);
  else expect(xmlShapeOf(ours)).toEqual(xmlShapeOf(real));
}

/** Row for row up to where the recording was cut; of a root, of which parts were not recorded, the names of its properties. */
function compareTrees(ours: string, real: string): void {
  const isCut = real.endsWith('…cut');
  const wanted = describedIn(real).slice(0, isCut ? -1 : undefined);
  const rows = describedIn(ours);
  const got = new Map(rows.map((row) => [row.href, row]));
  if (!isCut) expect(rows.map(({ href }) => href).sort()).toEqual(wanted.map(({ href }) => href).sort());
  for (const { href, found, missing } of wanted) {
    const mine = got.get(href);
    expect([href, [...(mine?.found.keys() ?? [])], mine?.missing]).toEqual([
      href,
      [...found.keys()],
      missing,
    ]);
    if (/^\/remote\.php\/dav\/files\/[^/]+\/$/.test(href)) continue;
    for (const [property, value] of found) {
      if (EXACT.test(property))
        expect([href, property, mine?.found.get(property)]).toEqual([href, property, value]);
    }
  }
}
