import { describe, expect, it } from 'vitest';
import { linkWithoutPassword } from '../../../src/checks/sharing/link-without-password.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-without-password', () => {
  it('finds a link that has an end but no password', () => {
    const open = link({ expires: '2026-12-31' });
    const [found, ...others] = draftsOf(linkWithoutPassword, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
    expect(found?.actual).toEqual({
      createdAt: '2026-11-22T11:00:00.000Z',
      expiresOn: '2026-12-31',
      isFolder: true,
    });
  });

  it('leaves alone what is just not that', () => {
    const shares = [
      link(),
      link({ expires: '2026-12-31', hasPassword: true }),
      share({ expires: '2026-12-31' }),
      share({ type: 'mail', expires: '2026-12-31' }),
    ];
    expect(draftsOf(linkWithoutPassword, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkWithoutPassword, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
