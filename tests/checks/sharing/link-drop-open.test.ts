import { describe, expect, it } from 'vitest';
import { linkDropOpen } from '../../../src/checks/sharing/link-drop-open.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-drop-open', () => {
  it('finds a file drop that anybody may use', () => {
    const open = link({ permissions: ['create'] });
    const [found, ...others] = draftsOf(linkDropOpen, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
  });

  it('leaves alone what is just not that', () => {
    const shares = [
      link({ permissions: ['create'], hasPassword: true }),
      link({ permissions: ['read', 'create'] }),
      link({ permissions: ['read'] }),
      share({ permissions: ['create'] }),
      share({ type: 'mail', permissions: ['create'] }),
    ];
    expect(draftsOf(linkDropOpen, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkDropOpen, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
