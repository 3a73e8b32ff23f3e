import { UsageError } from '../../model/errors.ts';

/** The only methods that a request may have: they read (RFC 9110, RFC 4918, RFC 5323, RFC 3253). */
const READING_METHODS = ['GET', 'HEAD', 'OPTIONS', 'PROPFIND', 'SEARCH', 'REPORT'] as const;
type ReadingMethod = (typeof READING_METHODS)[number];

/** A reading request; the path is percent-encoded and relative to the server's base address. */
export interface ReadingRequest {
  readonly method: ReadingMethod;
  readonly path: `/${string}`;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The requests that do not read, each locked to its path: Login Flow v2, and a token that revokes itself. */
export type LockedRequest =
  | {
      readonly method: 'POST';
      readonly path: '/index.php/login/v2';
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      readonly method: 'POST';
      readonly path: '/index.php/login/v2/poll' | '/login/v2/poll';
      readonly body: string;
    }
  | { readonly method: 'DELETE'; readonly path: '/ocs/v2.php/core/apppassword' };

/**
 * Where a file's content would stand, were there such an account: asked for by GET it shows whether the server's front
 * refuses contents to a registration. The one request of its kind.
 */
export const CONTENT_PROBE = '/remote.php/dav/files/menage-proxy-rule/no-such-file';

const DAV_METHODS: readonly string[] = ['OPTIONS', 'PROPFIND', 'SEARCH', 'REPORT'];
const DAV_PATH = /^\/remote\.php\/dav(\/|$)/;
/** GET and HEAD: only these and the probe, so that no file content can be fetched. An id in a path has what percent-encoding leaves. */
const GET_PATH =
  /^\/(status\.php|ocs\/v[12]\.php\/[a-z0-9_/.@%!~*'()-]+|index\.php\/apps\/groupfolders\/folders)$/i;
const LOCKED = [
  'POST /index.php/login/v2',
  'POST /index.php/login/v2/poll',
  'POST /login/v2/poll',
  'DELETE /ocs/v2.php/core/apppassword',
];

/**
 * Refuses whatever must not leave, also when the types were bypassed: called for each request, and once more where
 * it meets the network.
 * @param target where the request goes, as the network sees it.
 * @param base the server's address, whose origin and path every request must keep.
 * @throws {UsageError} naming the method and the path.
 */
export function assertMayLeave(method: string, target: URL, base: URL): void {
  const root = base.pathname.replace(/\/$/, '');
  const inside = target.origin === base.origin && target.pathname.startsWith(`${root}/`);
  const path = target.pathname.slice(root.length);
  const isProbe = method === 'GET' && path + target.search === CONTENT_PROBE;
  if (!inside || !(isProbe || isAllowed(method, path))) {
    throw new UsageError(`${method} ${target.pathname} is no reading request of menage and was not sent.`);
  }
}

function isAllowed(method: string, path: string): boolean {
  // The server decodes before it routes: what only decodes to another script is refused. Dot segments, spelt however,
  // are gone: a URL resolves them (WHATWG URL, 4.4).
  if (/%2f|%5c|%00|\/\/|\\/i.test(path.replace(DAV_PATH, '/')) && !DAV_METHODS.includes(method)) return false;
  if (method === 'GET' || method === 'HEAD') return GET_PATH.test(path);
  if (DAV_METHODS.includes(method)) return DAV_PATH.test(path);
  return LOCKED.includes(`${method} ${path}`);
}
