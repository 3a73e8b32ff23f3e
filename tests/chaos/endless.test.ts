import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RunResult } from '../../src/model/result.ts';
import { type ClockedWorkspace, openClockedWorkspace } from '../helpers/clocked-workspace.ts';
import { type Asked, type Endless, startEndlessProxy } from '../helpers/endless-proxy.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

/** The heap of a small machine, megabytes. */
const HEAP = 1024;
const NAMES = ['anna', 'boris', 'chloe', 'denis', 'elise'] as const;
const LIMIT = { timeout: 1_200_000 };

const MULTISTATUS =
  '<d:multistatus xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns" xmlns:nc="http://nextcloud.org/ns">';

const resource = (path: string, more: string) =>
  `<d:response><d:href>${path}</d:href><d:propstat><d:prop><oc:size>9</oc:size>${more}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;

function listOf(path: string, name: string, isFolder: boolean): Endless {
  const type = isFolder ? '<d:resourcetype><d:collection/></d:resourcetype>' : '<d:resourcetype/>';
  const self = `<d:resourcetype><d:collection/></d:resourcetype><oc:fileid>77</oc:fileid><d:getetag>"e"</d:getetag><oc:owner-id>anna</oc:owner-id>`;
  const row = `${type}<oc:fileid>########</oc:fileid><d:getetag>"e"</d:getetag><d:getlastmodified>Tue, 01 Jan 2019 00:00:00 GMT</d:getlastmodified>`;
  return { status: 207, begin: MULTISTATUS + resource(path, self), row: resource(path + name, row) };
}

const ocsList = (row: string, more: Partial<Endless> = {}): Endless => ({
  status: 200,
  begin: '{"ocs":{"meta":{"status":"ok"},"data":[',
  row: `${row},`,
  ...more,
});

function shareRow(more: string): string {
  return `{"id":"########","share_type":3,"uid_owner":"anna","uid_file_owner":"anna","path":"/Public ########","item_type":"folder","file_source":########,"permissions":1,"stime":1500000000,"token":"t########","expiration":null,"password":null,"label":"","note":""${more}}`;
}

const FILES = '/remote.php/dav/files/anna/';
const TRASH = '/remote.php/dav/trashbin/anna/trash/';
const LONG = 'x'.repeat(30_000);
const isShares = ({ path, login }: Asked) =>
  login === 'anna' && path.startsWith('/ocs/v2.php/apps/files_sharing/api/v1/shares');
const isTree = (depth: string) => (asked: Asked) =>
  asked.method === 'PROPFIND' && asked.path === FILES && asked.headers['depth'] === depth;
/** Where neither SEARCH nor Depth infinity is served, a tree is walked folder by folder. */
const noWholeTree = ({ method, headers }: Asked) =>
  method === 'SEARCH' ? 501 : headers['depth'] === 'infinity' ? 403 : null;

type Choice = (asked: Asked) => Endless | number | null;

/** Each with what is said of the one that answers so. */
const OF_ONE_MEMBER: readonly (readonly [what: string, answers: Choice, told: RegExp])[] = [
  [
    'folders of a folder',
    (asked) => noWholeTree(asked) ?? (isTree('1')(asked) ? listOf(FILES, 'd########/', true) : null),
    /anna was not read: The tree has more folders than server\.limits\.folders/,
  ],
  [
    'folders with long names',
    (asked) => noWholeTree(asked) ?? (isTree('1')(asked) ? listOf(FILES, `d########${LONG}/`, true) : null),
    /anna was not read: The tree has more folders than server\.limits\.folders/,
  ],
  [
    'rows of a SEARCH',
    ({ method, body }) =>
      method === 'SEARCH' && body.includes('/files/anna')
        ? { ...listOf(FILES, 'd########/', true), begin: MULTISTATUS }
        : null,
    /anna was not read: The tree has more folders than server\.limits\.folders/,
  ],
  [
    'the root',
    (asked) => (isTree('0')(asked) ? listOf(FILES, 'd########/', true) : null),
    /anna was not read: The server answered for something else than the root/,
  ],
  ['shares', (asked) => (isShares(asked) ? ocsList(shareRow('')) : null), /server\.limits\.rows/],
  [
    'shares with long paths',
    (asked) => (isShares(asked) ? ocsList(shareRow(`,"path":"/########${LONG}"`)) : null),
    /server\.limits\.rows/,
  ],
  [
    'a share of many values',
    (asked) =>
      isShares(asked)
        ? ocsList('1', { begin: '{"ocs":{"data":[{"attributes":[', rows: 7_000_000, end: '1]}]}}' })
        : null,
    /server\.limits\.document/,
  ],
  [
    'trash',
    (asked) => (asked.path.startsWith(TRASH) ? listOf(TRASH, 'd########', false) : null),
    /server\.limits\.answer/,
  ],
  [
    'files of a folder',
    (asked) => noWholeTree(asked) ?? (isTree('1')(asked) ? listOf(FILES, 'f########', false) : null),
    /anna was not read: .*server\.limits\.answer/,
  ],
];

const USERS = '/ocs/v2.php/cloud/users/details';
const GROUP_FOLDERS = '/index.php/apps/groupfolders/folders';
const at =
  (address: string, answer: Endless): Choice =>
  ({ path }) =>
    path.startsWith(address) ? answer : null;

/** Each with the exit code, and what is said. */
const OF_THE_SERVER: readonly (readonly [what: string, answers: Choice, code: number, told: RegExp])[] = [
  [
    'accounts',
    at(USERS, {
      status: 200,
      begin: '{"ocs":{"data":{"users":{',
      row: '"u########":{"id":"u########","enabled":true},',
    }),
    3,
    /server\.limits\.document/,
  ],
  [
    'an account of many values',
    at(USERS, {
      status: 200,
      begin: '{"ocs":{"data":{"users":{"u":{"id":"u","groups":[',
      row: '1,',
      rows: 7_900_000,
      end: '1]}}}}}',
    }),
    3,
    /server\.limits\.document/,
  ],
  [
    'capabilities',
    at('/ocs/v2.php/cloud/capabilities', ocsList('"c########"')),
    4,
    /server\.limits\.document/,
  ],
  ['group folders', at(GROUP_FOLDERS, ocsList('{"id":########,"mount_point":"g########"}')), 0, /./],
  ['group folders of many values', at(GROUP_FOLDERS, ocsList('1', { rows: 7_900_000, end: '1]}}' })), 0, /./],
  // A cross-check only: a server that does not tell them is none that lacks anything.
  ['counts of shares', at('/ocs/v2.php/apps/serverinfo', ocsList('1')), 0, /^$/],
];

async function trial(choose: Choice) {
  const members = Object.fromEntries(NAMES.map((name) => [name, { files: { '/Papiers/a.odt': 9_000 } }]));
  const workspace = await openClockedWorkspace(smallWorld({ members }), { now: NOW });
  const proxy = await startEndlessProxy(workspace.server.url, choose);
  workspace.configure({
    server: { url: proxy.url, admin: { user: 'admin', passwordFile: 'admin' }, timeout: '30s' },
  });
  const peakMemoryFile = join(workspace.folder, 'peak');
  const began = performance.now();
  try {
    const ended = await workspace.run(['audit', '--json', 'result.json'], { heap: HEAP, peakMemoryFile });
    const peak =
      ended.signal === null ? Math.round(Number(readFileSync(peakMemoryFile, 'utf8')) / 1024) : null;
    return {
      ...ended,
      peak,
      seconds: Math.round((performance.now() - began) / 1000),
      result: resultOf(workspace),
    };
  } finally {
    await proxy.close();
    await workspace.close();
  }
}

function resultOf({ folder }: ClockedWorkspace): RunResult | null {
  try {
    return RunResult.parse(JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** Who was read whole. */
function read(result: RunResult | null): readonly string[] {
  return (result?.members ?? []).filter(({ coverage }) => coverage.status === 'read').map(({ id }) => id);
}

describe('an answer without end, with the bounds as they are and little memory', LIMIT, () => {
  it.each(OF_ONE_MEMBER)('%s', async (what, choose, told) => {
    const { code, signal, err, peak, seconds, result } = await trial(choose);
    process.stderr.write(`${what}: ${peak} MB, ${seconds} s\n`);
    expect({ signal, code }).toEqual({ signal: null, code: 3 });
    expect(err).toMatch(told);
    expect(read(result)).toEqual(NAMES.slice(1));
  });
  it.each(OF_THE_SERVER)('%s', async (what, choose, expected, told) => {
    const { code, signal, err, peak, seconds } = await trial(choose);
    process.stderr.write(`${what}: ${peak} MB, ${seconds} s\n`);
    expect({ signal, code }).toEqual({ signal: null, code: expected });
    expect(err).toMatch(told);
  });

  it('a folder of a million files, listed at Depth 1, is read in the memory of a small one', async () => {
    const million = listOf(FILES, 'f########', false);
    const begin = million.begin.replace('<oc:size>9<', '<oc:size>9000000<');
    const { code, signal, peak, seconds, result } = await trial((asked) => {
      const refused = noWholeTree(asked);
      if (refused !== null) return refused;
      const end = '</d:multistatus>';
      if (isTree('0')(asked)) return { ...million, begin, row: '', rows: 0, end };
      return isTree('1')(asked) ? { ...million, begin, rows: 1_000_000, end } : null;
    });
    process.stderr.write(`a folder of a million files: ${peak} MB, ${seconds} s\n`);
    expect({ signal, code }).toEqual({ signal: null, code: 0 });
    expect(result?.members.find(({ id }) => id === 'anna')?.usage.files).toBe(1_000_000);
    expect(peak).toBeLessThan(250);
  });
});
