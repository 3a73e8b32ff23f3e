import { describe, expect, it } from 'vitest';
import { outsideForgotten } from '../../../src/checks/sharing/outside-forgotten.ts';
import type { Share } from '../../../src/model/share.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

const TWELVE_MONTHS = Date.UTC(2025, 10, 23, 11);
const OLD = TWELVE_MONTHS - 1;

function mail(changes: Partial<Share> = {}): Share {
  return share({ type: 'mail', recipient: 'client@autre.example', createdAt: OLD, ...changes });
}

function found(shares: readonly Share[], options?: unknown) {
  return draftsOf(outsideForgotten, { options, evidence: { shares } });
}

describe('outside-forgotten', () => {
  it('finds a mail share and a federated share of more than twelve calendar months without an end', () => {
    const shares = [
      mail({ path: '/Devis' }),
      share({ type: 'federated', recipient: 'a@https://nuage.example', createdAt: OLD }),
    ];
    expect(found(shares)).toEqual([
      {
        subject: { kind: 'share', id: shares[0]?.id, path: '/Devis' },
        actual: { recipient: 'client@autre.example', createdAt: '2025-11-23T10:59:59.999Z', months: 12 },
        shareType: 'mail',
      },
      expect.objectContaining({ shareType: 'federated' }),
    ]);
  });

  it('leaves alone one of exactly twelve months, and one with an end', () => {
    expect(found([mail({ createdAt: TWELVE_MONTHS })])).toEqual([]);
    expect(found([mail({ expires: '2030-01-01' })])).toEqual([]);
  });

  it('speaks of named people outside alone', () => {
    const createdAt = OLD;
    const request = mail({ fileRequest: true, recipient: null, recipients: ['client@autre.example'] });
    const inside = (['user', 'group', 'circle', 'room', 'deck'] as const).map((type) =>
      share({ type, createdAt }),
    );
    expect(found([link({ createdAt }), request, ...inside])).toEqual([]);
  });

  it('takes its limit from the config', () => {
    expect(found([mail()], { olderThan: '13 months' })).toEqual([]);
    expect(found([mail({ createdAt: TWELVE_MONTHS })], { olderThan: '11 months' })).toHaveLength(1);
  });

  it('names a share whose day or end is not known, and judges it not', () => {
    const shares = [
      share({ type: 'federated', createdAt: null, unread: ['createdAt'] }),
      mail({ unread: ['expires'] }),
      link({ createdAt: null, unread: ['createdAt'] }),
      share({ createdAt: null, unread: ['createdAt'] }),
    ];
    const verdict = judge(outsideForgotten, { evidence: { shares } });
    expect(verdict).toMatchObject({ extent: 'whole', drafts: [] });
    expect('unjudged' in verdict && verdict.unjudged.map(({ id }) => id)).toEqual([
      shares[0]?.id,
      shares[1]?.id,
    ]);
  });

  it('is not run without its evidence', () => {
    expect(judge(outsideForgotten, { lacking: ['shares'] })).toMatchObject({ extent: 'none' });
  });
});
