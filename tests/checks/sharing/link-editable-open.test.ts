import { describe, expect, it } from 'vitest';
import { linkEditableOpen } from '../../../src/checks/sharing/link-editable-open.ts';
import { permissionsOf } from '../../../src/model/share.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-editable-open', () => {
  it('finds a link through which anybody may change', () => {
    const open = link({ permissions: ['read', 'update', 'create', 'delete'] });
    const [found, ...others] = draftsOf(linkEditableOpen, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
  });

  it.each([3, 9, 15, 19, 31])('finds the permissions %i', (mask) => {
    const shares = [link({ permissions: permissionsOf(mask) })];
    expect(draftsOf(linkEditableOpen, { evidence: { shares } })).toHaveLength(1);
  });

  it.each([1, 2, 4, 5, 8, 10, 14, 17, 20, 21, 30])('leaves the permissions %i alone', (mask) => {
    const shares = [link({ permissions: permissionsOf(mask) })];
    expect(draftsOf(linkEditableOpen, { evidence: { shares } })).toEqual([]);
  });

  it('leaves alone what is just not that', () => {
    const shares = [
      link({ permissions: ['read', 'share'] }),
      link({ permissions: ['read', 'update', 'create', 'delete'], hasPassword: true }),
      link({ permissions: ['create'] }),
      share({ type: 'mail', permissions: ['read', 'update', 'create', 'delete'] }),
      link({ permissions: ['update'] }),
    ];
    expect(draftsOf(linkEditableOpen, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkEditableOpen, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
