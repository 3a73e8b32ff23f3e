import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { bodyOf, onLoopback } from '../../helpers/loopback.ts';

/** A node of a made-up home storage, or of something mounted into it. */
export interface Node {
  name: string;
  id: string;
  etag: string;
  modifiedAt: number;
  /** Null for folders. */
  size: number | null;
  children: Node[];
  mount: '' | 'shared' | 'external' | 'group';
  forbidden?: boolean;
  unscanned?: boolean;
  /** Counted in all sums, and left out of every list. */
  unlisted?: boolean;
}

interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly depth: string;
  readonly body: string;
}

export interface TreeServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Called before each answer; true when it has answered itself. */
  intercept: (request: SeenRequest, response: ServerResponse, index: number) => boolean;
  /** Called after each answer was made up. */
  after: (request: SeenRequest, index: number) => void;
  /** Ids that SEARCH leaves out. */
  readonly hidden: Set<string>;
  /** SEARCH asks by size in vain: every row comes. */
  ignoresSizes: boolean;
  /** Depth infinity is switched off: answered for one level, without an error. */
  infinityAsOne: boolean;
  peak(): number;
  close(): Promise<void>;
}

export const UID = 'zoé martin';
/** The server lives in a folder of its host, as many do. */
const PREFIX = '/nextcloud';
const HOME = `${PREFIX}/remote.php/dav/files/${encodeURIComponent(UID)}`;

/** A Nextcloud that knows one member: PROPFIND at every depth, and the owner SEARCH with its pages. */
export async function serveTree(root: Node): Promise<TreeServer> {
  const seen: SeenRequest[] = [];
  let inFlight = 0;
  let peak = 0;
  const server = createServer(async (message, response) => {
    inFlight++;
    peak = Math.max(peak, inFlight);
    response.once('close', () => {
      inFlight--;
    });
    const request = await read(message);
    const index = seen.push(request) - 1;
    if (!handle.intercept(request, response, index)) answer(root, handle, request, response);
    handle.after(request, index);
  });
  const { url, close } = await onLoopback(server);
  const handle: TreeServer = {
    url: url + PREFIX,
    seen,
    intercept: () => false,
    after: () => undefined,
    hidden: new Set(),
    ignoresSizes: false,
    infinityAsOne: false,
    peak: () => peak,
    close,
  };
  return handle;
}

async function read(message: IncomingMessage): Promise<SeenRequest> {
  const depth = message.headers['depth'];
  return {
    method: message.method ?? '',
    path: message.url ?? '',
    depth: typeof depth === 'string' ? depth : '1',
    body: await bodyOf(message),
  };
}

function answer(root: Node, server: TreeServer, request: SeenRequest, response: ServerResponse): void {
  const [status, body] = answerTo(root, server, request);
  send(response, status, body);
}

function answerTo(root: Node, server: TreeServer, request: SeenRequest): readonly [number, string] {
  if (request.method === 'SEARCH') {
    const rows = search(root, request.body, server.ignoresSizes).filter(
      ([, node]) => !server.hidden.has(node.id),
    );
    return [207, multistatus(rows, request.body)];
  }
  const path = decodeURIComponent(request.path.slice(HOME.length)).replace(/\/$/, '');
  const found = path === '' ? root : find(root, path);
  if (found === null) return [404, error('Sabre\\DAV\\Exception\\NotFound')];
  if (found.forbidden === true && request.depth !== '0') {
    return [403, error('Sabre\\DAV\\Exception\\Forbidden')];
  }
  const isDeep = request.depth === 'infinity' && !server.infinityAsOne;
  const below = request.depth === '0' ? [] : listed(found, path, isDeep);
  return [207, multistatus([[path === '' ? '/' : path, found], ...below], request.body)];
}

type Row = readonly [path: string, node: Node];

function listed(folder: Node, path: string, deep: boolean): Row[] {
  if (folder.forbidden === true) return [];
  return shown(folder).flatMap((child): Row[] => [
    [`${path}/${child.name}`, child],
    ...(deep && child.size === null ? listed(child, `${path}/${child.name}`, true) : []),
  ]);
}

/** Sorted by modification, name and size; the root counts in its page and is left out (as a real server does). */
function search(root: Node, body: string, ignoresSizes: boolean): Row[] {
  const limit = Number(/nresults>(\d+)</.exec(body)?.[1]);
  const first = Number(/s:firstresult>(\d+)</.exec(body)?.[1]);
  const rows: Row[] = [['/', root], ...own(root, '')];
  const [, operator, bound] = /<d:(lt|gte)><d:prop><oc:size\/><\/d:prop><d:literal>(\d+)</.exec(body) ?? [];
  const wanted = rows.filter(([, node]) => {
    if (body.includes('is-collection') && node.size !== null) return false;
    if (operator === undefined || ignoresSizes) return true;
    return (operator === 'lt') === sizeOf(node) < Number(bound);
  });
  wanted.sort(
    ([, a], [, b]) =>
      a.modifiedAt - b.modifiedAt ||
      (a.name < b.name ? -1 : a.name > b.name ? 1 : 0) ||
      sizeOf(a) - sizeOf(b),
  );
  return wanted.slice(first, first + limit).filter(([path]) => path !== '/');
}

function own(folder: Node, path: string): Row[] {
  if (folder.forbidden === true || folder.unscanned === true) return [];
  return shown(folder).flatMap((child): Row[] =>
    child.mount !== ''
      ? []
      : [
          [`${path}/${child.name}`, child],
          ...(child.size === null ? own(child, `${path}/${child.name}`) : []),
        ],
  );
}

function shown({ children }: Node): readonly Node[] {
  return children.filter(({ unlisted }) => unlisted !== true);
}

export function sizeOf(node: Node): number {
  if (node.size !== null) return node.size;
  if (node.unscanned === true) return -1;
  return node.children.reduce((sum, child) => sum + sizeOf(child), 0);
}

/** What the own storage holds, mounts left out. */
function ownSize(node: Node): number {
  if (node.size !== null) return node.size;
  return node.children.reduce((sum, child) => sum + (child.mount === '' ? ownSize(child) : 0), 0);
}

export function find(root: Node, path: string): Node | null {
  let at: Node | undefined = root;
  for (const name of path.split('/').slice(1)) at = at?.children.find((child) => child.name === name);
  return at ?? null;
}

/** Files of an even id came with a checksum. */
export function checksumOf({ id, size }: Node): string | null {
  return size !== null && Number(id) % 2 === 0 ? `SHA1:${id}` : null;
}

function multistatus(rows: readonly Row[], asked: string): string {
  const namespaces = 'xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns"';
  return `<?xml version="1.0"?>\n<d:multistatus ${namespaces}>${rows.map((row) => responseOf(row, asked)).join('')}</d:multistatus>\n`;
}

function responseOf([path, node]: Row, asked: string): string {
  const isFolder = node.size === null;
  const checksum = asked.includes('<oc:checksums/>') ? checksumOf(node) : null;
  const href =
    HOME + path.split('/').map(encodeURIComponent).join('/') + (isFolder && path !== '/' ? '/' : '');
  const root =
    path === '/' ? `<d:quota-used-bytes>${ownSize(node)}</d:quota-used-bytes><oc:data-fingerprint/>` : '';
  return (
    `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${root}<d:getetag>&quot;${node.etag}&quot;</d:getetag>` +
    `<d:getlastmodified>${new Date(node.modifiedAt).toUTCString()}</d:getlastmodified>` +
    `<d:resourcetype>${isFolder ? '<d:collection/>' : ''}</d:resourcetype><oc:fileid>${node.id}</oc:fileid>` +
    `<oc:size>${sizeOf(node)}</oc:size><oc:owner-id>${node.mount === '' ? UID : 'other'}</oc:owner-id>` +
    `<nc:mount-type>${node.mount}</nc:mount-type><nc:upload_time>0</nc:upload_time>` +
    `${checksum === null ? '' : `<oc:checksums><oc:checksum>${checksum}</oc:checksum></oc:checksums>`}</d:prop>` +
    '<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>'
  );
}

export function error(exception: string): string {
  return `<?xml version="1.0"?><d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:exception>${exception}</s:exception></d:error>`;
}

export function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml; charset=utf-8' });
  response.end(body);
}
