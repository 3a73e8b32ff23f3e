import { describe, expect, it } from 'vitest';
import { linkNotRegistered } from '../../../src/checks/sharing/link-not-registered.ts';
import { tokenHash } from '../../../src/model/ids.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import type { Share } from '../../../src/model/share.ts';
import { blockedBy, draftsOf, judge, link, share } from '../helpers.ts';

const hash = tokenHash('k.abc');
const open = (path: string, parts: Partial<Share> = {}) => link({ path, tokenHash: hash, ...parts });
const group = share({ type: 'group', recipient: 'CAPE', path: '/Commun' });
const placesOf = (shares: readonly Share[], more: object = {}) =>
  draftsOf(linkNotRegistered, { evidence: { shares, groupFolders: ['/Équipe'] }, ...more }).map(
    ({ subject, actual }) => [subject.path, actual['place']],
  );

describe('link-not-registered', () => {
  it('finds links on collective places: group folders, what is shared with a group, and all that lies in it', () => {
    expect(
      placesOf([group, open('/Équipe'), open('/Équipe/a.pdf'), open('/Commun'), open('/Commun/x/b.pdf')]),
    ).toEqual([
      ['/Équipe', 'groupFolder'],
      ['/Équipe/a.pdf', 'groupFolder'],
      ['/Commun', 'shared'],
      ['/Commun/x/b.pdf', 'shared'],
    ]);
  });

  it('leaves personal places alone', () => {
    const shared = share({ path: '/Privé', recipient: 'bruno' });
    expect(placesOf([group, shared, open('/Privé/a'), open('/Communs'), open('/')])).toEqual([]);
  });

  it('takes for collective what its options name', () => {
    const options = { folders: ['/Public/**'], sharedWith: [] };
    expect(placesOf([group, open('/Public/a'), open('/Commun/a')], { options })).toEqual([
      ['/Public/a', 'named'],
    ]);
    expect(placesOf([open('/a')], { options: { accounts: ['anna'] } })).toEqual([['/a', 'named']]);
    expect(placesOf([open('/a')], { options: { accounts: ['bruno'] } })).toEqual([]);
  });

  it('says nothing of links that are in the register, by their token or, without one, their file', () => {
    const shares = [open('/Équipe/a')];
    const by = (registered: object) =>
      draftsOf(linkNotRegistered, {
        evidence: {
          shares,
          groupFolders: ['/Équipe'],
          registered: { tokens: new Set(), files: new Set(), ...registered },
        },
      });
    expect(by({ tokens: new Set([hash]) })).toEqual([]);
    expect(by({ files: new Set(['7']) })).toEqual([]);
    expect(by({ tokens: new Set([tokenHash('k.other')]) })).toHaveLength(1);
  });

  it('judges no link whose token or place is not known, and names it', () => {
    const [untold, lost] = [
      open('/Équipe/a', { tokenLength: null, tokenHash: null }),
      open('/b', { pathKnown: false }),
    ];
    expect(
      judge(linkNotRegistered, { evidence: { shares: [untold, lost], groupFolders: ['/Équipe'] } }),
    ).toMatchObject({
      drafts: [],
      unjudged: [{ id: untold.id }, { id: lost.id }],
    });
  });

  it('is not run without a register, and says why', () => {
    expect(blockedBy(linkNotRegistered, { setting: { registerLack: because('register.none') } })).toMatch(
      /There is no register/,
    );
    expect(blockedBy(linkNotRegistered)).toBeNull();
  });
});
