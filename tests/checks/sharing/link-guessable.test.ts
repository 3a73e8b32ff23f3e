import { describe, expect, it } from 'vitest';
import { linkGuessable } from '../../../src/checks/sharing/link-guessable.ts';
import { draftsOf, judge, link, share } from '../helpers.ts';

describe('link-guessable', () => {
  it('says of a link whose token the server keeps to itself that it is not known', () => {
    const untold = link({ tokenLength: null });
    expect(
      judge(linkGuessable, { evidence: { shares: [untold, share({ tokenLength: null })] } }),
    ).toMatchObject({
      drafts: [],
      unjudged: [{ id: untold.id, reason: 'its record does not tell its token' }],
    });
  });

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
