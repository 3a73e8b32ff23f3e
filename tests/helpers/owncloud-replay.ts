import { readdirSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { type Seen, serve, type TestServer } from '../nextcloud/server.ts';

const FOLDER = new URL('../fixtures/recordings/owncloud-10.16.4/', import.meta.url);
const Recorded = z.object({
  request: z.object({
    method: z.string(),
    path: z.string(),
    as: z.string().nullable(),
    headers: z.record(z.string(), z.string()),
  }),
  response: z.object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string() }),
});
type Recorded = z.infer<typeof Recorded>;

/** The exchanges with a real ownCloud 10.16.4, by their numbers. */
const RECORDED = new Map(
  readdirSync(FOLDER).map((name) => [
    Number(name.slice(0, 3)),
    Recorded.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))),
  ]),
);

/** When they were recorded. */
export const RECORDED_AT = Date.UTC(2026, 10, 29, 7);

/** One exchange. */
export function ownCloudRecording(number: number): Recorded {
  const found = RECORDED.get(number);
  if (found === undefined) throw new RangeError(`no recording ${number}`);
  return found;
}

/** Lists in which each row of a tree stands as recorded. Of amelie's tree all rows are there, of the other two the topmost. */
const TREES = [123, 53, 52, 125, 126];
const RESPONSE = /<d:response><d:href>([^<]*)<\/d:href>.*?<\/d:response>/gs;
const CHECKSUM = 117;

/**
 * Answers each request as the recorded server did; lists of folders are made up of the rows that it gave for them.
 * @param infinity as where Depth infinity is switched on; then amelie alone can be read.
 */
export async function replayOwnCloud({ infinity = false } = {}): Promise<TestServer> {
  const rows = new Map<string, string>();
  for (const number of TREES) {
    for (const [row, href = ''] of ownCloudRecording(number).response.body.matchAll(RESPONSE)) {
      if (!rows.has(decodeURIComponent(href))) rows.set(decodeURIComponent(href), row);
    }
  }
  return serve((asked, response) =>
    send(response, (infinity ? answerWithInfinity(asked) : null) ?? answerTo(asked, rows)),
  );
}

function answerWithInfinity({ path, headers }: Seen): Recorded['response'] | null {
  if (headers['depth'] === 'infinity') return ownCloudRecording(123).response;
  return path.includes('/cloud/capabilities') ? ownCloudRecording(124).response : null;
}

function answerTo(asked: Seen, rows: ReadonlyMap<string, string>): Recorded['response'] {
  const [path = ''] = asked.path.split('?');
  if (asked.method === 'PROPFIND' && path.startsWith('/remote.php/dav/files/'))
    return listed(asked, decodeURIComponent(path).replace(/\/?$/, '/'), rows);
  if (path.endsWith('/trash-bin/bruno/')) return ownCloudRecording(72).response;
  if (path.includes('/trash-bin/')) return ownCloudRecording(73).response;
  if (path.endsWith('/shares')) return sharesOf(asked);
  if (path === '/ocs/v2.php/cloud/users') return users(asked);
  const number = [...RECORDED].find(
    ([, { request }]) => request.method === asked.method && request.path.split('?')[0] === path,
  )?.[0];
  if (number !== undefined) return ownCloudRecording(number).response;
  // Of the other groups nobody asked who is in them.
  if (path.startsWith('/ocs/v2.php/cloud/groups/')) {
    const { body, ...rest } = ownCloudRecording(32).response;
    return { ...rest, body: body.replace(/"users":\[[^\]]*\]/, '"users":[]') };
  }
  return ownCloudRecording(112).response;
}

function users(asked: Seen): Recorded['response'] {
  return ownCloudRecording(new URL(asked.path, 'http://x').searchParams.get('offset') === '0' ? 8 : 11)
    .response;
}

const SHARES = { amelie: 77, bruno: 79, carla: 80 } as const;

function sharesOf({ headers }: Seen): Recorded['response'] {
  const [uid] = Buffer.from(headers.authorization?.split(' ')[1] ?? '', 'base64')
    .toString()
    .split(':');
  const number = Object.entries(SHARES).find(([name]) => name === uid)?.[1] ?? SHARES.amelie;
  return ownCloudRecording(number).response;
}

function listed({ headers }: Seen, path: string, rows: ReadonlyMap<string, string>): Recorded['response'] {
  if (headers['depth'] === 'infinity') return ownCloudRecording(48).response;
  const own = [...rows].filter(
    ([href]) => href === path || `${href}/` === path || (headers['depth'] === '1' && isIn(href, path)),
  );
  const { body, ...rest } = ownCloudRecording(CHECKSUM).response;
  const [head = '', tail = ''] = body.split(/<d:response>.*<\/d:response>/s);
  return { ...rest, body: head + own.map(([, row]) => row).join('') + tail };
}

function isIn(href: string, folder: string): boolean {
  return href.startsWith(folder) && /^[^/]+\/?$/.test(href.slice(folder.length));
}

function send(response: ServerResponse, { status, headers, body }: Recorded['response']): void {
  // The clock of then: an audit of another day would be refused.
  response.writeHead(status, { ...headers, date: new Date(RECORDED_AT).toUTCString() });
  response.end(body);
}
