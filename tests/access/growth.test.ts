import { describe, expect, it } from 'vitest';
import { growthBetween } from '../../src/access/growth.ts';
import { accessModel } from '../../src/access/model.ts';
import type { AccessFacts, AccessShare } from '../../src/access/types.ts';
import { factsOf, groupShareOf, linkOf, people, shareOf } from '../checks/access-facts.ts';

const BEFORE = people({ anna: [], bruno: ['sound'], chloe: ['sound'], denis: [], elsa: [] });
const AFTER = people({ anna: [], bruno: ['sound'], chloe: ['sound'], denis: ['sound'], elsa: [] });

type Facts = Partial<AccessFacts>;

/** Each as `path +people way`. */
function grown(earlier: Facts, later: Facts): readonly string[] {
  const model = (facts: Facts) => accessModel(factsOf({ people: BEFORE, ...facts }));
  return growthBetween(model(earlier), model(later)).map(
    ({ thing, people: more, anyone, way }) =>
      `${thing.path} +${more}${anyone ? ' anyone' : ''} ${way.kind}${'group' in way ? ` ${way.group}` : ''}`,
  );
}

const added = (...shares: readonly AccessShare[]) => grown({ shares: [shareOf('/A')] }, { shares });

describe('what more people reach than before', () => {
  it('grows by a share that was added, with one, a group, somebody outside, or anyone', () => {
    const before = shareOf('/A');
    expect(added(before)).toEqual([]);
    expect(added(before, shareOf('/A', { recipient: 'denis' }))).toEqual(['/A +1 people']);
    expect(added(before, groupShareOf('/A', 'sound'))).toEqual(['/A +1 groupShare sound']);
    expect(added(before, shareOf('/A', { type: 'mail', recipient: 'x@out.example' }))).toEqual([
      '/A +1 people',
    ]);
    expect(added(before, linkOf('/A'))).toEqual(['/A +0 anyone link']);
  });

  it('grows by a group that has grown', () => {
    const shares = [groupShareOf('/A', 'sound')];
    expect(grown({ shares }, { shares, people: AFTER })).toEqual(['/A +1 groupGrew sound']);
  });

  it('names the way that brought most, a link before all others', () => {
    const more = [groupShareOf('/A', 'sound'), shareOf('/A', { recipient: 'denis' })];
    const many = people({ anna: [], bruno: ['sound'], chloe: ['sound'], elsa: ['sound'], denis: [] });
    const facts = { shares: [shareOf('/A'), ...more], people: many };
    expect(grown({ shares: [shareOf('/A')], people: many }, facts)).toEqual(['/A +3 groupShare sound']);
    expect(added(shareOf('/A'), ...more, linkOf('/A'))).toEqual(['/A +2 anyone link']);
  });

  it('grows by no account that the earlier run did not know', () => {
    const joined = people({ ...{ anna: [], bruno: ['sound'], chloe: ['sound'], new: ['sound'] } });
    const shares = [groupShareOf('/A', 'sound')];
    expect(grown({ shares }, { shares, people: joined })).toEqual([]);
  });

  it('grows by nothing that was not read in both runs', () => {
    const unread = BEFORE.map((one) => (one.id === 'anna' ? { ...one, isRead: false } : one));
    expect(grown({ people: unread }, { shares: [linkOf('/A')] })).toEqual([]);
    expect(grown({}, { people: unread, shares: [linkOf('/A')] })).toEqual([]);
  });

  it('grows by nobody who reached it another way, nor by who is disabled', () => {
    const whole = groupShareOf('/', 'sound');
    expect(grown({ shares: [whole] }, { shares: [whole, shareOf('/A')] })).toEqual([]);
    expect(grown({ shares: [linkOf('/')] }, { shares: [linkOf('/'), linkOf('/A')] })).toEqual([]);
    const disabled = BEFORE.map((one) => (one.id === 'denis' ? { ...one, enabled: false } : one));
    const shares = [shareOf('/A', { recipient: 'denis' })];
    expect(grown({ people: disabled }, { people: disabled, shares })).toEqual([]);
    expect(grown({ people: disabled, shares }, { shares })).toEqual([]);
  });

  it('grows where something is shared, and not in all that lies below', () => {
    const before = [shareOf('/A'), shareOf('/A/B')];
    const more = shareOf('/A', { recipient: 'denis' });
    expect(grown({ shares: before }, { shares: [...before, more] })).toEqual(['/A +1 people']);
  });

  it('grows by what is seen: not by a drop, but where a drop came to show what is in it', () => {
    const drop = linkOf('/A', { permissions: ['create'] });
    expect(grown({}, { shares: [drop] })).toEqual([]);
    expect(grown({ shares: [drop] }, { shares: [linkOf('/A')] })).toEqual(['/A +0 anyone link']);
    const over = linkOf('/A', { expires: '2026-11-01' });
    expect(grown({ shares: [over] }, { shares: [over] })).toEqual([]);
    expect(grown({ shares: [over] }, { shares: [linkOf('/A')] })).toEqual(['/A +0 anyone link']);
  });

  it('grows by nobody in circles and conversations, of whom nothing is known', () => {
    const circle = shareOf('/A', { type: 'circle', recipient: 'c1' });
    expect(grown({}, { shares: [circle] })).toEqual([]);
  });
});
