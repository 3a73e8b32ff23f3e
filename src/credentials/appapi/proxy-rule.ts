import { isIP } from 'node:net';
import { UsageError } from '../../model/errors.ts';
import { APP_ID } from '../../model/secret.ts';

/** Web servers whose configuration a rule can be written in. */
export const FRONTS = ['nginx', 'apache', 'caddy'] as const;
export type Front = (typeof FRONTS)[number];

/** What a rule lets through of the requests of our app id. */
interface Readable {
  readonly method: 'PROPFIND' | 'SEARCH' | 'GET';
  readonly path: `/${string}`;
  /** Whether what lies below the path is meant, too. */
  readonly below: boolean;
}

/**
 * All that is asked by AppAPI, and all that the front then lets through. No more than that: other lists of OCS hold
 * chats and notifications, other trees of DAV calendars and contacts, and both read them by these methods.
 */
export const READABLE: readonly Readable[] = [
  { method: 'PROPFIND', path: '/remote.php/dav/files', below: true },
  { method: 'PROPFIND', path: '/remote.php/dav/trashbin', below: true },
  { method: 'SEARCH', path: '/remote.php/dav/', below: false },
  { method: 'GET', path: '/ocs/v2.php/cloud/capabilities', below: false },
  { method: 'GET', path: '/ocs/v2.php/cloud/user', below: false },
  { method: 'GET', path: '/ocs/v2.php/cloud/users', below: true },
  { method: 'GET', path: '/ocs/v2.php/cloud/groups', below: true },
  { method: 'GET', path: '/ocs/v2.php/apps/files_sharing/api/v1/shares', below: true },
  { method: 'GET', path: '/ocs/v2.php/apps/serverinfo/api/v1/info', below: false },
  { method: 'GET', path: '/ocs/v1.php/apps/app_api/ex-app/state', below: false },
  { method: 'GET', path: '/index.php/apps/groupfolders/folders', below: false },
];

/** Our app id within the header EX-APP-ID, also among several values that a front joined: what is doubtful is ours. */
const OUR_ID = `(^|[^a-z0-9_])${APP_ID}([^a-z0-9_]|$)`;
/** A segment by which a server that resolves it arrives at another path. */
const DOTS = String.raw`(/|%2[Ff])(\.|%2[Ee])(\.|%2[Ee])?([/? ]|%2[Ff]|$)`;

/**
 * The rule by which a server's front makes the registration's key read-only: of the requests that bear our app id it
 * refuses (403) all but those of `READABLE`; other apps and other logins do not meet it.
 * @param url the server's address, whose path stands before every other.
 * @param from the addresses, or networks in CIDR form, that may use the key; empty = any.
 * @returns text to be pasted, with where it belongs as comments.
 * @throws {UsageError} for what is no address.
 */
export function proxyRule(front: Front, url: string, from: readonly string[] = []): string {
  for (const one of from) assertAddress(one);
  const prefix = new URL(url).pathname.replace(/\/$/, '');
  return `${HEAD}\n${RULES[front](prefix, from)}\n`;
}

function assertAddress(text: string): void {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  const isWhole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
  if (version === 0 || !isWhole || more.length > 0) {
    throw new UsageError(
      `--from ${text} is no address: write that of this machine as the server sees it, or its network, as in 192.0.2.7 or 2001:db8::/64.`,
    );
  }
}

const HEAD = `# Keeps the external app "${APP_ID}" to reading: all else that bears its app id gets 403, nobody else meets this.
# After an upgrade of menage print it anew.`;

const RULES = { nginx, apache, caddy } satisfies Record<
  Front,
  (prefix: string, from: readonly string[]) => string
>;

/** A path of the table as it stands in a request line, a regular expression. */
function pathPattern(prefix: string, { path, below }: Readable): string {
  const literal = (prefix + path).replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return literal + (below ? '([/? ]|$)' : '([? ]|$)');
}

/** The maps take apart what is asked; `if` stands in the server, so that no location comes before it. */
function nginx(prefix: string, from: readonly string[]): string {
  const address =
    from.length === 0 ? [] : ['geo $menage_near {', '  default 0;', ...from.map((one) => `  ${one} 1;`), '}'];
  const near = from.length === 0 ? '' : '$menage_near';
  const ours = from.length === 0 ? '1' : '11';
  return [
    '# 1. In http { … }, as in /etc/nginx/conf.d/menage.conf:',
    'map $http_ex_app_id $menage_app {',
    '  default 0;',
    `  "~*${OUR_ID}" 1;`,
    '}',
    ...address,
    `map "$menage_app${near} $request_method $request_uri" $menage_refused {`,
    '  default 1;',
    '  "~^0" 0;',
    `  "~^1[^?]*${DOTS}" 1;`,
    ...READABLE.map((row) => `  "~^${ours} ${row.method} ${pathPattern(prefix, row)}" 0;`),
    '}',
    '',
    '# 2. In the server { … } of Nextcloud, before its locations:',
    'if ($menage_refused) { return 403; }',
    '',
    '# 3. Where requests are handed on, so that Nextcloud is given the very app id that was judged',
    '#    (before 1.23 nginx judges the first of two headers of one name, and PHP takes the last).',
    '#    Beside the other fastcgi_param lines:',
    'fastcgi_param HTTP_EX_APP_ID $http_ex_app_id;',
    '#    or, with proxy_pass, beside the other proxy_set_header lines:',
    '#    proxy_set_header EX-APP-ID $http_ex_app_id;',
  ].join('\n');
}

/**
 * By mod_rewrite in the server, which comes before every <Directory>, `.htaccess` and ErrorDocument of Nextcloud. PHP
 * cannot tell names with "_" from those with "-": nginx drops such headers, Apache only where it runs PHP itself.
 */
function apache(prefix: string, from: readonly string[]): string {
  const ours = `RewriteCond %{HTTP:EX-APP-ID} "${OUR_ID}" [NC,NV]`;
  const refuse = 'RewriteRule ^ - [F]';
  const near = from.map((one) => `%{REMOTE_ADDR} -ipmatch '${one}'`).join(' || ');
  const address = from.length === 0 ? [] : [ours, `RewriteCond expr "! (${near})"`, refuse];
  return [
    '# In the <VirtualHost> of Nextcloud, before its other Rewrite lines (a2enmod rewrite):',
    'RewriteEngine On',
    'RewriteCond %{HTTP:EX_APP_ID}%{HTTP:EX-APP_ID}%{HTTP:EX_APP-ID} . [NV]',
    refuse,
    ...address,
    ours,
    `RewriteCond %{THE_REQUEST} "^[^? ]+ [^? ]*${DOTS}"`,
    refuse,
    ours,
    ...READABLE.map((row) => `RewriteCond %{THE_REQUEST} "!^${row.method} ${pathPattern(prefix, row)}"`),
    refuse,
  ].join('\n');
}

/** Caddy hands on names with "_", too. */
function caddy(prefix: string, from: readonly string[]): string {
  const ours = `  header_regexp EX-APP-ID \`(?i)${OUR_ID}\``;
  const refused = (name: string, conditions: readonly string[]) => [
    `@${name} {`,
    ours,
    ...conditions,
    '}',
    `respond @${name} 403`,
  ];
  const uri = (pattern: string) => `vars_regexp {http.request.orig_uri} \`${pattern}\``;
  return [
    '# In the site of Nextcloud. Where it has handle or route blocks: first in each of them that leads to Nextcloud.',
    'request_header -*_*',
    ...(from.length === 0 ? [] : refused('menage_elsewhere', [`  not remote_ip ${from.join(' ')}`])),
    ...refused('menage_dots', [`  ${uri(`^[^?]*${DOTS}`)}`]),
    ...refused(
      'menage_refused',
      READABLE.flatMap((row) => [
        '  not {',
        `    method ${row.method}`,
        `    ${uri(`^${pathPattern(prefix, row)}`)}`,
        '  }',
      ]),
    ),
  ].join('\n');
}
