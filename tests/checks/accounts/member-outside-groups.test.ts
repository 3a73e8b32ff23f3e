import { describe, expect, it } from 'vitest';
import { memberOutsideGroups } from '../../../src/checks/accounts/member-outside-groups.ts';
import { groupId } from '../../../src/model/ids.ts';
import type { Account } from '../../../src/model/member.ts';
import { account, blockedBy, judgeServer } from '../helpers.ts';

describe('member-outside-groups', () => {
  const setting = { memberGroups: [groupId('CAPE'), groupId('ESA')] };
  const found = (...accounts: readonly Account[]) =>
    judgeServer(memberOutsideGroups, { accounts }, { setting }).map(({ subject }) => subject.id);

  it('finds an enabled account in none of the groups', () => {
    expect(
      found(account('guest', { groups: [groupId('Tours')] }), account('nobody', { groups: [] })),
    ).toEqual(['guest', 'nobody']);
  });

  it('leaves alone members, and disabled accounts', () => {
    expect(found(account('anna'), account('gone', { groups: [], enabled: false }))).toEqual([]);
  });

  it('is not run where the config names no groups', () => {
    expect(blockedBy(memberOutsideGroups)).toBe('The config names no members.groups.');
  });
});
