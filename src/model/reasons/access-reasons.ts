import type { ReasonTable } from './kinds.ts';

/** What an answer about access cannot tell. */
export const ACCESS_REASONS = {
  'access.members': {
    en: 'Known from {read} of {of} members: what the others share is known only as far as somebody else’s list shows it.',
    params: { read: 'number', of: 'number' },
  },
  'access.owner': {
    en: 'Not all shares of what belongs to {member} are known.',
    params: { member: 'member' },
  },
  'access.not-audited': {
    en: 'The audit has no account {member}: in which groups it is, is not known.',
    params: { member: 'member' },
  },
  'access.disabled': {
    en: '{accounts, plural, one {{accounts} disabled account keeps its shares} other {{accounts} disabled accounts keep their shares}}, and the server lists them to nobody.',
    params: { accounts: 'number' },
  },
  'access.left-out': {
    en: 'There are accounts that the audit leaves out: what they share is not known.',
    params: {},
  },
  'access.group-others': {
    en: '{accounts, plural, one {{accounts} more account is} other {{accounts} more accounts are}} in {group}: the audit leaves them out.',
    params: { accounts: 'number', group: 'text' },
  },
  'access.groups-unknown': {
    en: 'Who else is in the groups is not known: an earlier version made this result.',
    params: {},
  },
  'access.circles': {
    en: 'Who is in {n, plural, one {{n} circle} other {{n} circles}} is not known from outside.',
    params: { n: 'number' },
  },
  'access.rooms': {
    en: 'Who is in {n, plural, one {{n} conversation} other {{n} conversations}} is not known from outside, and there may be guests.',
    params: { n: 'number' },
  },
  'access.cards': {
    en: 'Who sees {n, plural, one {{n} Deck card} other {{n} Deck cards}} is not known from outside.',
    params: { n: 'number' },
  },
  'access.unknown-kinds': {
    en: 'Whom {n, plural, one {{n} share of an unknown kind lets} other {{n} shares of unknown kinds let}} in is not known.',
    params: { n: 'number' },
  },
  'access.rules': {
    en: 'Advanced permissions may take rights away inside {spaces}.',
    params: { spaces: 'texts' },
  },
  'access.rules-unknown': {
    en: 'Whether advanced permissions take rights away is not known of {spaces}.',
    params: { spaces: 'texts' },
  },
  'access.space-groups': {
    en: 'To whom {spaces} belong, and with which rights, is not known in full: those in whose files they were seen are shown, with what is sure, which is to read.',
    params: { spaces: 'texts' },
  },
  'access.no-path': {
    en: 'Where {n, plural, one {{n} shared thing stands} other {{n} shared things stand}} is not known, nor who reaches it by a folder above.',
    params: { n: 'number' },
  },
  'access.no-end': {
    en: 'The end of {n, plural, one {{n} share} other {{n} shares}} cannot be read: taken as still in force.',
    params: { n: 'number' },
  },
  'access.few': { en: 'This run read only the members that it was asked for.', params: {} },
  'access.shares-lost': { en: 'Not every share in the lists could be understood or taken in.', params: {} },
  'access.shares-uncounted': {
    en: 'The server counts more shares than the lists of the members show.',
    params: {},
  },
  'access.not-compared': {
    en: '{things, plural, one {{things} thing is} other {{things} things are}} not compared: not all shares of their owners are known in both runs.',
    params: { things: 'number' },
  },
  'access.first-run': { en: 'There is no earlier run to compare with.', params: {} },
  'access.not-in-both': { en: 'The shares are not known in both runs.', params: {} },
} as const satisfies ReasonTable;
