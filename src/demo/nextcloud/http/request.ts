import type { IncomingMessage } from 'node:http';
import type { Fault, RequestKind } from './kinds.ts';

/** A request, read whole. */
export interface Asked {
  readonly method: string;
  /** Decoded segments of the path. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: string;
  readonly kind: RequestKind;
  /** What it is about in a member's tree, `/` for the root; empty elsewhere. */
  readonly path: string;
  header(name: string): string | undefined;
  /** A fault that changes what is answered rather than how. */
  readonly fault?: Fault;
  /** Whom the fault concerns. */
  readonly accounts?: readonly string[];
}

const WRITING = ['PUT', 'DELETE', 'MOVE', 'COPY', 'MKCOL', 'PROPPATCH', 'PATCH', 'POST', 'LOCK', 'UNLOCK'];
const MOST = 1024 ** 2;
/** What stands behind `/cloud/users` and is no account. */
export const USER_LISTS: readonly string[] = ['details', 'disabled', 'recent'];

export async function readRequest(request: IncomingMessage): Promise<Asked> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= MOST) chunks.push(bytes);
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  const segments = url.pathname
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  const method = request.method ?? 'GET';
  return {
    method,
    segments,
    query: url.searchParams,
    body: Buffer.concat(chunks).toString('utf8'),
    kind: kindOf(method, segments),
    path: segments[2] === 'files' ? `/${segments.slice(4).join('/')}` : '',
    header: (name) => {
      const value = request.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const CONTENT_PROBE = '/remote.php/dav/files/menage-proxy-rule/no-such-file';

const LOGIN_FLOW = /^(\/index\.php)?\/login\/v2(\/poll)?$/;
const WEB_PAGE = /^(\/index\.php)?(\/|\/login(\/.*)?|\/logout|\/settings\/user\/security|\/f\/\d+)?$/;

function kindOf(method: string, segments: readonly string[]): RequestKind {
  const path = `/${segments.join('/')}`;
  if (method === 'POST' && LOGIN_FLOW.test(path)) return 'login-flow';
  if (['GET', 'POST'].includes(method) && WEB_PAGE.test(path)) return 'web-page';
  if (method === 'DELETE' && path.endsWith('/core/apppassword')) return 'revoke';
  if (WRITING.includes(method)) return 'write';
  if (method === 'GET' && path === '/index.php/apps/groupfolders/folders') return 'group-folders';
  if (path === '/status.php') return 'status';
  if (method === 'GET' && path === CONTENT_PROBE) return 'content-probe';
  if (method === 'SEARCH') return 'search';
  if (method === 'OPTIONS') return 'options';
  if (method === 'PROPFIND') return /^\/remote\.php\/dav\/trash-?bin\//.test(path) ? 'trash' : 'propfind';
  return ocsKindOf(segments[2] ?? '', segments[3] ?? '', segments[4]);
}

function ocsKindOf(area: string, name: string, which: string | undefined): RequestKind {
  if (name === 'files_sharing') return 'shares';
  if (name === 'serverinfo') return 'serverinfo';
  if (area === 'apps' && name === 'app_api') return 'app-api';
  if (area !== 'cloud') return 'other';
  if (name === 'capabilities') return 'capabilities';
  if (name === 'users' && which !== undefined && !USER_LISTS.includes(which)) return 'account';
  return name === 'groups' ? 'groups' : name.startsWith('user') ? 'users' : 'other';
}
