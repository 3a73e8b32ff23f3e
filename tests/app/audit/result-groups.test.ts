import { describe, expect, it } from 'vitest';
import { groupsOf } from '../../../src/app/audit/result-groups.ts';
import { groupId, memberId } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';

type Facts = Parameters<typeof groupsOf>;

function account(id: string, groups: readonly string[], enabled = true) {
  return { id: memberId(id), name: id, enabled, groups: groups.map(groupId) };
}

const accounts = [
  account('anna', ['coop', 'team']),
  account('bert', ['coop']),
  account('carl', ['team', 'guests'], false),
  account('boss', ['coop', 'team', 'guests']),
];
const groups = new Map(
  ['team', 'coop', 'guests'].map((group) => [
    groupId(group),
    new Set(accounts.filter((one) => one.groups.includes(groupId(group))).map(({ id }) => id)),
  ]),
);
const inventory = { accounts: new Map(accounts.map((one) => [one.id, one])), groups, short: null };
// Of a member nothing but the id is looked at.
const audited = (...ids: string[]) =>
  ids.map((id) => ({ member: { id: memberId(id) } })) as unknown as Facts[1];

describe('the groups of a result', () => {
  it('count the enabled accounts that the audit leaves out', () => {
    expect(groupsOf(inventory, audited('anna', 'bert', 'carl'))).toEqual([
      { id: 'coop', others: 1 },
      { id: 'guests', others: 1 },
      { id: 'team', others: 1 },
    ]);
    expect(groupsOf(inventory, audited('anna'))).toEqual([
      { id: 'coop', others: 2 },
      { id: 'guests', others: 1 },
      { id: 'team', others: 1 },
    ]);
    expect(groupsOf(inventory, audited('anna', 'bert', 'boss', 'carl'))?.map(({ others }) => others)).toEqual(
      [0, 0, 0],
    );
  });

  it('are not known where accounts may be missing', () => {
    expect(groupsOf({ ...inventory, short: because('accounts.empty-page') }, audited('anna'))).toBeNull();
  });
});
