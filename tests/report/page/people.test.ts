import { describe, expect, it } from 'vitest';
import { localeOf } from '../../../src/report/page/locale.ts';
import { changesView } from '../../../src/report/page/people.ts';
import { inputOf, member, resultOf } from '../helpers.ts';

const GB = 1024 ** 3;

/** What the page says of a member with so much use and quota before and now, in GB. */
function moved(before: { readonly used: number; readonly quota: number }, now: typeof before) {
  const results = [before, now].map(({ used, quota }) => {
    const anna = member('anna', {
      quota: { bytes: quota * GB, unlimited: false, source: 'server' },
      usage: { ...member('anna').usage, bytes: used * GB, percent: (100 * used) / quota },
    });
    return resultOf({ members: [anna], shares: [], findings: [] });
  });
  const [first, second] = results;
  if (first === undefined || second === undefined) throw new Error('two results make a change');
  const input = inputOf([first, second]);
  return changesView(input, localeOf(input, 'en')).members.map(
    ({ text, arrow }) => `${arrow} ${text.replaceAll('\u00a0', ' ')}`,
  );
}

describe('who crossed 90 %', () => {
  it('is told with what came or went', () => {
    expect(moved({ used: 1, quota: 2 }, { used: 1.9, quota: 2 })).toEqual(['▲ from 50 to 95% (922 MB more)']);
    expect(moved({ used: 1.9, quota: 2 }, { used: 1, quota: 2 })).toEqual(['▼ from 95 to 50% (922 MB less)']);
  });

  it('is told without it where the quota is what changed', () => {
    expect(moved({ used: 2, quota: 4 }, { used: 1.9, quota: 2 })).toEqual(['▲ from 50 to 95%']);
    expect(moved({ used: 1.9, quota: 2 }, { used: 2, quota: 4 })).toEqual(['▼ from 95 to 50%']);
  });
});
