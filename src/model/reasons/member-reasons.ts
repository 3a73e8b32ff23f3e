import type { ReasonTable } from './kinds.ts';

/** Why a member, a list of members, a trash bin or a list of shares is not known, or not whole. */
export const MEMBER_REASONS = {
  'member.disabled': { en: 'The account is disabled.', params: {} },
  'member.not-reached': { en: 'Not reached: the run was interrupted.', params: {} },
  'member.not-granted': { en: 'No access was granted yet.', params: {} },
  'member.declined': { en: 'The member declined.', params: {} },
  'member.never-logged-in': {
    en: 'Never logged in: nothing is asked of this account, for the server would make its home folder.',
    params: {},
  },
  'member.maybe-never-logged-in': {
    en: '{cause} Nothing is asked of an account that may never have logged in, for the server would make its home folder.',
    params: { cause: 'sentences' },
  },
  'account.not-asked': {
    en: 'The server’s account list does not show it, and it was not asked for by name.',
    params: {},
  },
  'account.no-answer': {
    en: 'The server’s account list does not show it, and gave no clear answer when asked by name.',
    params: {},
  },
  'account.id-alone': { en: 'The server gave nothing of this account but its id.', params: {} },
  'account.without-groups': { en: 'The server lists this account without its groups.', params: {} },
  'account.untold': { en: 'The server told nothing of this account.', params: {} },
  'accounts.bound': { en: 'The server lists more accounts than server.limits.accounts.', params: {} },
  'accounts.cut': { en: 'The server’s account list is cut: {cause}', params: { cause: 'sentences' } },
  'accounts.empty': { en: 'The server’s account list came empty.', params: {} },
  'accounts.unknown': {
    en: 'Of the server’s accounts {accounts} could not be looked at.',
    params: { accounts: 'number' },
  },
  'accounts.missing': {
    en: 'The server’s account list came without {accounts} of its accounts.',
    params: { accounts: 'number' },
  },
  'accounts.empty-page': { en: 'A page of the server’s account list came empty.', params: {} },
  'groups.emptied': {
    en: 'Groups lost all their members at once: {groups}.',
    params: { groups: 'number' },
  },
  'quota.unreadable': { en: 'The server gave no quota that can be read.', params: {} },
  'quota.untold': { en: 'The server could not tell the quota.', params: {} },
  'quota.default': {
    en: 'The server says that its default quota holds, and not how much that is.',
    params: {},
  },
  'quota.blind': { en: 'The server could not look at the storage of the account.', params: {} },
  'quota.not-computed': { en: 'The server has not computed the quota yet.', params: {} },
  'quota.unknown': { en: 'The server does not know the quota.', params: {} },
  'quota.too-large': { en: 'The quota is larger than can be counted.', params: {} },
  'last-login.unreadable': { en: 'The server gave no last login that can be read.', params: {} },
  'mail-address.unreadable': { en: 'The server gave no mail address that can be read.', params: {} },
  'policy.links-off': {
    en: 'Public links are switched off for the administrator who asks: for everybody, or for one of its groups.',
    params: {},
  },
  'policy.untold': { en: 'The server does not tell all of its sharing rules.', params: {} },
  'trash.off': { en: 'Trash bins are not read (server.trash is false).', params: {} },
  'trash.unread': { en: 'The trash bin could not be read: {cause}', params: { cause: 'sentences' } },
  'trash.sum': { en: 'The sizes in the trash bin add up to more than can be counted.', params: {} },
  'trash.no-size': {
    en: '“{name}” in the trash bin has no size (oc:size).',
    shown: '“…” in the trash bin has no size (oc:size).',
    params: { name: 'private' },
  },
  'trash.untold': {
    en: 'Folders lie in the trash bin, and the server does not tell their sizes.',
    params: {},
  },
  'trash.own-part': {
    en: 'The server does not tell which part of the trash bin is the member’s own.',
    params: {},
  },
  'shares.unread': { en: 'The shares could not be read: {cause}', params: { cause: 'sentences' } },
  'shares.departed': { en: 'The server lists no shares of a disabled account.', params: {} },
  'shares.too-long': {
    en: 'The list of shares was too long: only those that this member made were read, not those by others.',
    params: {},
  },
  'shares.per-maker': {
    en: 'Of {made} shares that account “{maker}” made of things of account “{owner}”, the first {judged} were judged.',
    params: { made: 'number', maker: 'member', owner: 'member', judged: 'number' },
  },
  'shares.vanished-found': {
    en: 'The server’s list came without {vanished} of {known} earlier shares, and the server still has one of them.',
    params: { vanished: 'number', known: 'number' },
  },
  'shares.vanished-untold': {
    en: 'The server’s list came without {vanished} of {known} earlier shares, and did not say that they are gone.',
    params: { vanished: 'number', known: 'number' },
  },
  'shares.counted': {
    en: 'Not all shares that the server counts were read: {types}.',
    params: { types: 'parts' },
  },
  'shares.of-type': {
    en: '{type, select, user {with members} group {with groups} link {links} mail {by mail} room {in rooms} other {{type}}} {read} of {counted}',
    params: { type: 'text', read: 'number', counted: 'number' },
  },
  'shares.not-all-members': { en: 'Not every member’s shares were read.', params: {} },
  'usage.untold': { en: 'Neither the tree nor the server tells the use.', params: {} },
  'recipients.unknown': {
    en: 'Whether they still have an account is unknown: {members}.',
    params: { members: 'members' },
  },
} as const satisfies ReasonTable;
