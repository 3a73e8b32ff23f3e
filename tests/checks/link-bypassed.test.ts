import { describe, expect, it } from 'vitest';
import { linkBypassed } from '../../src/checks/link-bypassed.ts';
import { draftsOf, judge, link } from './helpers.ts';

describe('link-bypassed', () => {
  it('finds a protected link below a folder that another link opens', () => {
    const locked = link({ path: '/Clients/Devis', hasPassword: true });
    const shares = [locked, link({ path: '/Clients' })];
    expect(draftsOf(linkBypassed, { evidence: { shares } })).toEqual([
      { subject: { kind: 'share', id: locked.id, path: '/Clients/Devis' }, actual: { openPath: '/Clients' } },
    ]);
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

  it('is not run without its evidence', () => {
    expect(judge(linkBypassed, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
