import { expect, it } from 'vitest';
import {
  ACCESS_STATES,
  type AccessBasis,
  accessOfAll,
  isWithAccess,
} from '../../../src/app/portal/team/people.ts';
import { memberId } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import type { ResultMember } from '../../../src/model/result.ts';
import type { PortalPerson } from '../../../src/store/portal/portal-store.ts';

const DAY = 86_400_000;
const INVITED = Date.UTC(2026, 10, 1);
const member = (id: string, status: ResultMember['coverage']['status'], declined = false): ResultMember => ({
  ...{ id, name: id, groups: [], enabled: true, lastLogin: null, largest: [], reach: null },
  quota: { bytes: null, unlimited: null, source: 'none' },
  usage: {
    ...{ bytes: null, files: null, folders: null, trashBytes: null },
    ...{ trashOwnBytes: null, percent: null, source: 'none' },
  },
  coverage: {
    ...{ status, reason: null, strategy: 'none', requests: 0, unreadable: [], right: null },
    reasons: declined ? [because('member.declined')] : [],
  },
});
const person = (id: string, changes: Partial<PortalPerson> = {}): PortalPerson => ({
  ...{ member: memberId(id), round: 1, invitedAt: INVITED, invitations: 1 },
  ...{ lastInvitedAt: INVITED, declinedAt: null, every: 1, language: null },
  ...changes,
});
const basis = (changes: Partial<AccessBasis> = {}): AccessBasis => ({
  ...{ people: [], hasAccess: () => false, withdrawn: new Set(), reminders: 2 },
  ...changes,
});
const stateOf = (one: ResultMember, how: AccessBasis) => accessOfAll({ members: [one] }, how)[0];

it('tells members with access by what the last run made of it', () => {
  const withAccess = basis({ hasAccess: () => true });
  const states = (['read', 'unchanged', 'partial', 'failed', 'not-granted'] as const).map(
    (status) => stateOf(member('a', status), withAccess)?.state,
  );
  expect(states).toEqual(['read', 'read', 'partial', 'failed', 'granted']);
  expect(stateOf(member('a', 'read'), basis())?.state).toBe('withdrawn');
  const left = basis({ hasAccess: () => true, withdrawn: new Set(['a']) });
  expect(stateOf(member('a', 'not-granted', true), left)?.state).toBe('withdrawn');
});

it('tells who said no, in the config or in the portal', () => {
  expect(stateOf(member('a', 'not-granted', true), basis())?.state).toBe('declined');
  for (const changes of [{ declinedAt: INVITED }, { every: 'never' } as const]) {
    const against = basis({ people: [person('a', changes)] });
    expect(stateOf(member('a', 'not-granted'), against)?.state).toBe('declined');
  }
});

it.each([
  [0, null, 'uninvited'],
  [1, INVITED + 14 * DAY, 'invited'],
  [2, INVITED + 45 * DAY, 'invited'],
  [3, null, 'reminded'],
])('names the reminder that follows %i mails', (invitations, nextReminderAt, state) => {
  const invited = basis({ people: [person('a', { invitations })] });
  expect(stateOf(member('a', 'not-granted'), invited)).toMatchObject({ state, nextReminderAt });
});

it('reminds nobody where reminders are off', () => {
  const invited = basis({ people: [person('a')], reminders: 0 });
  expect(stateOf(member('a', 'not-granted'), invited)?.state).toBe('reminded');
});

it('puts each counted member into exactly one state', () => {
  const members = (['read', 'partial', 'failed', 'not-granted', 'disabled'] as const).flatMap((status) =>
    ['x', 'y'].map((name) => member(`${status}-${name}`, status, name === 'y')),
  );
  const people = accessOfAll({ members }, basis({ hasAccess: (id) => id.endsWith('x') }));
  expect(people).toHaveLength(8);
  const numbers = ACCESS_STATES.map((state) => people.filter((one) => one.state === state).length);
  expect(numbers.reduce((sum, n) => sum + n, 0)).toBe(8);
  expect(people.filter(isWithAccess)).toHaveLength(4);
});
