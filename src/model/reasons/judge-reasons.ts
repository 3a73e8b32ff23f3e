import type { ReasonTable } from './kinds.ts';

/** Why a check did not run, or judged in part. `whom.…` and `share.…` are phrases, named by the others. */
export const CHECK_REASONS = {
  'check.gaps': { en: '{clauses}.', params: { clauses: 'clauses' } },
  'check.not-judged': {
    en: 'Not judged ({cause}): {whom}',
    params: { cause: 'phrase', whom: 'parts' },
  },
  'check.judged-in-part': {
    en: 'Judged in part ({cause}): {whom}',
    params: { cause: 'phrase', whom: 'parts' },
  },
  'whom.server': { en: 'the server', params: {} },
  'whom.member': { en: '{member}', params: { member: 'member' } },
  'whom.shares-of-member': {
    en: 'share {shares}{more, plural, =0 {} other { and {more} more}} of {member}',
    params: { shares: 'parts', more: 'number', member: 'member' },
  },
  'whom.share': { en: '{id}', params: { id: 'text' } },
  'whom.share-without-id': { en: '(without id)', params: {} },
  'check.no-groups': { en: 'The config names no members.groups.', params: {} },
  'check.no-domains': {
    en: 'No domains are listed (checks: external-domain: domains).',
    params: {},
  },
  'check.error': { en: 'Internal error: {message}', params: { message: 'text' } },
  'evidence.not-gathered': { en: '{need} was not gathered.', params: { need: 'text' } },
  'shares.not-understood': { en: 'Not every share can be understood.', params: {} },
  'share.not-understood': {
    en: 'its record cannot be understood: {fields}',
    params: { fields: 'text' },
  },
  'share.unknown-kind': { en: 'its kind is not known: {traits}', params: { traits: 'texts' } },
  'share.no-day': { en: 'the day on which it was made cannot be read', params: {} },
  'share.no-end': { en: 'its end date cannot be read', params: {} },
  'share.no-password-told': { en: 'its record does not tell whether it has a password', params: {} },
  'share.no-token': { en: 'its record does not tell its token', params: {} },
  'share.no-place': { en: 'where it stands in the tree of its owner is not known', params: {} },
  'share.elsewhere': {
    en: 'what it opens is not in the member’s own tree, but in a mount or group folder that was not read',
    params: {},
  },
  'share.elsewhere-or-gone': {
    en: 'what it opens is not in the member’s own tree, but in a mount or group folder that was not read, or gone: {cause}',
    params: { cause: 'phrase' },
  },
  'share.not-asked': { en: 'not asked for, after many others', params: {} },
  'share.no-path': { en: 'its path is not known', params: {} },
  'share.in-lost-space': {
    en: 'what it opens lies in a group folder that no tree shows now',
    params: {},
  },
  'share.gone': { en: 'what it opens is no longer there', params: {} },
  'share.space-in-part': {
    en: 'the group folder was read in part: {cause}',
    params: { cause: 'phrase' },
  },
} as const satisfies ReasonTable;

/** Why a run is worth nothing. */
export const RUN_REASONS = {
  'run.unusable': {
    en: 'The server cannot be used: {cause} Nothing was concluded.',
    params: { cause: 'sentences' },
  },
  'run.maintenance': {
    en: '{url} is in maintenance: nothing was read; try again later.',
    params: { url: 'text' },
  },
  'run.upgrade': {
    en: '{url} waits for its upgrade: nothing was read; run "occ upgrade" there, or open it in a browser.',
    params: { url: 'text' },
  },
  'run.interrupted': { en: 'The run was interrupted before it asked a member.', params: {} },
  'run.nobody-stopped': { en: 'Nobody could be read: {cause}.', params: { cause: 'phrase' } },
  'run.nobody': { en: 'Nobody could be read: {cause}', params: { cause: 'sentences' } },
  'run.nobody-elsewhere': {
    en: 'Nobody could be read: {url} is no Nextcloud any more; correct server.url, or look at the server.',
    params: { url: 'text' },
  },
  'run.nobody-maintenance': {
    en: 'Nobody could be read: {url} is in maintenance; try again later.',
    params: { url: 'text' },
  },
  'run.nobody-upgrade': {
    en: 'Nobody could be read: {url} waits for its upgrade; run "occ upgrade" there, or open it in a browser.',
    params: { url: 'text' },
  },
  'run.clocks': {
    en: 'This machine says {own}, the server {server}: the clocks are more than a day apart. Nothing was concluded, sent or erased. Set both by NTP, then run again.',
    params: { own: 'text', server: 'text' },
  },
  'run.ahead': {
    en: 'This machine says {own}, but run {run} began at {began}: one of the two times is wrong. Nothing was concluded, sent or erased. Set the clock by NTP; if it was wrong at that run, "menage purge --future" erases what lies ahead.',
    params: { own: 'text', run: 'number', began: 'text' },
  },
  'run.no-time': {
    en: '{url} does not tell its time: nothing was erased, for what lies ahead cannot be known. Try again later.',
    params: { url: 'text' },
  },
  'run.broke-off': { en: 'The audit broke off: {message}', params: { message: 'text' } },
  'store.full': {
    en: 'The disk under the store {store} is full or fails ({message}): what stood before stands. Make room and run again.',
    shown:
      'The disk under the store … is full or fails ({message}): what stood before stands. Make room and run again.',
    params: { store: 'private', message: 'text' },
  },
  'store.foreign-tree': {
    en: 'The store holds a tree that menage did not write: restore the file, or delete it.',
    params: {},
  },
  'store.tree-replaced': {
    en: 'A tree was replaced while it was read from the store: run the command again.',
    params: {},
  },
  problem: { en: '{message}', params: { message: 'text' } },
} as const satisfies ReasonTable;
