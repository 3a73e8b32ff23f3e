import { afterEach, describe, expect, it } from 'vitest';
import { isWhole } from '../../src/gather/inventory/absent.ts';
import { dateReader } from '../../src/nextcloud/dav/date.ts';
import { listAccounts } from '../../src/nextcloud/ocs/accounts.ts';
import { listShares } from '../../src/nextcloud/ocs/share-list.ts';
import { readShareRow } from '../../src/nextcloud/ocs/share-record.ts';
import { meet, partAll } from '../helpers/met.ts';

afterEach(partAll);

const ROW = {
  id: 7,
  share_type: 3,
  uid_owner: 'anna',
  uid_file_owner: 'anna',
  path: '/Photos',
  item_type: 'folder',
  file_source: 12,
  permissions: 1,
  stime: 1_700_000_000,
  share_with: null,
  password: null,
};

/** The shares of a list as a server answers it. */
async function sharesOf(text: string) {
  const answer = meet(listShares, (response) =>
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(text),
  );
  return (await answer()) as Awaited<ReturnType<typeof listShares>>;
}

/** The accounts of a list whose first page has these users. */
async function accountsOf(users: unknown) {
  const answer = meet(listAccounts, (response, { path }) => {
    const data = { users: path.includes('offset=0') ? users : [] };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify({ ocs: { data } }));
  });
  return (await answer()) as Awaited<ReturnType<typeof listAccounts>>;
}

describe('a list of shares', () => {
  it.each([
    ['with a mark of its encoding', `\uFEFF${JSON.stringify({ ocs: { data: [ROW] } })}`],
    ['that PHP wrote as an object', JSON.stringify({ ocs: { data: { 1: ROW } } })],
  ])('%s is read', async (_, text) => {
    expect(await sharesOf(text)).toMatchObject({ shares: [{ id: '7', type: 'link' }], odd: [] });
  });

  it('costs one row where one of its rows is nothing', async () => {
    const text = JSON.stringify({ ocs: { data: { 0: null, 1: ROW } } });
    expect(await sharesOf(text)).toMatchObject({ shares: [{ id: '7' }], odd: [{ id: null, fields: 'row' }] });
  });
});

describe('a share', () => {
  const shareOf = (changes: object) => {
    const row = readShareRow({ ...ROW, ...changes });
    return 'share' in row ? row.share : row;
  };

  it('is the same whether its numbers come as numbers or as text', () => {
    const texts = { id: '7', share_type: '3', file_source: '12', permissions: '1', stime: '1700000000' };
    expect(shareOf(texts)).toEqual(shareOf({}));
  });

  it.each([
    ['1', true],
    ['0', false],
    [1, true],
    [true, true],
    [null, false],
  ])('with hide_download %j hides it: %s', (given, hideDownload) => {
    expect(shareOf({ hide_download: given })).toMatchObject({ hideDownload, unread: [] });
  });

  it.each([0, 1, 9])('of type %i with nobody is not understood, and named', (type) => {
    expect(readShareRow({ ...ROW, share_type: type, share_with: null })).toEqual({
      odd: 'share_with',
      id: '7',
    });
  });

  it('made at the second 0 has an unknown day, not one in 1970', () => {
    expect(shareOf({ stime: 0 })).toMatchObject({ createdAt: null, unread: ['createdAt'] });
  });

  it.each([
    ['an object', '{"1":{"scope":"permissions","key":"download","value":false}}', true],
    ['null', 'null', false],
  ])('has the attributes that PHP wrote as %s', (_, attributes, viewOnly) => {
    expect(shareOf({ attributes })).toMatchObject({ viewOnly, unread: [], unknownTraits: [] });
  });
});

describe('a list of accounts', () => {
  const ANNA = { id: 'anna', enabled: true, groups: ['coop'], lastLogin: 1_700_000_000_000 };

  it('that comes as a list is read as the object that it should be', async () => {
    const { records, odd } = await accountsOf([ANNA, { ...ANNA, id: 'bob' }]);
    expect(records.map(({ id }) => id)).toEqual(['anna', 'bob']);
    expect(odd).toEqual([]);
  });

  it('is read with texts for true and false, and with groups as an object', async () => {
    const { records } = await accountsOf({ anna: { ...ANNA, enabled: 'false', groups: { 2: 'coop' } } });
    expect(records).toMatchObject([{ enabled: false, groups: ['coop'] }]);
  });

  it('takes a last login below 0 for unknown, not for never', async () => {
    const { records, odd } = await accountsOf({ anna: { ...ANNA, lastLogin: -1 } });
    expect(records[0]?.lastLogin).toBeUndefined();
    expect(odd).toMatchObject([{ name: 'anna', fields: ['lastLogin'] }]);
  });

  it('says nothing of an account that comes without its groups', async () => {
    const { groups: _, ...bare } = ANNA;
    const { records } = await accountsOf({ anna: bare });
    expect(records.map(isWhole)).toEqual([false]);
  });
});

it('A date in the form of ISO 8601 is a date; one without a day or a zone is none', () => {
  const read = dateReader();
  expect(read('2026-01-02T03:04:05Z')).toBe(Date.UTC(2026, 0, 2, 3, 4, 5));
  for (const text of ['2026-01-02', '2026-02-31T00:00:00Z', '2026-01-02T03:04:05'])
    expect(read(text)).toBeNull();
});
