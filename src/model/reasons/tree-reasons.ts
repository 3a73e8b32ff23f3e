import type { ReasonTable } from './kinds.ts';

/** Why a tree is not known, or not whole. `gap.…` and `record.…` are phrases, named by the others. */
export const TREE_REASONS = {
  'tree.not-own': {
    en: "This login does not see this member's files: the app password is another person's, or has no access to files.",
    params: {},
  },
  'tree.sum': { en: 'The sizes in the answer add up to more than can be counted.', params: {} },
  'tree.folders': { en: 'The tree has more folders than server.limits.folders.', params: {} },
  'tree.time': { en: 'The time limit for one member is over.', params: {} },
  'tree.nothing-shown': { en: 'The server showed nothing of a folder.', params: {} },
  'tree.same-rows': { en: 'The server gave the same rows twice in one page.', params: {} },
  'tree.page-rows': {
    en: 'A page of {wanted} rows came with {rows}.',
    params: { wanted: 'number', rows: 'number' },
  },
  'tree.listing-forgotten': {
    en: 'The server forgot the listing whose pages were being read.',
    params: {},
  },
  'tree.folders-unread': { en: 'Some folders could not be read.', params: {} },
  'tree.unread': { en: 'The tree was not read.', params: {} },
  'tree.fewer': {
    en: 'What the server lists in {folders, plural, one {{folders} folder} other {{folders} folders}} holds {fewer} bytes fewer than its own sums say.',
    params: { folders: 'number', fewer: 'number' },
  },
  'tree.more': {
    en: 'What the server lists in {folders, plural, one {{folders} folder} other {{folders} folders}} holds {more} bytes more than its own sums say.',
    params: { folders: 'number', more: 'number' },
  },
  'tree.fewer-and-more': {
    en: 'What the server lists in {folders, plural, one {{folders} folder} other {{folders} folders}} holds {fewer} bytes fewer and {more} bytes more than its own sums say.',
    params: { folders: 'number', fewer: 'number', more: 'number' },
  },
  'tree.gaps': { en: '{gaps}.', params: { gaps: 'opening' } },
  'gap.forbidden': {
    en: 'the server refused to list {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.unscanned': {
    en: 'the server has not scanned {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.unscanned-file': {
    en: 'the server has not scanned {n, plural, one {{n} file} other {{n} files}}',
    params: { n: 'number' },
  },
  'gap.no-id': {
    en: 'the server gave no id for {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.file-without-id': {
    en: 'the server gave no id for {n, plural, one {{n} file} other {{n} files}}',
    params: { n: 'number' },
  },
  'gap.gateway': {
    en: 'the server did not answer its proxy in time for {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.too-big': {
    en: 'the server gave an empty answer for {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.cut-short': {
    en: 'the answer broke off for {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.time-out': {
    en: 'the server gave no answer in time for {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.time-limit': {
    en: 'the time for this member was over before {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.moving': {
    en: 'changes went on in {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.bound': {
    en: 'the bounds of the config (server.limits) were passed by {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.too-deep': {
    en: 'deeper than server.limits.depth lies {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.locked': {
    en: 'the server kept locked {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'gap.unlisted': {
    en: 'the server could not list {n, plural, one {{n} folder} other {{n} folders}}',
    params: { n: 'number' },
  },
  'records.unreadable': {
    en: 'Not readable in the server’s answer: {records}{more, plural, =0 {} other { and {more} more}}.',
    params: { records: 'parts', more: 'number' },
  },
  'record.file': {
    en: 'file “{path}” ({fields})',
    shown: 'file “…” ({fields})',
    params: { path: 'private', fields: 'texts' },
  },
  'record.folder': {
    en: 'folder “{path}” ({fields})',
    shown: 'folder “…” ({fields})',
    params: { path: 'private', fields: 'texts' },
  },
  'record.group-folder': {
    en: 'group folder “{name}” ({fields})',
    params: { name: 'text', fields: 'texts' },
  },
  'record.whole-group-folder': {
    en: 'group folder “{name}” (the record)',
    params: { name: 'text' },
  },
} as const satisfies ReasonTable;

/** Why a collective space is not known, or not whole. */
export const SPACE_REASONS = {
  'space.hidden': { en: 'The server counts more here than this member may see.', params: {} },
  'space.gone': { en: 'The group folder does not stand there any more.', params: {} },
  'space.unseen': { en: 'No member who granted access sees it.', params: {} },
  'space.no-size': { en: 'The server does not tell its size.', params: {} },
  'space.unread': { en: 'No member who sees it could be read.', params: {} },
  'space.away': {
    en: 'Earlier runs read it, and now neither the list of group folders nor anybody’s tree shows it: the app may be switched off.',
    params: {},
  },
  'spaces.not-looked-for': {
    en: 'Where group folders stand in the tree is not known.',
    params: {},
  },
  'spaces.bound': {
    en: 'More group folders in {folder} than server.limits.rows.',
    shown: 'More group folders in … than server.limits.rows.',
    params: { folder: 'private' },
  },
} as const satisfies ReasonTable;
