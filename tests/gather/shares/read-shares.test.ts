import { afterEach, describe, expect, it } from 'vitest';
import { boundPerMaker, readShares } from '../../../src/gather/shares/read-shares.ts';
import { memberId } from '../../../src/model/ids.ts';
import { reasonSentence } from '../../../src/model/reasons/sentence.ts';
import { link } from '../../checks/helpers.ts';
import { inWords } from '../../helpers/in-words.ts';
import { meet, partAll } from '../../helpers/met.ts';

afterEach(partAll);

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
  token: 'tokentokentoken',
};
const listOf = (...rows: readonly object[]) => JSON.stringify({ ocs: { meta: {}, data: rows } });

/** Anna's list where a server gives these answers to the whole list and to her own shares. */
async function read(answers: { readonly all: string; readonly own?: string }) {
  const answer = meet(
    (session) => readShares({ ...session, limits: { ...session.limits, rows: 3 } }, memberId('anna'), null),
    (response, { path }) => {
      const body = path.includes('reshares=true') ? answers.all : answers.own;
      // An answer without a word is that of a server that ran out of memory.
      response.writeHead(body === '' ? 500 : 200, { 'Content-Type': 'application/json' }).end(body);
    },
  );
  return (await answer()) as Awaited<ReturnType<typeof readShares>>;
}

describe('shares that others make of somebody’s things', () => {
  it('are bound for each maker, and hide nothing that the owner made', () => {
    const byMallory = Array.from({ length: 85_000 }, () => link({ sharedBy: memberId('mallory') }));
    const byBruno = link({ sharedBy: memberId('bruno') });
    const own = Array.from({ length: 1_500 }, () => link());
    const { shares, lack } = boundPerMaker([...byMallory, byBruno, ...own]);
    const wanted = [...byMallory.slice(0, 1_000), byBruno, ...own];
    expect(shares.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    expect(reasonSentence(lack)).toBe(
      'Of 85000 shares that account “mallory” made of things of account “anna”, the first 1000 were judged.',
    );
    expect(boundPerMaker([...byMallory.slice(0, 1_000), byBruno, ...own]).lack).toEqual([]);
  });

  it('are told apart by whose things they open', () => {
    const of = (owner: string) =>
      Array.from({ length: 600 }, () => link({ owner: memberId(owner), sharedBy: memberId('mallory') }));
    expect(boundPerMaker([...of('anna'), ...of('bruno')])).toMatchObject({ lack: [] });
  });

  it.each([
    ['the server runs out of memory', ''],
    ['it has more rows than we take in', listOf(ROW, ROW, ROW, ROW)],
  ])('cost the owner’s own nothing where %s', async (_, all) => {
    const list = await read({ all, own: listOf(ROW) });
    expect(list.shares.map(({ id }) => id)).toEqual(['7']);
    expect(list.isWhole).toBe(false);
    expect(reasonSentence(list.lack)).toMatch(
      /^The list of shares was too long: only those that this member made were read/,
    );
  });
});

it('a row that cannot be understood is named, and the others are read', async () => {
  const list = await read({ all: listOf({ ...ROW, id: '8', permissions: 'all' }, ROW) });
  expect(list.shares.map(({ id }) => id)).toEqual(['7']);
  expect(list).toMatchObject({ isWhole: true, lack: [] });
  expect(list.lost).toEqual([
    {
      id: '8',
      fields: expect.stringContaining('permissions'),
      reasons: inWords(/^its record cannot be understood: .*permissions/),
    },
  ]);
});
