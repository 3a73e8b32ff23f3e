import { describe, expect, it } from 'vitest';
import { linkWithoutExpiry } from '../../../src/checks/sharing/link-without-expiry.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-without-expiry', () => {
  it('finds a link that has a password but no end', () => {
    const open = link({ hasPassword: true });
    const [found, ...others] = draftsOf(linkWithoutExpiry, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
  });

  it('leaves alone what is just not that', () => {
    const shares = [
      link(),
      link({ hasPassword: true, expires: '2026-12-31' }),
      share({ type: 'mail', hasPassword: true }),
    ];
    expect(draftsOf(linkWithoutExpiry, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkWithoutExpiry, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
