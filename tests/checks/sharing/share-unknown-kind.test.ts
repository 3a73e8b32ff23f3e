import { describe, expect, it } from 'vitest';
import { shareUnknownKind } from '../../../src/checks/sharing/share-unknown-kind.ts';
import { draftsOf, share } from '../helpers.ts';

describe('a share of a kind never seen before', () => {
  it('is found with what makes it unknown', () => {
    const strange = share({ type: 'other', unknownTraits: ['type 99', 'attribute a/b'] });
    expect(draftsOf(shareUnknownKind, { evidence: { shares: [share(), strange] } })).toMatchObject([
      { subject: { id: strange.id }, actual: { traits: 'type 99, attribute a/b' } },
    ]);
  });
});
