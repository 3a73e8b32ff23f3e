import { describe, expect, it } from 'vitest';
import { linkOpenForever } from '../../../src/checks/sharing/link-open-forever.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-open-forever', () => {
  it('finds a link that nothing protects and nothing ends', () => {
    const open = link();
    const [found, ...others] = draftsOf(linkOpenForever, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
  });

  it('leaves alone what is just not that', () => {
    const shares = [link({ hasPassword: true }), link({ expires: '2026-12-31' }), share({ type: 'mail' })];
    expect(draftsOf(linkOpenForever, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkOpenForever, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
