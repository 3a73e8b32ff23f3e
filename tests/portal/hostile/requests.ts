import type { Hostile } from './stage.ts';

const EVIL = 'evil.example';

/** Paths that a careless router, proxy or browser takes for another one. */
const PATHS: readonly (readonly [target: string, status: number, to?: string])[] = [
  [`//${EVIL}`, 404],
  [`//${EVIL}/admin`, 404],
  [`/%2f${EVIL}`, 404],
  [`/%5c${EVIL}`, 404],
  [`/\\${EVIL}`, 400],
  ['//admin', 404],
  ['/admin//people', 404],
  ['/ADMIN', 404],
  ['/admin/', 404],
  ['/admin%2f', 404],
  ['/admin%00', 404],
  ['/admin%20', 404],
  ['/admin;x=1', 404],
  ['/admin.json', 404],
  ['/%2561dmin', 404],
  ['/admin%2fpeople', 404],
  ['/..%2fadmin', 404],
  ['/robots.txt/..%2fadmin', 404],
  // The same page; a sign-in does not lead back to such a spelling.
  ['/%61dmin', 303, '/sign-in'],
  ['/./admin', 303, '/sign-in?to=admin'],
  ['/robots.txt/../admin', 303, '/sign-in?to=admin'],
  ['/robots.txt/%2e%2e/admin', 303, '/sign-in?to=admin'],
  ['/../../../admin', 303, '/sign-in?to=admin'],
  ['/admin?to=https://evil.example', 303, '/sign-in?to=admin'],
  ['/admin?%0d%0aSet-Cookie:a=b', 303, '/sign-in?to=admin'],
  ['/admin/reports/1%2f..%2f..', 303, '/sign-in?to=reports'],
  ['/admin/reports/9999999999999999999999', 303, '/sign-in?to=reports'],
  ['/antennas/__proto__', 303, '/sign-in?to=antenna'],
  ['/.git/config', 404],
  ['/../../etc/passwd', 404],
  ['/__proto__', 404],
  ['/constructor', 404],
  ['/%', 404],
  ['/%ff', 404],
  ['/l', 404],
  ['/l/', 404],
  [`/${'a'.repeat(12_000)}`, 404],
  [`/${'a/'.repeat(6_000)}`, 404],
];

/** What leads to another host where the header is believed. */
const HEADERS: readonly (readonly [header: string, status?: number])[] = [
  [`X-Forwarded-Host: ${EVIL}`],
  [`X-Forwarded-Proto: gopher`],
  [`X-Forwarded-Prefix: //${EVIL}`],
  [`X-Original-URL: /robots.txt`],
  [`X-Rewrite-URL: /robots.txt`],
  [`Forwarded: host=${EVIL};proto=https`],
  [`Referer: https://${EVIL}/`],
  [`X-Host: ${EVIL}`],
  [`Accept-Language: ${'x'.repeat(6_000)}`],
  [`Accept-Language: __proto__, constructor`],
  [`User-Agent: <script>alert(1)</script>`],
  [`Cookie: ${'a=b; '.repeat(2_000)}`],
  [`Cookie: ;;;=;=a;__proto__=b;constructor`],
  [`Upgrade: websocket`],
  [`Upgrade: h2c`],
  [`Range: bytes=0-1,1-2,2-3`],
  [`If-None-Match: *`],
  [`Transfer-Encoding: chunked\r\nContent-Length: 3`, 400],
  [`Transfer-Encoding: xchunked`, 400],
  [`Content-Length: -1`, 400],
  [`Content-Length: 1\r\nContent-Length: 2`, 400],
  [`Host: ${EVIL}`, 421],
  [`X-Folded: a\r\n b`, 400],
  [`X-Space : a`, 400],
  [`X-Nul: a\0b`, 400],
  [`: without a name`, 400],
  [`X-Large: ${'a'.repeat(20_000)}`, 431],
  [Array.from({ length: 3_000 }, (_, at) => `X-${at}: a`).join('\r\n'), 431],
];

export const REQUESTS: readonly Hostile[] = [
  ...PATHS.map(
    ([target, status, to]): Hostile => ({
      what: `the path ${target.slice(0, 40)}`,
      send: ({ ask }) => ask(target),
      status,
      ...(to !== undefined && { to }),
    }),
  ),
  ...HEADERS.map(
    ([header, status = 303]): Hostile => ({
      what: `the header ${header.replace(/\s+/g, ' ').slice(0, 40)}`,
      send: ({ ask }) => ask('/admin', { headers: [header] }),
      status,
      ...(status === 303 && { to: '/sign-in?to=admin' }),
    }),
  ),
  ...(
    [
      [EVIL, 421],
      ['localhost', 421],
      ['127.0.0.1', 421],
      ['127.0.0.1:1', 421],
      ['127.0.0.1.', 421],
      ['[::1]', 421],
      ['0x7f000001', 421],
      [`127.0.0.1@${EVIL}`, 400],
      [`${EVIL}#127.0.0.1`, 400],
      [`${EVIL}/127.0.0.1`, 400],
    ] as const
  ).map(
    ([host, status]): Hostile => ({
      what: `the host ${host}`,
      send: ({ ask }) => ask('/admin', { host }),
      status,
    }),
  ),
  {
    what: 'no host at all',
    send: ({ raw }) => raw('GET /admin HTTP/1.1\r\nConnection: close\r\n\r\n'),
    status: 400,
  },
  { what: 'HTTP/1.0 without a host', send: ({ raw }) => raw('GET /admin HTTP/1.0\r\n\r\n'), status: 400 },
  { what: 'an empty host', send: ({ ask }) => ask('/admin', { host: '' }), status: 400 },
  {
    what: 'the whole address of another host, beside our own name',
    send: ({ ask }) => ask(`http://${EVIL}/admin`),
    status: 303,
    to: '/sign-in?to=admin',
  },
  {
    what: 'the whole address of ours, beside the name of another host',
    send: ({ ask, stage }) => ask(`${stage.url}/admin`, { host: EVIL }),
    status: 421,
  },
  { what: 'an address without a slash', send: ({ ask }) => ask('admin'), status: 400 },
  { what: 'an asterisk', send: ({ ask }) => ask('*', { method: 'OPTIONS' }), status: 400 },
  { what: 'HTTP/9.9', send: ({ raw }) => raw('GET / HTTP/9.9\r\n\r\n'), status: 400 },
  { what: 'HTTP/0.9', send: ({ raw }) => raw('GET /\r\n\r\n'), status: 400 },
  {
    what: 'a greeting of TLS',
    send: ({ raw }) => raw(Buffer.from('16030100a5010000a1', 'hex')),
    status: 400,
  },
  { what: 'the preface of HTTP/2', send: ({ raw }) => raw('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), status: 400 },
  {
    what: 'a method that does not exist',
    send: ({ ask }) => ask('/admin', { method: 'STEAL' }),
    status: 400,
  },
  {
    what: 'a line end in the path',
    send: ({ raw }) => raw('GET /ad\r\nmin HTTP/1.1\r\nHost: a\r\n\r\n'),
    status: 400,
  },
  {
    what: 'the question of another origin before its request',
    send: ({ ask }) =>
      ask('/robots.txt', {
        method: 'OPTIONS',
        headers: [`Origin: https://${EVIL}`, 'Access-Control-Request-Method: POST'],
      }),
    status: 405,
  },
  ...[
    `https://${EVIL}`,
    `//${EVIL}`,
    `/\\${EVIL}`,
    'javascript:alert(1)',
    '%0d%0aLocation:%20https://evil.example',
    '__proto__',
    'constructor',
    '/admin',
    'admin%00',
  ].map(
    (to): Hostile => ({
      what: `the form to sign in, on the way to ${to}`,
      send: ({ post }) => post('/sign-in', `who=nobody%40example.org&to=${encodeURIComponent(to)}`),
      status: 303,
      to: '/sign-in?sent=1',
    }),
  ),
];
