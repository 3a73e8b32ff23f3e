import { expect, it } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import { wholeResult } from '../../../src/model/long-result.ts';
import { blankNames } from '../../../src/store/forget/blank-names.ts';
import { leaveOut } from '../../../src/store/forget/leave-out.ts';
import { result, resultMember, resultSpace } from '../helpers.ts';

const reached = { files: 1, bytes: 100 };
const none = { files: 0, bytes: 0 };
const reach = { owner: reached, colleagues: none, named: none, anyone: none };
const run = result({
  members: [resultMember('anna', { reach }), resultMember('bob', { reach })],
  spaces: [
    resultSpace('/Pôle/Comptes', {
      members: ['anna', 'bob'],
      places: [
        { member: 'anna', path: '/Travail/secret/Comptes (2)' },
        { member: 'bob', path: '/Bob/Comptes' },
      ],
    }),
  ],
});

it('where a space stands in the tree of who took access back is blanked but for its name', () => {
  const [space] = blankNames(run, memberId('anna')).spaces;
  expect(space?.places).toEqual([
    { member: 'anna', path: '/…/Comptes (2)' },
    { member: 'bob', path: '/Bob/Comptes' },
  ]);
});

it('who leaves during a run is not read: no files by who reaches them, in no space', async () => {
  const outcome = await leaveOut({ result: run, judged: [] }, async () => [memberId('anna')]);
  const left = wholeResult(outcome.result);
  expect(left.members.map(({ id, reach }) => [id, reach])).toEqual([
    ['anna', null],
    ['bob', reach],
  ]);
  expect(left.spaces.map(({ members, places }) => [members, places])).toEqual([
    [['bob'], [{ member: 'bob', path: '/Bob/Comptes' }]],
  ]);
});
