import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startServer } from '../../src/demo/nextcloud/server.ts';
import { basic } from '../helpers/world.ts';
import { recordedWorld } from './recorded-world.ts';
import { describedIn, RECORDED, type Recorded, type Recording, recordings } from './recording.ts';
import { shapeOf, xmlShapeOf } from './shape.ts';

/** When they were recorded, and how many there are: of 34 none with a folder that is not scanned. */
const RECORDING_OF = {
  '31.0.6': { when: Date.UTC(2026, 10, 24, 8), exchanges: 114 },
  '34.0.1': { when: Date.UTC(2026, 10, 25, 5), exchanges: 109 },
} as const satisfies Record<Recorded, unknown>;

/** Headers that a client of this server goes by. */
const HEADERS = [
  'x-user-id',
  'content-type',
  'vary',
  'dav',
  'allow',
  'ms-author-via',
  'www-authenticate',
  'retry-after',
  'x-nextcloud-maintenance-mode',
  'x-nc-paginate',
  'x-nc-paginate-total',
  'cache-control',
];
/** Headers of which only the presence can be the same. */
const PRESENT = ['etag', 'x-nc-paginate-token'];

/** Answers of which we give a part: an auditor reads nothing of the rest. */
const PART: Readonly<Record<string, string>> = {
  'capabilities-anonymous': 'the theming of the login page is left out',
  'capabilities-member': 'apps that have to do with neither files nor shares are left out',
  'capabilities-admin': 'as 003',
  'capabilities-member-before-lock': 'as 003',
};
/** Answers whose rows differ, for the recordings do not tell the whole world that they were made of. */
const OTHER_ROWS: Readonly<Record<string, string>> = {
  'search-no-owner-page-1': 'the contents of what was received were not recorded',
  'unscanned-folder-search':
    'below a folder that is not scanned a world shows SEARCH nothing; the recorded one was half scanned',
  'shares-declined': 'a world knows no declined shares: the list is empty',
  'maintenance-login-flow': 'an HTML page, cut in the recording',
};

/** Recorded while the server was scanning: the folder's etag changed with each look at it. */
const OTHER_ETAG = [
  'unscanned-folder-propfind-0',
  'unscanned-folder-its-parent',
  'unscanned-folder-propfind-0-after',
];

describe.each(RECORDED)('the embedded server against a recorded Nextcloud %s', (version) => {
  const all = recordings(version);
  const { when, exchanges } = RECORDING_OF[version];
  const kept: Kept = { paginateToken: '', pollToken: '' };
  let server: DemoServer;
  beforeAll(async () => {
    server = await startServer(recordedWorld(version, all), { clock: () => when });
    // The recorded 31 was set up without it.
    if (version === '31.0.6') await server.occ(['app:disable', 'app_api']);
  });
  afterAll(() => server.close());

  it('has every recording', () => expect(all.size).toBe(exchanges));

  it.each([...all])('%s', async (name, recording) => {
    await prepare(server, name);
    const answer = await replay(server, kept, name, recording);
    const body = await answer.text();
    const real = recording.response;
    expect(answer.status).toBe(real.status);
    for (const header of HEADERS) {
      if (header === 'vary' && name === 'shares-declined') continue;
      expect([header, answer.headers.get(header)]).toEqual([header, real.headers[header] ?? null]);
    }
    for (const header of PRESENT) {
      expect([header, answer.headers.has(header)]).toEqual([header, header in real.headers]);
    }
    remember(kept, name, answer, body);
    compare(name, real.headers['content-type'] ?? '', body, real.body);
  });
});

/** What an answer gave that a later request sends. */
interface Kept {
  paginateToken: string;
  pollToken: string;
}

function authorization(server: DemoServer, name: string, as: string | null): Record<string, string> {
  if (as === null) return {};
  if (name.startsWith('wrong-token')) return { authorization: basic(as, 'wrong') };
  if (as === 'admin') return { authorization: basic('admin', server.world.admin.password) };
  return { authorization: basic(as, `token-of-${as}`) };
}

/** What the recorder did between requests. */
async function prepare(server: DemoServer, name: string): Promise<void> {
  server.faults.maintenance = name.startsWith('maintenance-');
  if (name === 'maintenance-status') {
    const ulysse = server.world.users.find(({ id }) => id === 'ulysse.auger');
    if (ulysse !== undefined) ulysse.appPassword = 'token-of-ulysse.auger';
  }
  if (name.endsWith('-before-lock') || name.startsWith('after-the-lock')) server.forgive();
  if (name !== 'locked-out-dav') return;
  const headers = { 'OCS-APIRequest': 'true', authorization: basic('ulysse.auger', 'wrong') };
  for (let failure = 0; failure < 11; failure++) {
    await (await fetch(`${server.url}/ocs/v2.php/cloud/user?format=json`, { headers })).text();
  }
}

async function replay(
  server: DemoServer,
  { paginateToken, pollToken }: Kept,
  name: string,
  { request }: Recording,
): Promise<Response> {
  const login = authorization(server, name, request.as);
  const headers: Record<string, string> = { ...request.headers, ...login };
  if ('X-NC-Paginate-Token' in headers && !name.includes('unknown'))
    headers['X-NC-Paginate-Token'] = paginateToken;
  const body = request.body === 'token=REDACTED' ? `token=${pollToken}` : request.body;
  const { method } = request;
  return fetch(server.url + request.path, { method, headers, ...(body === null ? {} : { body }) });
}

function remember(kept: Kept, name: string, answer: Response, body: string): void {
  if (name === 'paginate-first') kept.paginateToken = answer.headers.get('x-nc-paginate-token') ?? '';
  if (name === 'login-flow-v2-start') kept.pollToken = /"token":"(\w+)"/.exec(body)?.[1] ?? '';
}

function compare(name: string, type: string, ours: string, real: string): void {
  if (type.includes('json')) {
    if (name in OTHER_ROWS) return;
    const shape = shapeOf(JSON.parse(real));
    if (name in PART) expect(shape).toMatchObject(shapeOf(JSON.parse(ours)) ?? {});
    else expect(shapeOf(JSON.parse(ours))).toEqual(shape);
  } else if (real.includes('<d:multistatus')) {
    compareMultistatus(name, ours, real);
  } else if (real.startsWith('<?xml')) {
    expect(xmlShapeOf(ours)).toEqual(xmlShapeOf(real));
  } else if (!type.includes('html')) {
    expect(ours).toBe(real);
  }
}

/** Values that must be the same. Left out are those of a root, of which parts were not recorded. */
const EXACT =
  /^(d:getlastmodified|d:getetag|d:getcontentlength|d:getcontenttype|d:resourcetype|oc:size|oc:fileid|oc:permissions|oc:owner-id|nc:mount-type|nc:upload_time|nc:creation_time|nc:trashbin.*)$/;

function compareMultistatus(name: string, ours: string, real: string): void {
  const got = describedIn(ours);
  const wanted = describedIn(real);
  const byKind = (list: typeof got) => new Set(list.map(signature));
  expect(byKind(got)).toEqual(byKind(wanted));
  if (name in OTHER_ROWS) return;
  expect(got.length).toBe(wanted.length);
  if (/paginate/.test(name)) return;
  const order = /search/.test(name) || /trash/.test(name) ? (list: readonly string[]) => list : sorted;
  expect(order(got.map(({ href }) => href))).toEqual(order(wanted.map(({ href }) => href)));
  const byHref = new Map(got.map((one) => [one.href, one]));
  for (const { href, found } of wanted) {
    if (/^\/remote\.php\/dav\/files\/[^/]+\/$/.test(href)) continue;
    const exact = [...found].filter(([property]) => isExact(name, property));
    const mine = [...(byHref.get(href)?.found ?? [])].filter(([property]) => isExact(name, property));
    expect([href, ...mine]).toEqual([href, ...exact]);
  }
}

function isExact(name: string, property: string): boolean {
  return EXACT.test(property) && !(property === 'd:getetag' && OTHER_ETAG.includes(name));
}

function sorted(list: readonly string[]): readonly string[] {
  return [...list].sort();
}

function signature({ found, missing }: ReturnType<typeof describedIn>[number]): string {
  const kind = found.get('d:resourcetype') ?? '';
  return `${kind} 200: ${[...found.keys()].join(' ')} 404: ${missing.join(' ')}`;
}
