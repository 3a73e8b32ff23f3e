import { gzipSync } from 'node:zlib';
import { afterAll, describe } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import { readRoot } from '../../../src/nextcloud/dav/root.ts';
import { readTrash } from '../../../src/nextcloud/dav/trash.ts';
import { listAccounts } from '../../../src/nextcloud/ocs/accounts.ts';
import { readCapabilities } from '../../../src/nextcloud/ocs/capabilities.ts';
import { readShareCounts } from '../../../src/nextcloud/ocs/share-counts.ts';
import { listShares } from '../../../src/nextcloud/ocs/share-list.ts';
import { readStatus } from '../../../src/nextcloud/ocs/status.ts';
import { type Hostile, holdTable } from '../../helpers/hostile.ts';
import { type Answering, meet, partAll, type Reader } from '../../helpers/met.ts';

afterAll(partAll);

const anna = memberId('anna');
const trash: Reader = (session) => readTrash(session, anna);
const root: Reader = (session) => readRoot(session, anna);

const HEAD =
  '<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns">';
const TAIL = '</d:multistatus>';
const response = (properties: string, href = '/remote.php/dav/files/anna/') =>
  `<d:response><d:href>${href}</d:href><d:propstat><d:prop>${properties}</d:prop>` +
  '<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>';

const xml = (text: string | Buffer, status = 207): Answering => {
  return (to) => to.writeHead(status, { 'Content-Type': 'application/xml; charset=utf-8' }).end(text);
};
const json = (text: string | Buffer): Answering => {
  return (to) => to.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' }).end(text);
};
const ocs = (data: unknown): Answering => json(JSON.stringify({ ocs: { meta: { status: 'ok' }, data } }));
const packed = (text: Buffer, status = 207, type = 'application/xml'): Answering => {
  return (to) => to.writeHead(status, { 'Content-Type': type, 'Content-Encoding': 'gzip' }).end(text);
};

/** A gzip of `megabytes` of one character between two texts: a thousandth of its size. */
function bomb(megabytes: number, before: string, filling: string, after: string): Buffer {
  const piece = gzipSync(Buffer.alloc(1024 ** 2, filling));
  // Members of a gzip file stand one after the other (RFC 1952, 2.2).
  return Buffer.concat([gzipSync(before), ...Array(megabytes).fill(piece), gzipSync(after)]);
}

const MANY = 4 * 1024 ** 2;
const large = 'x'.repeat(MANY);
const nested = (levels: number) => `${'<a>'.repeat(levels)}${'</a>'.repeat(levels)}`;
const ENTITIES = `<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">${[...'bcdefghij']
  .map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghij'[at]};`.repeat(10)}">`)
  .join('')}]>`;
const FOREIGN = '<!DOCTYPE d [<!ENTITY j SYSTEM "file:///etc/passwd">]>';
const sabre = (doctype: string, exception: string) =>
  `<?xml version="1.0"?>${doctype}<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:exception>${exception}</s:exception></d:error>`;

const DOCUMENTS: readonly Hostile[] = [
  [
    'an entity bomb',
    meet(trash, xml(`${ENTITIES}${HEAD}${response('<oc:size>&j;</oc:size>')}${TAIL}`)),
    /^exit 4: .*document type/,
  ],
  [
    'an external entity',
    meet(trash, xml(`${FOREIGN}${HEAD}${response('<oc:size>&j;</oc:size>')}${TAIL}`)),
    /^exit 4: .*document type/,
  ],
  ['an entity bomb in an error', meet(trash, xml(sabre(ENTITIES, '&j;'), 503)), /^exit 4: .*503/],
  ['an external entity in an error', meet(trash, xml(sabre(FOREIGN, '&j;'), 503)), /^exit 4: .*503/],
  ['an error that is nested too deep', meet(trash, xml(sabre('', nested(4_000)), 503)), /^exit 4: .*503/],
  [
    '200,000 levels',
    meet(trash, xml(`${HEAD}${nested(200_000)}${TAIL}`)),
    /^exit 4: .*(nested too deep|holds an element a)/,
  ],
  [
    'a property nested without end',
    meet(trash, xml(`${HEAD}<d:response>${nested(200_000)}`)),
    /^exit 4: .*nested too deep/,
  ],
  [
    'a text of 4 MB',
    meet(trash, xml(`${HEAD}${response(`<oc:size>${large}</oc:size>`)}${TAIL}`)),
    /^exit 4: .*too long/,
  ],
  [
    'a CDATA section of 4 MB',
    meet(trash, xml(`${HEAD}${response(`<oc:size><![CDATA[${large}]]></oc:size>`)}${TAIL}`)),
    /^exit 4: .*too long/,
  ],
  [
    'an attribute of 4 MB',
    meet(trash, xml(`${HEAD}<d:response a="${large}"/>${TAIL}`)),
    /^exit 4: .*too long/,
  ],
  ['a comment of 4 MB', meet(trash, xml(`${HEAD}<!--${large}-->${TAIL}`)), /^exit 4: .*too long/],
  [
    'an address of 4 MB',
    meet(root, xml(`${HEAD}${response('', `/${large}`)}${TAIL}`)),
    /^exit 4: .*too long/,
  ],
  [
    'an element with 200,000 attributes',
    meet(
      trash,
      xml(`${HEAD}<d:response ${Array.from({ length: 200_000 }, (_, at) => `a${at}=""`).join(' ')}/>${TAIL}`),
    ),
    /^exit 4: .*too long/,
  ],
  ['a name of 4 MB', meet(trash, xml(`${HEAD}<${large}/>${TAIL}`)), /^exit 4: .*too long/],
  [
    'NUL in a text',
    meet(trash, xml(`${HEAD}${response('<oc:size>1\u0000</oc:size>')}${TAIL}`)),
    /^exit 4: .*no multistatus/,
  ],
  [
    'text that is no UTF-8',
    meet(trash, xml(Buffer.from([...Buffer.from(HEAD), 0xff, 0xfe, 0xc0, 0xaf]))),
    /^exit 4: .*no UTF-8/,
  ],
  ['UTF-16', meet(trash, xml(Buffer.from(`${HEAD}${TAIL}`, 'utf16le'))), /^exit 4: /],
  [
    'a page in place of a document',
    meet(trash, xml('<!doctype html><title>Sign in</title>')),
    /^exit 4: .*no multistatus/,
  ],
  ['200 in place of 207', meet(trash, xml(`${HEAD}${TAIL}`, 200)), /^exit 4: The answer is 200, not 207/],
];

const COMPRESSED: readonly Hostile[] = [
  [
    '1 GB of blanks between elements',
    meet(trash, packed(bomb(1024, HEAD, ' ', TAIL))),
    /^exit 4: .*too long/,
  ],
  [
    '1 GB of a JSON text',
    meet(listShares, packed(bomb(1024, '{"ocs":"', 'x', '"}'), 200, 'application/json')),
    /^exit 4: .*too much/,
  ],
  ['1 GB in an error', meet(trash, packed(bomb(1024, '', ' ', ''), 500)), /^exit 4: .*500/],
  [
    '1 GB of a status',
    meet(readStatus, packed(bomb(1024, '{"installed":true,"x":"', 'x', '"}'), 200, 'application/json')),
    /^exit 4: .*too much/,
  ],
  [
    'a gzip that was cut',
    meet(
      trash,
      packed(gzipSync(`${HEAD}${response('<oc:size>1</oc:size>').repeat(999)}${TAIL}`).subarray(0, 200)),
    ),
    /^exit 4: /,
  ],
  ['a gzip that is none', meet(trash, packed(Buffer.from(HEAD + TAIL))), /^exit 4: /],
  [
    'a packing that nobody knows',
    meet(trash, (to) => to.writeHead(207, { 'Content-Encoding': 'x-rot13' }).end('<q:zhygvfgnghf/>')),
    /^exit 4: /,
  ],
];

describe('a document', () => holdTable(DOCUMENTS));
describe('a packed answer', () => holdTable(COMPRESSED));

const share = {
  id: '1',
  share_type: 3,
  uid_owner: 'anna',
  uid_file_owner: 'anna',
  path: '/a',
  item_type: 'file',
  file_source: 7,
  permissions: 1,
  stime: 1_700_000_000,
  expiration: null,
  password: null,
  token: 'tokentokentoken',
};
const account = { id: 'anna', enabled: true, displayname: 'Anna', groups: ['coop'], lastLogin: 0 };
const shareWith = (changes: object) => meet(listShares, ocs([{ ...share, ...changes }]));
const accountWith = (changes: object) =>
  meet(listAccounts, (to, request, nth) =>
    ocs({ users: nth === 0 ? { anna: { ...account, ...changes } } : [] })(to, request, nth),
  );

const SHAPES: readonly Hostile[] = [
  ['nothing where JSON should be', meet(listShares, json('')), /^exit 4: .*broken JSON/],
  ['null', meet(listShares, json('null')), /^exit 4: .*unknown shape/],
  ['a number', meet(listShares, json('1e999')), /^exit 4: .*(unknown shape|broken JSON)/],
  [
    'a page that calls itself JSON',
    meet(listShares, json('<html></html>')),
    /^exit 4: .*answered 200 with a page/,
  ],
  [
    '200,000 brackets',
    meet(listShares, json(`${'['.repeat(2e5)}${']'.repeat(2e5)}`)),
    /^exit 4: .*nested too deep/,
  ],
  ['null in place of data', meet(listShares, ocs(null)), /^exit 4: .*unknown shape: ocs\.data/],
  [
    'an object in place of a list',
    meet(listShares, ocs({ message: 'not now' })),
    /^exit 4: .*unknown shape: ocs\.data/,
  ],
  [
    'an object with numbers for keys in place of a list',
    meet(listShares, ocs({ 1: share })),
    /^{"shares":\[{"id":"1".*"odd":\[\]}$/,
  ],
  [
    'a list in place of an object',
    meet(readCapabilities, ocs([])),
    /"unknownBecause":{"key":"policy.untold"/,
  ],
  ['a list of null', meet(listShares, ocs([null])), /^{"shares":\[\],"odd":\[{"id":null,"fields":"row"}\]}$/],
  [
    'a share id that is an object',
    shareWith({ id: { toString: 'x' } }),
    /"odd":\[{"id":null,"fields":"id"}\]/,
  ],
  [
    'a share id beyond 2^53, which JSON numbers cannot hold',
    meet(
      listShares,
      json(`{"ocs":{"data":[${JSON.stringify(share).replace('"id":"1"', '"id":9007199254740993')}]}}`),
    ),
    /"id":"9007199254740993"/,
  ],
  ['a share id as a number', shareWith({ id: 12 }), /"id":"12"/],
  [
    'a fileid beyond 2^53, as text',
    shareWith({ file_source: '9007199254740993' }),
    /"fileId":"9007199254740993"/,
  ],
  ['a share type in words', shareWith({ share_type: 'link' }), /"odd":\[{"id":"1","fields":"share_type"}\]/],
  ['a share type from the future', shareWith({ share_type: 99 }), /"type":"other"/],
  ['a token that is a list', shareWith({ token: ['geheim'] }), /^(?!.*geheim).*"fields":"token"/],
  ['rights beyond all bits', shareWith({ permissions: -1 }), /"fields":"permissions"/],
  [
    'a share made after the end of time',
    shareWith({ stime: 1e18 }),
    /"createdAt":null.*"unread":\["createdAt"\]/,
  ],
  ['a share made before time', shareWith({ stime: -1e18 }), /"createdAt":null.*"unread":\["createdAt"\]/],
  [
    'an end that is no day',
    shareWith({ expiration: '2026-99-99 00:00:00' }),
    /"expires":null.*"unread":\["expires"\]/,
  ],
  [
    'an end in words',
    shareWith({ expiration: 'tomorrow\u001b[31m' }),
    /^(?!.*tomorrow).*"expires":null.*"unread":\["expires"\]/,
  ],
  ['a share path out of the tree', shareWith({ path: '/Public/../../bob/secret' }), /"fields":"path"/],
  ['a share path with NUL', shareWith({ path: '/a\u0000b' }), /"fields":"path"/],
  ['accounts in a list', meet(listAccounts, ocs({ users: [account] })), /^\{"records":\[\{"id":"anna"/],
  ['an account without an id', accountWith({ id: null }), /"records":\[\{"id":"anna"\}\].*"fields":\["id"\]/],
  [
    'an account whose id is a number',
    accountWith({ id: 7 }),
    /"records":\[\{"id":"anna"\}\].*"fields":\["id"\]/,
  ],
  ['an account that was never there', accountWith({ lastLogin: -5 }), /"fields":\["lastLogin"\]/],
  ['an account from after the end of time', accountWith({ lastLogin: 1e18 }), /"fields":\["lastLogin"\]/],
  [
    'keys that reach for the prototype',
    meet(
      async (session) => [await listAccounts(session), 'polluted' in {}],
      (to, request, nth) =>
        nth === 0
          ? json(
              `{"ocs":{"data":{"users":{"__proto__":${JSON.stringify({ ...account, polluted: true })},"constructor":${JSON.stringify(account)}}}}}`,
            )(to, request, nth)
          : ocs({ users: [] })(to, request, nth),
    ),
    /false\]$/,
  ],
  [
    'accounts without end',
    meet(listAccounts, ocs({ users: { anna: account } })),
    /^\{"records":\[\{"id":"anna"[^{]*\}\],"odd":\[\],"isShort":false,"pastBound":null\}$/,
  ],
  [
    'counts below nothing',
    meet(readShareCounts, ocs({ nextcloud: { shares: { num_shares_link: -3 } } })),
    /^exit 4: .*num_shares_link/,
  ],
  [
    'a policy in numbers',
    meet(readCapabilities, ocs({ capabilities: { files_sharing: { resharing: 1 } } })),
    /"resharing":null/,
  ],
  [
    'a version that is a list',
    meet(readStatus, json('{"installed":true,"maintenance":false,"versionstring":["31"]}')),
    /^exit 4: .*status\.php cannot be read \(versionstring\)/,
  ],
];

describe('an OCS answer', () => holdTable(SHAPES));

const entry =
  '<oc:fileid>7</oc:fileid><d:getetag>"e"</d:getetag><oc:owner-id>anna</oc:owner-id><d:getlastmodified>Tue, 24 Nov 2026 07:17:22 GMT</d:getlastmodified>';
const rootWith = (properties: string, href?: string) =>
  meet(root, xml(HEAD + response(entry + properties, href) + TAIL));
const trashOf = (size: string) =>
  meet(trash, xml(HEAD + response('') + response(`<oc:size>${size}</oc:size>`) + TAIL));

const VALUES: readonly Hostile[] = [
  ['a size below nothing', rootWith('<oc:size>-17</oc:size>'), /"size":null/],
  ['a size in hexadecimal', rootWith('<oc:size>0x10</oc:size>'), /"size":null/],
  ['a size beyond every disk', rootWith('<oc:size>9999999999999999</oc:size>'), /"size":null/],
  ['a size with an exponent', rootWith('<oc:size>1e9</oc:size>'), /"size":null/],
  ['a use that is no number', rootWith('<d:quota-used-bytes>NaN</d:quota-used-bytes>'), /"usedBytes":null/],
  ['a trash bin of less than nothing', trashOf('-1'), /^exit 4: .*no size/],
  ['a trash bin beyond every disk', trashOf('9999999999999999'), /^exit 4: .*no size/],
  [
    'a fileid of zero',
    meet(root, xml(HEAD + response(entry.replace('>7<', '>0<')) + TAIL)),
    /^exit 4: .*does not see this member's files/,
  ],
  [
    'a date that does not exist',
    meet(root, xml(HEAD + response(entry.replace('24 Nov 2026', '99 Foo 2026')) + TAIL)),
    /^\{"etag"/,
  ],
  [
    'a date of the year 275761',
    meet(root, xml(HEAD + response(entry.replace('2026', '275761')) + TAIL)),
    /^\{"etag"/,
  ],
  [
    'an address on another machine that climbs',
    rootWith('', 'http://evil.example/remote.php/dav/files/anna/../bob/'),
    /^exit 4: /,
  ],
  ['an address of another person', rootWith('', '/remote.php/dav/files/bob/'), /^exit 4: .*another tree/],
];

describe('a value', () => holdTable(VALUES));
