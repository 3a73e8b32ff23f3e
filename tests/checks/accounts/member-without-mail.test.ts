import { describe, expect, it } from 'vitest';
import { memberWithoutMail } from '../../../src/checks/accounts/member-without-mail.ts';
import { draftsOf } from '../helpers.ts';

describe('member-without-mail', () => {
  it('finds an account without an address', () => {
    expect(draftsOf(memberWithoutMail, { member: { mail: null } })).toEqual([
      { subject: { kind: 'member', id: 'anna', path: null }, actual: {} },
    ]);
  });

  it('leaves alone one with an address', () => {
    expect(draftsOf(memberWithoutMail)).toEqual([]);
  });
});
