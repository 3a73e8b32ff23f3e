import type { Fault, FaultRule, RequestKind } from '../../src/demo/nextcloud/http/kinds.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import type { CoverageStatus, Strategy } from '../../src/model/coverage.ts';
import { folderIn, GB, smallWorld, userOf } from '../helpers/world.ts';

/** What happens to alice while bob is well, and what a run must make of it. */
export interface FaultRow {
  readonly fault: string;
  /** On alice's requests unless a rule names somebody else. */
  readonly rules: readonly FaultRule[];
  /** How the world lies before. */
  readonly world?: (world: World) => void;
  readonly status: CoverageStatus;
  readonly strategy: Strategy;
  readonly reason: RegExp | null;
  readonly unreadable?: readonly string[];
  readonly exit: 0 | 3 | 4;
  /** Who gets a mail; where it is left out only an audit is made. */
  readonly mailed?: readonly ('alice' | 'bob' | 'admins')[];
  /** How many requests alice costs. */
  readonly requests?: number;
  /** How long the run waits at least, seconds. */
  readonly waits?: number;
}

/** Alice has an open link, bob a large old file: each has something to be told. */
export function tableWorld(): World {
  const old = { size: GB / 2, modifiedAt: Date.UTC(2024, 1, 1), uploadedAt: Date.UTC(2024, 1, 1) };
  return smallWorld({
    members: {
      alice: {
        files: {
          '/Documents/Sub/b.txt': 200,
          '/Documents/a.txt': 100,
          '/Photos/c.jpg': 300,
          '/Empty/': 0,
          '/d.txt': 400,
        },
      },
      bob: { files: { '/film.mp4': old, '/x/y.txt': 10 } },
    },
    shares: [{ fileOwner: 'alice', path: '/Photos' }],
  });
}

/** Alice's tree, whole: bytes, files, folders. */
export const WHOLE = { bytes: 1_000, files: 4, folders: 4 };

const at = (fault: Fault, kind?: RequestKind, more: Partial<FaultRule> = {}): FaultRule => ({
  fault,
  ...(kind !== undefined && { kind }),
  ...more,
});
const noSearch = at('not-implemented', 'search');
const noInfinity = at('depth-1', 'propfind');
const ONCE = { times: 1 };

const read = (strategy: Strategy) => ({ status: 'read', strategy, reason: null, exit: 0 }) as const;
const failed = (reason: RegExp) => ({ status: 'failed', strategy: 'none', reason, exit: 3 }) as const;
const partial = (strategy: Strategy, reason: RegExp, unreadable: readonly string[] = []) =>
  ({ status: 'partial', strategy, reason, unreadable, exit: 3 }) as const;
const ALL = ['admins', 'alice', 'bob'] as const;

function forbid(path: string) {
  return (world: World) => {
    folderIn(userOf(world, 'alice').home, path).forbidden = true;
  };
}

/** One line a fault: what the server does, what is said of alice, how the run ends. */
export const FAULT_TABLE: readonly FaultRow[] = [
  { fault: 'none', rules: [], ...read('search'), mailed: ALL, requests: 4 },

  // Whose tree it is.
  { fault: 'foreign root', rules: [at('foreign-root', 'propfind')], ...failed(/another person's/) },
  { fault: 'no filesystem scope', rules: [at('no-filesystem', 'propfind')], ...failed(/no access to files/) },
  {
    fault: '401',
    rules: [at('unauthorised')],
    ...failed(/401: the login was refused/),
    mailed: ALL,
    requests: 1,
  },

  // Too big for one answer: the next smaller unit, at once.
  { fault: 'zero-byte 207 to SEARCH', rules: [at('empty-207', 'search')], ...read('infinity') },
  {
    fault: 'zero-byte 207 to SEARCH and to the tree',
    rules: [at('empty-207', 'search'), at('empty-207', 'propfind', { depth: 'infinity' })],
    ...read('walk'),
  },
  { fault: 'zero-byte 207 to all', rules: [at('empty-207', 'propfind')], ...failed(/ran out of memory/) },
  { fault: 'truncated 207 to SEARCH', rules: [at('cut-207', 'search')], ...read('infinity') },
  {
    fault: 'truncated 207 to one folder',
    rules: [noSearch, noInfinity, at('cut-207', 'propfind', { path: '/Photos', depth: '1' })],
    ...partial('walk', /The answer broke off for 1 folder\./, ['/Photos']),
  },
  { fault: 'truncated 207 to all', rules: [at('cut-207', 'propfind')], ...failed(/ended before/) },
  { fault: '500 empty to SEARCH', rules: [at('empty-500', 'search')], ...read('infinity') },
  {
    fault: '500 empty to all',
    rules: [at('empty-500')],
    ...failed(/answered 500/),
    mailed: ['admins', 'bob'],
  },
  { fault: 'SEARCH 501', rules: [noSearch], ...read('infinity') },
  { fault: 'infinity answered as 1', rules: [noSearch, noInfinity], ...read('walk'), mailed: ALL },

  // What passes: tried again.
  { fault: '423, twice', rules: [at('locked', 'search', { times: 2 })], ...read('search') },
  {
    fault: '423 for good, on one folder',
    rules: [noSearch, noInfinity, at('locked', 'propfind', { path: '/Photos', depth: '1' })],
    ...partial('walk', /The server kept locked 1 folder\./, ['/Photos']),
  },
  { fault: '503 without maintenance, once', rules: [at('unavailable', undefined, ONCE)], ...read('search') },
  {
    fault: '503 without maintenance, for good',
    rules: [at('unavailable', 'propfind')],
    ...failed(/answered 503/),
  },
  {
    fault: '429 with Retry-After',
    rules: [at('rate-limited', 'search', { ...ONCE, retryAfter: 2 })],
    ...read('search'),
    requests: 5,
    waits: 2,
  },
  { fault: '504 of a proxy, once', rules: [at('gateway', undefined, ONCE)], ...read('search') },
  {
    fault: '504 of a proxy, at the shares, once',
    rules: [at('gateway', 'shares', { ...ONCE, retryAfter: 1 })],
    ...read('search'),
    waits: 1,
  },
  { fault: '504 of a proxy to SEARCH, for good', rules: [at('gateway', 'search')], ...read('infinity') },
  {
    fault: '504 of a proxy, for good',
    rules: [at('gateway', 'propfind')],
    ...failed(/answered 504: the server did not answer its proxy in time/),
  },
  { fault: 'a cut list of shares, once', rules: [at('cut-207', 'shares', ONCE)], ...read('search') },
  {
    fault: 'a cut list of shares, for good',
    rules: [at('cut-207', 'shares')],
    ...partial('search', /^The shares could not be read: .*broken JSON/),
  },
  { fault: 'reset, once', rules: [at('reset', 'search', ONCE)], ...read('search') },
  { fault: 'reset in mid-body, once', rules: [at('reset-mid-body', 'search', ONCE)], ...read('search') },
  { fault: 'reset in mid-body, for good', rules: [at('reset-mid-body', 'search')], ...read('infinity') },
  { fault: 'reset, for good', rules: [at('reset', 'propfind')], ...failed(/cut the connection/) },
  { fault: 'hang, once', rules: [at('hang', 'search', ONCE)], ...read('search') },
  {
    fault: 'hang, for good',
    rules: [at('hang', 'propfind', { depth: '0' })],
    ...failed(/no answer in time/),
  },

  // What the server itself does not know, or does not show.
  {
    fault: 'size −1 of a folder',
    rules: [at('unknown-size', undefined, { path: '/Photos' })],
    ...partial('search', /The server has not scanned 1 folder\./, ['/Photos']),
    mailed: ALL,
  },
  {
    fault: 'size −1 of a file',
    rules: [at('unknown-size', undefined, { path: '/d.txt' })],
    ...partial('search', /The server has not scanned 1 file\./, ['/d.txt']),
  },
  {
    fault: 'fileid −1',
    rules: [at('unknown-id', undefined, { path: '/Documents' })],
    ...partial('search', /The server gave no id for 1 folder\./, ['/Documents']),
  },
  {
    fault: '403 folder, in a SEARCH',
    rules: [],
    world: forbid('/Documents/Sub'),
    ...partial('search', /The server refused to list 1 folder\./, ['/Documents/Sub']),
  },
  {
    fault: '403 folder, in a walk',
    rules: [noSearch, noInfinity],
    world: forbid('/Documents'),
    ...partial('walk', /The server refused to list 1 folder\./, ['/Documents']),
  },

  // The tree moves while it is read.
  {
    fault: 'root changing under way, once',
    rules: [
      noSearch,
      at('etag-changes', 'propfind', { depth: '0', after: 1, ...ONCE, moves: '/Documents/Sub' }),
    ],
    ...read('infinity'),
  },
  {
    fault: 'root changing under way, at every look',
    rules: [noSearch, at('etag-changes', 'propfind', { depth: '0', after: 1, moves: '/Documents/Sub' })],
    ...partial('infinity', /Changes went on in 1 folder\./, ['/Documents/Sub']),
    mailed: ALL,
  },

  // Beside the tree.
  {
    fault: 'shares that cannot be listed',
    rules: [at('empty-500', 'shares')],
    ...partial('search', /^The shares could not be read: /),
    mailed: ['admins', 'bob'],
  },
  {
    fault: 'a trash bin that cannot be listed',
    rules: [at('forbidden', 'trash')],
    ...partial('search', /^The trash bin could not be read: /),
    mailed: ALL,
  },
];
