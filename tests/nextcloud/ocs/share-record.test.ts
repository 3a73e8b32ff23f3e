import { describe, expect, it } from 'vitest';
import { readShareRow } from '../../../src/nextcloud/ocs/share-record.ts';

const ROW = {
  id: '7',
  share_type: 3,
  uid_owner: 'anna',
  uid_file_owner: 'anna',
  path: '/Photos',
  item_type: 'folder',
  file_source: 12,
  permissions: 1,
  stime: 1_700_000_000,
  expiration: null,
  share_with: null,
  password: null,
  token: 'tokentokentoken',
  attributes: null,
};

function attribute(scope: string, key: string, value: unknown) {
  return { scope, key, value };
}

/** The share of a row like the one above. */
function shareOf(changes: object) {
  const row = readShareRow({ ...ROW, ...changes });
  if (!('share' in row)) throw new Error(JSON.stringify(row));
  return row.share;
}

const NOBODY = { share_type: 4, share_with: '', permissions: 4 };

describe('a file request', () => {
  it.each([
    ['by its attribute', [attribute('fileRequest', 'enabled', true)], []],
    [
      'with its addresses',
      [
        attribute('fileRequest', 'enabled', true),
        attribute('shareWith', 'emails', ['a@x.example', 'b@y.example']),
      ],
      ['a@x.example', 'b@y.example'],
    ],
    ['that names nobody and lets nobody read', [], []],
  ])('is known %s', (_, attributes, recipients) => {
    expect(shareOf({ ...NOBODY, attributes: JSON.stringify(attributes) })).toMatchObject({
      type: 'mail',
      fileRequest: true,
      recipient: null,
      recipients,
      tokenLength: 15,
      unknownTraits: [],
    });
  });

  it('is none where a person is written to, or the attribute says no', () => {
    const person = { ...NOBODY, share_with: 'client@x.example', permissions: 1 };
    for (const value of [false, null]) {
      const attributes = JSON.stringify([attribute('fileRequest', 'enabled', value)]);
      expect(shareOf({ ...person, attributes })).toMatchObject({
        type: 'mail',
        fileRequest: false,
        recipient: 'client@x.example',
      });
    }
  });
});

describe('what was never seen before', () => {
  it.each([
    ['a type', { share_type: 99 }, 'type 99'],
    ['a right', { share_type: 0, share_with: 'bob', permissions: 64 }, 'permissions 64'],
    ['a mail share to nobody that can be read', { ...NOBODY, permissions: 1 }, 'mail without recipient'],
    [
      'an attribute of a share with a person',
      { share_type: 0, share_with: 'bob', attributes: JSON.stringify([attribute('x', 'y', 1)]) },
      'attribute x/y',
    ],
    ['attributes that are no JSON', { share_type: 1, share_with: 'coop', attributes: '{' }, 'attributes'],
  ])('is another kind of share: %s', (_, changes, trait) => {
    expect(shareOf(changes)).toMatchObject({ type: 'other', unknownTraits: [trait] });
  });

  it('leaves a public link one, which is open in any case, and is named', () => {
    const attributes = JSON.stringify([attribute('x', 'y', 1)]);
    expect(shareOf({ attributes })).toMatchObject({ type: 'link', unknownTraits: ['attribute x/y'] });
  });

  it('is not a way to display a folder', () => {
    const attributes = JSON.stringify([attribute('config', 'grid_view', true)]);
    expect(shareOf({ attributes })).toMatchObject({ type: 'link', unknownTraits: [] });
  });
});

describe('the right to download', () => {
  it.each([
    [[{ scope: 'permissions', key: 'download', value: false }], true],
    [[{ scope: 'permissions', key: 'download', enabled: false }], true],
    [[{ scope: 'permissions', key: 'download', value: true }], false],
    [[], false],
  ])('of %j makes it view only: %s', (attributes, viewOnly) => {
    expect(shareOf({ attributes: JSON.stringify(attributes) })).toMatchObject({ viewOnly, type: 'link' });
  });
});

describe('what 34 keeps to itself', () => {
  it.each([
    ['the password of a link', { password: 'redacted', share_with: 'redacted' }, { hasPassword: true }],
    ['a password that is not there', { password: null, share_with: null }, { hasPassword: false }],
    ['token and address of a link', { token: null, url: null }, { tokenLength: null, recipient: null }],
    ['both, not even named', { token: undefined, url: undefined }, { tokenLength: null }],
  ])('is no fault of its record: %s', (_, changes, expected) => {
    expect(shareOf(changes)).toMatchObject({ id: '7', type: 'link', unread: [], ...expected });
  });
});

describe('a field that cannot be read', () => {
  it.each([
    ['the year 11026', { expiration: '11026-01-01 00:00:00' }, { expires: null, unread: ['expires'] }],
    ['a day that is none', { expiration: '2026-02-30 00:00:00' }, { expires: null, unread: ['expires'] }],
    ['microseconds', { stime: 1_700_000_000_000_000 }, { createdAt: null, unread: ['createdAt'] }],
    ['no day at all', { stime: null }, { createdAt: null, unread: ['createdAt'] }],
    ['no word of a password', { password: undefined, share_with: undefined }, { unread: ['password'] }],
    ['a password twice null', { password: null, share_with: null }, { hasPassword: false, unread: [] }],
    ['an older record', { password: undefined, share_with: null }, { hasPassword: false, unread: [] }],
    ['a label that is a list', { label: ['x'] }, { label: '', unread: ['label'] }],
  ])('is unknown for that share alone: %s', (_, changes, expected) => {
    expect(shareOf(changes)).toMatchObject({ id: '7', type: 'link', ...expected });
  });
});
