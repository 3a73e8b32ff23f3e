import { describe, expect, it } from 'vitest';
import { linkGuessable } from '../../../src/checks/sharing/link-guessable.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-guessable', () => {
  it('finds a token of fewer than fifteen characters', () => {
    const open = link({ tokenLength: 14 });
    const [found, ...others] = draftsOf(linkGuessable, { evidence: { shares: [open] } });
    expect(others).toEqual([]);
    expect(found?.subject).toEqual({ kind: 'share', id: open.id, path: open.path });
    expect(found?.actual).toEqual({ tokenLength: 14 });
  });

  it('leaves alone what is just not that', () => {
    const shares = [
      link({ tokenLength: 15 }),
      link({ tokenLength: null }),
      share({ type: 'mail', tokenLength: 8 }),
    ];
    expect(draftsOf(linkGuessable, { evidence: { shares } })).toEqual([]);
  });

  it('is not run without its evidence', () => {
    expect(judge(linkGuessable, { lacking: ['shares'] })).toMatchObject({
      extent: 'none',
      reason: 'shares was not read.',
    });
  });
});
