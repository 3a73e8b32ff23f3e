import { describe, expect, it } from 'vitest';
import { linkBySomeoneElse } from '../../../src/checks/sharing/link-by-someone-else.ts';
import { memberId } from '../../../src/model/ids.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-by-someone-else', () => {
  it('finds a link that another person made', () => {
    const open = link({ sharedBy: memberId('bruno') });
    const [found, ...others] = draftsOf(linkBySomeoneElse, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
    expect(found?.actual).toEqual({ maker: 'bruno', createdAt: '2026-11-22T11:00:00.000Z' });
  });

  it('leaves alone what is just not that', () => {
    const shares = [link(), share({ sharedBy: memberId('bruno') })];
    expect(draftsOf(linkBySomeoneElse, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkBySomeoneElse, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
