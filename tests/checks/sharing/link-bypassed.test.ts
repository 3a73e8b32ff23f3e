import { describe, expect, it } from 'vitest';
import { linkBypassed } from '../../../src/checks/sharing/link-bypassed.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-bypassed', () => {
  it('finds a protected link below a folder that another link opens', () => {
    const locked = link({ path: '/Clients/Devis', hasPassword: true });
    const shares = [locked, link({ path: '/Clients' })];
    expect(draftsOf(linkBypassed, { evidence: { shares } })).toEqual([
      { subject: { kind: 'share', id: locked.id, path: '/Clients/Devis' }, actual: { openPath: '/Clients' } },
    ]);
  });

  it('names the nearest open folder, also the root, and judges every protected link', () => {
    const near = link({ path: '/Clients/Lune/Devis', hasPassword: true });
    const file = link({ path: '/note.pdf', isFolder: false, hasPassword: true });
    const shares = [
      link({ path: '/' }),
      near,
      link({ path: '/Clients/Lune' }),
      link({ path: '/Clients' }),
      file,
    ];
    expect(draftsOf(linkBypassed, { evidence: { shares } }).map(({ actual }) => actual)).toEqual([
      { openPath: '/Clients/Lune' },
      { openPath: '/' },
    ]);
  });

  it('leaves alone a protected root, a file above, and what others than public links open', () => {
    const shares = [
      link({ path: '/', hasPassword: true }),
      link({ path: '/' }),
      share({ path: '/Clients' }),
      share({ path: '/Clients', type: 'mail' }),
    ];
    expect(draftsOf(linkBypassed, { evidence: { shares } })).toEqual([]);
    const locked = link({ path: '/Clients/Devis', hasPassword: true });
    const beside = [locked, link({ path: '/Clients', isFolder: false }), ...shares.slice(2)];
    expect(draftsOf(linkBypassed, { evidence: { shares: beside } })).toEqual([]);
  });

  it('leaves alone a neighbour of the same beginning, a locked folder, a file drop, and the folder itself', () => {
    const shares = [
      link({ path: '/Clients/Devis', hasPassword: true }),
      link({ path: '/Client' }),
      link({ path: '/Clients', hasPassword: true }),
      link({ path: '/Clients', permissions: ['create'] }),
      link({ path: '/Clients/Devis' }),
    ];
    expect(draftsOf(linkBypassed, { evidence: { shares } })).toEqual([]);
  });

  it('finds a protected drop only where files can be put through the folder above as well', () => {
    const drop = link({ path: '/Clients/Dépôt', permissions: ['create'], hasPassword: true });
    const request = share({ ...drop, type: 'mail', fileRequest: true, recipient: null });
    const below = (...permissions: readonly ('read' | 'create')[]) =>
      draftsOf(linkBypassed, {
        evidence: { shares: [drop, request, link({ path: '/Clients', permissions })] },
      });
    expect(below('read')).toEqual([]);
    expect(below('read', 'create')).toMatchObject([
      { subject: { id: drop.id }, actual: { openPath: '/Clients' } },
      { subject: { id: request.id }, shareType: 'mail' },
    ]);
    expect(below('create')).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkBypassed, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
