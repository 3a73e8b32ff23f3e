import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { parseCredentials } from '../../../src/credentials/import.ts';
import { takeMinted } from '../../../src/credentials/minted.ts';
import { parseDirectory } from '../../../src/gather/inventory/directory.ts';
import { pathTest } from '../../../src/model/path/glob.ts';
import { parseDuration, parseSize } from '../../../src/model/units.ts';
import { type Hostile, holdTable } from '../../helpers/hostile.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const OPTIONS = Object.fromEntries(CHECKS.map(({ id, options }) => [id, options]));
const folder = temporaryFolder('hostile');
const SERVER = 'server: { url: https://cloud.example, admin: { user: admin } }\n';

/** What comes of a config with these lines; with `SERVER` before them unless they are the whole. */
function config(text: string, whole = false): () => unknown {
  return () => {
    const file = join(folder, 'menage.yaml');
    writeFileSync(file, whole ? text : SERVER + text);
    return loadConfig(file, OPTIONS);
  };
}

const exception = (path: string) =>
  config(`exceptions: [{ check: link-old, path: ${JSON.stringify(path)}, reason: r, until: 2030-01-01 }]`);
const aliases = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...[...'bcdefghi'].map(
    (name, at) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(', ')}]`,
  ),
].join('\n');

const CONFIGS: readonly Hostile[] = [
  ['an alias bomb', config(aliases, true), /^exit 2: .*\(YAML\): .*alias/s],
  ['an alias to nothing', config('members: *nowhere'), /^exit 2: .*\(YAML\): .*alias.*nowhere/s],
  ['an alias to itself', config('members: &m { groups: *m }'), /^exit 2: .*members/s],
  [
    '10,000 brackets',
    config(`members: ${'['.repeat(10_000)}`),
    /^exit 2: .*\(YAML\): it is nested too deep/s,
  ],
  [
    '1,000 levels of blocks',
    config(Array.from({ length: 1_000 }, (_, at) => `${' '.repeat(at)}a:`).join('\n'), true),
    /^exit 2: /,
  ],
  ['20 MB', config(`# ${'x'.repeat(20 * 1024 ** 2)}`), /^exit 2: .*larger than 256 KB/s],
  [
    'a key that stands twice',
    config('members: {}\nmembers: {}'),
    /line 3: \(YAML\): the key "members" stands twice/,
  ],
  [
    '20,000 unknown keys',
    config(Array.from({ length: 20_000 }, (_, at) => `k${at}: 1`).join('\n')),
    /^exit 2: 51 problems.*k5: unknown key/s,
  ],
  ['no text at all', config('\u0000\u0001\u0002\u001b[31m', true), /^exit 2: /],
  [
    'a tag that makes code',
    config('members: !!js/function "function () { return 1 }"'),
    /^exit 2: .*members/s,
  ],
  [
    'a key that reaches for the prototype',
    config('__proto__: { polluted: true }'),
    /^exit 2: .*__proto__: unknown key/s,
  ],
  [
    'a check that every object has',
    config('checks: { constructor: off, toString: off }'),
    /^exit 2: .*constructor: is no check/s,
  ],
  [
    'an exception for a check that every object has',
    config('exceptions: [{ check: constructor, reason: r, until: 2030-01-01 }]'),
    /^exit 2: .*"constructor" is no check/s,
  ],
  ['two documents', config('---\nserver: {}'), /^exit 2: .*(document|multiple)/s],
  ['a pattern of 2,000 characters', exception('*a'.repeat(1_000)), /^exit 2: .*no pattern/s],
  ['a pattern of 2^40 alternatives', exception('{a,b}'.repeat(40)), /^exit 2: .*no pattern/s],
  ['a pattern of open braces', exception('{,'.repeat(499)), /"path":"\{,/],
  [
    'an address of 200,000 characters',
    config(`admins: { mails: ["${'a.'.repeat(100_000)}@x"] }`),
    /^exit 2: .*admins\.mails\.0/s,
  ],
  [
    'a sender with a line end',
    config('mail: { from: "Aide\\r\\nBcc: all@coop.example <a@coop.example>" }'),
    /^exit 2: .*mail\.from/s,
  ],
  ['a number that is no number', config('server: { concurrency: .nan }', true), /^exit 2: .*concurrency/s],
  [
    'more requests than a server bears',
    config('server: { url: https://c.example, admin: { user: a }, concurrency: 1e9 }', true),
    /^exit 2: .*concurrency/s,
  ],
  ['a quota beyond every disk', config('members: { quota: 999999999999999999 TB }'), /^exit 2: .*quota/s],
  ['a duration of a million digits', () => String(parseDuration(`${'9'.repeat(1e6)} days`)), /^null$/],
  ['a size of a million blanks', () => String(parseSize(`1${' '.repeat(1e6)}X`)), /^null$/],
];

describe('a config', () => holdTable(CONFIGS));

const match = (pattern: string, path: string) => () => String(pathTest(pattern)?.(path));
const GLOBS: readonly Hostile[] = [
  ['400 stars against a long name', match('*a'.repeat(400), `/${'a'.repeat(4_000)}b`), /^false$/],
  ['200 times any folders against a deep path', match('**/'.repeat(200), '/a'.repeat(1_000)), /^true$/],
  ['a set that is a range of everything', match('[\u0000-\u{10ffff}]', '/\u001b'), /^true$/],
  ['what a regular expression would take', match('(a+)+$', `/${'a'.repeat(4_000)}!`), /^false$/],
];

describe('a pattern', () => holdTable(GLOBS));

const directory = (text: string) => () => {
  const { rows, problems } = parseDirectory(text);
  return [[...rows.values()], problems];
};

const DIRECTORIES: readonly Hostile[] = [
  ['a cell of 10 MB', directory(`id,mail\nanna,"${'x'.repeat(10 * 1024 ** 2)}"\n`), /cannot be read as CSV/],
  [
    'an address of 10 MB',
    directory(`id,mail\nanna,${'a.'.repeat(5 * 1024 ** 2)}@x\n`),
    /cannot be read as CSV/,
  ],
  [
    'an address of 9,000 characters',
    directory(`id,mail\nanna,${'a.'.repeat(4_500)}@x\n`),
    /mail address of \\"anna\\" is none/,
  ],
  [
    'a quotation mark that is never closed',
    directory('id,mail\n"anna,a@coop.example\nbob,b@coop.example'),
    /"line":3,"message":"The line cannot be read as CSV/,
  ],
  ['quotation marks in the middle', directory('id,mail\nan"na,a@coop.example'), /cannot be read as CSV/],
  [
    'a byte order mark and the id twice',
    directory('\ufeffid;mail\nanna;a@coop.example\nanna;b@coop.example'),
    /"line":3,"message":"\\"anna\\" stands twice/,
  ],
  [
    'an address with a second header',
    directory('id,mail\nanna,"a@coop.example\r\nBcc: x@evil.example"'),
    /mail address of \\"anna\\" is none/,
  ],
  [
    'an id with a control character',
    directory('id,mail\n"an\u001b[31mna",a@coop.example'),
    /control character/,
  ],
  ['an id that every object has', directory('id,mail\n__proto__,a@coop.example'), /^\[\[\{"id":"__proto__"/],
  ['100,000 columns', directory(`id${',x'.repeat(100_000)}\nanna`), /cannot be read as CSV/],
  ['the same column twice', directory('id,id\nanna,bob'), /first line.*twice/],
  ['nothing', directory(''), /first line must name the columns/],
];

describe('a directory', () => holdTable(DIRECTORIES));

const credentials = (text: string) => () => parseCredentials(text, 'tokens', 0);
const minted = async (line: string) => (await takeMinted([line], 0, async () => {})).problems.join();

const IMPORTS: readonly Hostile[] = [
  [
    'brackets without end',
    credentials(`{"anna":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
    /^exit 2: .*no JSON/s,
  ],
  [
    'objects without end',
    credentials(`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`),
    /^exit 2: .*no JSON/s,
  ],
  [
    'a key that reaches for the prototype',
    credentials('{"__proto__": {"login": "x", "password": "geheim"}}'),
    /^\[\{"member":"__proto__","login":"x","password":"\[secret\]"/,
  ],
  [
    'one that does so within',
    credentials('{"anna": {"password": "geheim", "__proto__": {"login": "x"}}}'),
    /^exit 2: (?!.*geheim).*key "anna"/s,
  ],
  ['a number in place of a password', credentials('{"anna": 1e999}'), /^exit 2: .*key "anna"/s],
  [
    'a password with a line end',
    credentials('{"anna": "geheim\\r\\nX-Admin: 1"}'),
    /^exit 2: (?!.*geheim).*control character/s,
  ],
  [
    'a login with a colon',
    credentials('{"anna": {"login": "admin:x", "password": "geheim"}}'),
    /^exit 2: (?!.*geheim).*colon/s,
  ],
  [
    'JSON that runs on',
    credentials('{"anna": "geheim"} {"bob": "geheim"}'),
    /^exit 2: (?!.*geheim).*no JSON/s,
  ],
  [
    'an alias in place of a password',
    credentials('{"anna": &a "geheim", "bob": *a}'),
    /^exit 2: (?!.*geheim).*no JSON/s,
  ],
  [
    'CSV with a cell of 10 MB',
    credentials(`uid,login,password\nanna,anna,"${'x'.repeat(10 * 1024 ** 2)}"`),
    /^exit 2: .*no CSV \(CSV_MAX_RECORD_SIZE\)/s,
  ],
  [
    'CSV with a quotation mark that is never closed',
    credentials('anna,anna,"geheim\nbob,bob,geheim'),
    /^exit 2: (?!.*geheim).*no CSV/s,
  ],
  [
    'a line of occ that is a bomb',
    () => minted(`{"uid":"a","token":"${'x'.repeat(1e6)}","tokens":[]}`),
    /^a: the server gave no app password/,
  ],
  [
    'a line of occ with quotes without end',
    () => minted(`{"uid":${'"'.repeat(2e5)}`),
    /^line 1 was not printed/,
  ],
];

describe('app passwords', () => holdTable(IMPORTS));
