import { describe, expect, it } from 'vitest';
import { linkExpiresSoon } from '../../../src/checks/sharing/link-expires-soon.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

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

  it('counts days where the organisation is, from today to the seventh', () => {
    const found = (now: number, zone: string) =>
      draftsOf(linkExpiresSoon, {
        setting: { now, zone },
        evidence: {
          shares: ['23', '24', '30']
            .map((day) => link({ expires: `2026-11-${day}` }))
            .concat(link({ expires: '2026-12-01' })),
        },
      }).map(({ actual }) => actual['expiresOn']);
    const lateEvening = Date.UTC(2026, 10, 23, 23, 30);
    expect(found(lateEvening, 'UTC')).toEqual(['2026-11-23', '2026-11-24', '2026-11-30']);
    expect(found(lateEvening, 'Europe/Paris')).toEqual(['2026-11-24', '2026-11-30', '2026-12-01']);
  });

  it('leaves alone shares that are no public links', () => {
    const shares = [share({ expires: '2026-11-24' }), share({ type: 'mail', expires: '2026-11-24' })];
    expect(draftsOf(linkExpiresSoon, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkExpiresSoon, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
