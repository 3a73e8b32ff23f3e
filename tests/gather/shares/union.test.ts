import { describe, expect, it } from 'vitest';
import { shortfallOf } from '../../../src/gather/shares/complete.ts';
import { unionOfShares } from '../../../src/gather/shares/union.ts';
import { fileId, memberId, shareId } from '../../../src/model/ids.ts';
import type { Share } from '../../../src/model/share.ts';
import { inWords } from '../../helpers/in-words.ts';

const anna = memberId('anna');
const bob = memberId('bob');

function share(id: string, more: Partial<Share> = {}): Share {
  return {
    id: shareId(id),
    type: 'link',
    owner: anna,
    sharedBy: bob,
    path: '/from anna',
    fileId: fileId('5'),
    isFolder: true,
    permissions: ['read'],
    hasPassword: false,
    expires: null,
    lastDay: null,
    createdAt: 0,
    recipient: null,
    label: '',
    note: false,
    hideDownload: false,
    pathKnown: true,
    fileRequest: false,
    recipients: [],
    viewOnly: false,
    unread: [],
    unknownTraits: [],
    tokenLength: 15,
    tokenHash: null,
    ...more,
  };
}

describe('the shares of all', () => {
  it('hold a share once, with the path of its owner, whoever was read first', () => {
    const mine = share('1');
    const his = share('1', { path: '/received' });
    expect(
      unionOfShares(
        new Map([
          [bob, [his]],
          [anna, [mine]],
        ]),
      ),
    ).toEqual([mine]);
    expect(
      unionOfShares(
        new Map([
          [anna, [mine]],
          [bob, [his]],
        ]),
      ),
    ).toEqual([mine]);
  });
  it('keep the maker’s view where the owner was not read', () => {
    const his = share('1', { path: '/received' });
    expect(unionOfShares(new Map([[bob, [his]]]))).toEqual([his]);
  });
  it('have the token that the maker alone was given, whoever was read first', () => {
    const mine = share('1', { tokenLength: null });
    const his = share('1', { path: '/received' });
    const both = [[anna, [mine]] as const, [bob, [his]] as const];
    for (const lists of [both, both.toReversed()])
      expect(unionOfShares(new Map(lists))).toEqual([{ ...mine, tokenLength: 15 }]);
  });
  it('tell types apart that have the same id', () => {
    expect(unionOfShares(new Map([[anna, [share('1'), share('1', { type: 'mail' })]]]))).toHaveLength(2);
  });
});

describe('the server’s count', () => {
  it('tells which shares the members’ lists lack', () => {
    const shares = [share('1'), share('2', { type: 'mail' })];
    expect(shortfallOf({ link: 3, mail: 1, user: 2 }, shares)).toEqual(
      inWords(/^Not all shares that the server counts were read: links 1 of 3, with members 0 of 2\.$/),
    );
    expect(shortfallOf({ link: 0, mail: 1 }, shares)).toBeNull();
  });
});
