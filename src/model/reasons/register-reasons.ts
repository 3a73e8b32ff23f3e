import type { ReasonTable } from './kinds.ts';

/** Why the register of links that are meant to be open is not known, or one of its entries was not checked. */
export const REGISTER_REASONS = {
  'register.none': {
    en: 'There is no register: name one in the config (register), or accept links in the portal.',
    params: {},
  },
  'register.unread': {
    en: 'The register {source} was not read: {cause}.',
    params: { source: 'text', cause: 'phrase' },
  },
  'entry.owner-unread': {
    en: 'the shares of {member}, who opened it, were not read',
    params: { member: 'member' },
  },
  'entry.owner-unknown': {
    en: 'who opened it is not known, and not everybody’s shares were read',
    params: {},
  },
  'entry.token-hidden': {
    en: 'the server does not tell the address of every link; it may be one that {member} made',
    params: { member: 'member' },
  },
  'entry.other-key': {
    en: 'it was noted under another vault key; enter it again',
    params: {},
  },
  'whom.entries': {
    en: 'entry {entries}{more, plural, =0 {} other { and {more} more}} of the register',
    params: { entries: 'parts', more: 'number' },
  },
  'list.file': { en: '{why}; correct register', params: { why: 'text' } },
  'list.no-columns': {
    en: 'its first line must name the columns, one of them “link” or “lien”',
    params: {},
  },
  'list.not-csv': {
    en: 'line {line} cannot be read as CSV; look at its quotation marks',
    params: { line: 'number' },
  },
  'list.lines': { en: '{lines}', params: { lines: 'parts' } },
  'list.line-no-link': {
    en: 'line {line} names no address',
    params: { line: 'number' },
  },
  'list.line-no-day': {
    en: 'line {line}: “{text}” is no day, write YYYY-MM-DD',
    params: { line: 'number', text: 'text' },
  },
  'list.answered': {
    en: '{host} answered {status}; the address must show the page to whoever has not signed in',
    params: { host: 'text', status: 'number' },
  },
  'list.elsewhere': {
    en: '{host} points to another place ({other}); write its address into register',
    params: { host: 'text', other: 'text' },
  },
  'list.redirects': {
    en: '{host} points from one address to the next without end',
    params: { host: 'text' },
  },
  'list.private': {
    en: '{host} is in a private network, where nothing is asked; keep the page as a file, or on a public host',
    params: { host: 'text' },
  },
  'list.dav': {
    en: '{host} leads to a file by WebDAV, which is never fetched; name the file itself, or a page',
    params: { host: 'text' },
  },
  'list.unreached': { en: '{host} could not be reached', params: { host: 'text' } },
  'list.too-slow': { en: 'no whole answer came from {host} within ten seconds', params: { host: 'text' } },
  'list.too-large': { en: 'it is larger than 2 MB', params: {} },
  'list.too-many': {
    en: 'it has {links} share links, and {most} are the most',
    params: { links: 'number', most: 'number' },
  },
  'list.too-deep': { en: 'its tags stand too deep inside one another', params: {} },
  'list.kind': { en: 'it is no HTML, Markdown or CSV, but {kind}', params: { kind: 'text' } },
  'list.no-links': {
    en: 'no share link of {server} stands in it; see whether the address shows the page to whoever has not signed in',
    params: { server: 'text' },
  },
} as const satisfies ReasonTable;
