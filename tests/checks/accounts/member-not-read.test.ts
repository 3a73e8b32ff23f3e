import { describe, expect, it } from 'vitest';
import { memberNotRead } from '../../../src/checks/accounts/member-not-read.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { draftsOf, judge } from '../helpers.ts';

describe('member-not-read', () => {
  it.each(['failed', 'partial'] as const)('finds a member whose reading %s', (status) => {
    const reasons = [because('problem', { message: 'The server answered 500.' })];
    const coverage = { status, reasons, unreadable: [] };
    expect(draftsOf(memberNotRead, { coverage })).toMatchObject([
      { subject: { kind: 'member', id: 'anna' }, actual: { status, reason: 'The server answered 500.' } },
    ]);
  });

  it('says nothing of an account that the server did not list', () => {
    const coverage = { status: 'failed' } as const;
    expect(judge(memberNotRead, { coverage, lacking: ['account'] })).toMatchObject({ extent: 'none' });
  });

  it.each(['read', 'unchanged', 'not-granted'] as const)('leaves alone one that is %s', (status) => {
    expect(draftsOf(memberNotRead, { coverage: { status } })).toEqual([]);
  });
});
