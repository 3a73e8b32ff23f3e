import { describe, expect, it } from 'vitest';
import { shareWithTheDeparted } from '../../../src/checks/sharing/share-with-the-departed.ts';
import { memberId } from '../../../src/model/ids.ts';
import { account, draftsOf, judge, share } from '../helpers.ts';

describe('share-with-the-departed', () => {
  const found = (recipient: string) =>
    draftsOf(shareWithTheDeparted, {
      evidence: {
        shares: [share({ recipient })],
        accounts: new Map(
          [account('bruno'), account('chloe', { enabled: false })].map((one) => [one.id, one]),
        ),
        gone: new Set([memberId('dora')]),
      },
    });

  it('finds a recipient who is disabled, or gone', () => {
    expect(found('chloe')).toMatchObject([{ actual: { recipient: 'chloe', gone: false } }]);
    expect(found('dora')).toMatchObject([{ actual: { recipient: 'dora', gone: true } }]);
  });

  it('says nothing of a recipient who is only missing from the list', () => {
    expect(found('emil')).toEqual([]);
  });

  it('leaves alone a recipient with an account, also outside the configured groups, and groups', () => {
    expect(found('bruno')).toEqual([]);
    expect(
      draftsOf(shareWithTheDeparted, { evidence: { shares: [share({ type: 'group', recipient: 'gone' })] } }),
    ).toEqual([]);
  });

  it('judges named people only', () => {
    const types = ['link', 'mail', 'federated', 'circle', 'room'] as const;
    const shares = types.map((type) => share({ type, recipient: 'dora' })).concat(share({ recipient: null }));
    expect(draftsOf(shareWithTheDeparted, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(shareWithTheDeparted, { lacking: ['accounts'] })).toMatchObject({
      extent: 'none',
      reason: 'accounts was not read.',
    });
  });
});
