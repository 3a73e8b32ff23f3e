import { describe, expect, it } from 'vitest';
import { accessModel } from '../../src/access/model.ts';
import type { AccessFacts, AccessShare } from '../../src/access/types.ts';
import { widerFolders } from '../../src/access/wider.ts';
import { fileId, groupId, memberId } from '../../src/model/ids.ts';
import { factsOf, groupShareOf, linkOf, people, shareOf } from '../checks/access-facts.ts';

const PEOPLE = people({ anna: [], bruno: ['sound'], chloe: ['sound'], denis: [] });
const EDIT = ['read', 'update', 'create', 'delete'] as const;

/** Each as `sub-folder < folder: how many see more, and by a share with whom`. */
function wider(shares: readonly AccessShare[], changes: Partial<AccessFacts> = {}): readonly string[] {
  return widerFolders(accessModel(factsOf({ people: PEOPLE, shares, ...changes }))).map(
    ({ thing, above, people: more, anyone, share }) =>
      `${thing.path} < ${above.path}: ${more}${anyone ? ' anyone' : ''} by ${share.recipient ?? share.type}`,
  );
}

describe('folders that are open wider than their folder', () => {
  it('are those that somebody sees who does not see the nearest shared folder above', () => {
    expect(wider([shareOf('/A'), shareOf('/A/deep/B', { recipient: 'denis' })])).toEqual([
      '/A/deep/B < /A: 1 by denis',
    ]);
    expect(wider([shareOf('/A'), shareOf('/A/B')])).toEqual([]);
    expect(wider([shareOf('/Other'), shareOf('/A/B', { recipient: 'denis' })])).toEqual([]);
    expect(wider([shareOf('/A'), shareOf('/AB', { recipient: 'denis' })])).toEqual([]);
  });

  it('compare with the nearest folder, to which all above it lead too', () => {
    const shares = [shareOf('/A', { recipient: 'denis' }), shareOf('/A/B'), shareOf('/A/B/C')];
    expect(wider(shares)).toEqual(['/A/B < /A: 1 by bruno']);
  });

  it('or in which somebody may change what above may only be looked at', () => {
    expect(wider([shareOf('/A'), shareOf('/A/B', { permissions: EDIT })])).toEqual(['/A/B < /A: 1 by bruno']);
    expect(wider([shareOf('/A'), shareOf('/A/B', { permissions: ['read', 'share'] })])).toEqual([]);
  });

  it('count the people of groups one by one', () => {
    expect(wider([shareOf('/A'), groupShareOf('/A/B', 'sound')])).toEqual(['/A/B < /A: 1 by sound']);
    expect(wider([groupShareOf('/A', 'sound'), shareOf('/A/B')])).toEqual([]);
    const both = [shareOf('/A'), shareOf('/A', { recipient: 'chloe' }), groupShareOf('/A/B', 'sound')];
    expect(wider(both)).toEqual([]);
  });

  it('are open to anyone where a link is added, or one without password below one with', () => {
    expect(wider([shareOf('/A'), linkOf('/A/B')])).toEqual(['/A/B < /A: 0 anyone by link']);
    expect(wider([linkOf('/A'), linkOf('/A/B')])).toEqual([]);
    expect(wider([linkOf('/A', { hasPassword: true }), linkOf('/A/B')])).toEqual([
      '/A/B < /A: 0 anyone by link',
    ]);
    expect(wider([linkOf('/A'), linkOf('/A/B', { hasPassword: true })])).toEqual([]);
  });

  it('are none below what anyone may open, unless more may be done there', () => {
    expect(wider([linkOf('/A'), shareOf('/A/B')])).toEqual([]);
    expect(wider([linkOf('/A', { hasPassword: true }), shareOf('/A/B')])).toEqual(['/A/B < /A: 1 by bruno']);
    expect(wider([linkOf('/A'), shareOf('/A/B', { permissions: EDIT })])).toEqual(['/A/B < /A: 1 by bruno']);
  });

  it('are none by a drop, by what is over, or by an account that is disabled', () => {
    expect(wider([shareOf('/A'), linkOf('/A/B', { permissions: ['create'] })])).toEqual([]);
    expect(wider([shareOf('/A'), linkOf('/A/B', { expires: '2026-11-22' })])).toEqual([]);
    expect(wider([shareOf('/A'), linkOf('/A/B', { expires: '2026-11-23' })])).toHaveLength(1);
    const disabled = PEOPLE.map((one) => (one.id === 'denis' ? { ...one, enabled: false } : one));
    expect(wider([shareOf('/A'), shareOf('/A/B', { recipient: 'denis' })], { people: disabled })).toEqual([]);
  });

  it('are no files', () => {
    const file = shareOf('/A/b.odt', { recipient: 'denis', isFolder: false });
    expect(wider([shareOf('/A'), file])).toEqual([]);
  });

  it('name nobody who may be among those of whom nothing is known', () => {
    const denis = shareOf('/A/B', { recipient: 'denis' });
    const circle = shareOf('/A', { type: 'circle', recipient: 'c1' });
    expect(wider([circle, denis])).toEqual([]);
    expect(wider([circle, linkOf('/A/B')])).toEqual(['/A/B < /A: 0 anyone by link']);
    // An account outside the audit may be in a group that is known in part.
    const guest = shareOf('/A/B', { recipient: 'guest' });
    const groups = (others: number) => ({ groups: [{ id: groupId('sound'), others }] });
    expect(wider([groupShareOf('/A', 'sound'), guest], groups(1))).toEqual([]);
    expect(wider([groupShareOf('/A', 'sound'), guest], groups(0))).toEqual(['/A/B < /A: 1 by guest']);
    expect(wider([groupShareOf('/A', 'sound'), denis], groups(1))).toEqual(['/A/B < /A: 1 by denis']);
  });

  it('also stand in group folders, where their folder is the group folder', () => {
    const spaces = [
      {
        id: fileId('900'),
        path: '/Commun',
        places: new Map(),
        members: [memberId('anna')],
        groups: [{ id: 'sound', permissions: EDIT }],
        hasRules: false,
      },
    ];
    expect(wider([shareOf('/Commun/B', { recipient: 'denis' })], { spaces })).toEqual(['/B < /: 1 by denis']);
    expect(wider([shareOf('/Commun/B', { recipient: 'chloe' })], { spaces })).toEqual([]);
    const shares = [shareOf('/Commun/B', { recipient: 'denis' })];
    const [found] = widerFolders(accessModel(factsOf({ people: PEOPLE, shares, spaces })));
    expect(found).toMatchObject({ people: 1, abovePath: '/Commun' });
  });

  it('name the share by which the first of them comes', () => {
    const shares = [shareOf('/A'), shareOf('/A/B', { recipient: 'denis' }), linkOf('/A/B')];
    const [found] = widerFolders(accessModel(factsOf({ people: PEOPLE, shares })));
    expect(found?.share).toMatchObject({ type: 'link', path: '/A/B' });
  });
});
