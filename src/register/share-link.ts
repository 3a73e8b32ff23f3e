/** Where a Nextcloud stands, as far as its share links show it. */
interface Place {
  readonly host: string;
  readonly port: string;
  /** Without a slash at its end: empty where the server stands at the root. */
  readonly folder: string;
}

/**
 * `/s/TOKEN`, `/index.php/s/TOKEN`, and below it `/download`, `/preview` …; the WebDAV address of the same share. A token
 * is letters and digits, since Nextcloud 31 hyphens too where its owner chose it.
 */
const SHARE = /^\/(?:index\.php\/)?s\/([\w-]{1,64})(?:\/|$)/;
const SHARE_BY_DAV = /^\/public\.php\/dav\/files\/([\w-]{1,64})(?:\/|$)/;
/** What ends a sentence or a bracket, and no address. */
const TRAILING = /[\s.,;:!?'"’”»›)\]}>*_|]+$/u;

/** The token in a share link of this server. */
export type ReadShareLink = (address: string) => string | null;

/**
 * Recognises the share links of one server, however they are written: over http or https, with or without `index.php`, the
 * usual port, percent-encodings, a query, or the sentence's full stop.
 * @param server the address of the Nextcloud.
 */
export function shareLinksOf(server: string): ReadShareLink {
  const home = placeOf(new URL(server));
  return (address) => {
    const url = urlOf(address);
    if (url === null) return null;
    const { host, port } = placeOf(url);
    const path = plainPath(url.pathname);
    if (host !== home.host || port !== home.port || !path.startsWith(`${home.folder}/`)) return null;
    return tokenIn(path.slice(home.folder.length), url);
  };
}

/** An address of the web as people write it; null where it is none. */
export function urlOf(address: string, base?: URL): URL | null {
  const text = address.trim().replace(TRAILING, '');
  if (!URL.canParse(text, base?.href)) return null;
  const url = new URL(text, base?.href);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url : null;
}

function tokenIn(path: string, { searchParams }: URL): string | null {
  const token = (SHARE.exec(path) ?? SHARE_BY_DAV.exec(path))?.[1];
  // As ownCloud and the first versions of Nextcloud wrote it.
  const old =
    path === '/public.php' && searchParams.get('service') === 'files' ? searchParams.get('t') : null;
  return token ?? (old !== null && /^[\w-]{1,64}$/.test(old) ? old : null);
}

function placeOf({ hostname, port, pathname }: URL): Place {
  return {
    host: hostname.replace(/\.$/, ''),
    // A server on the usual ports answers on both; any other port is another server.
    port,
    folder: plainPath(pathname).replace(/\/+$/, ''),
  };
}

/** Decoded once, without empty parts. */
function plainPath(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll(/\/{2,}/g, '/');
  } catch {
    // What is no encoding of text is no link of ours.
    return path;
  }
}
