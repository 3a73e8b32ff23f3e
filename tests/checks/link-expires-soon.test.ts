import { describe, expect, it } from 'vitest';
import { linkExpiresSoon } from '../../src/checks/link-expires-soon.ts';
import { draftsOf, judge, link } from './helpers.ts';

describe('link-expires-soon', () => {
  it('finds an end within seven days', () => {
    const open = link({ expires: '2026-11-30' });
    const [found, ...others] = draftsOf(linkExpiresSoon, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
    expect(found?.actual).toEqual({ expiresOn: '2026-11-30' });
  });

  it('leaves alone what is just not that', () => {
    const shares = [link({ expires: '2026-12-01' }), link({ expires: '2026-11-22' }), link()];
    expect(draftsOf(linkExpiresSoon, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkExpiresSoon, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
