import { expect, it } from 'vitest';
import { equalOnce } from '../../../../src/app/audit/stages/equal-once.ts';
import { NOTHING_LEFT_OUT, type ReadMember } from '../../../../src/gather/members/member-as-read.ts';
import { memberId } from '../../../../src/model/ids.ts';
import { because } from '../../../../src/model/reasons/reason.ts';
import { member, READ } from '../../../checks/helpers.ts';
import { share } from '../../../store/helpers.ts';

/** As JSON gives it: nothing in it stands twice, not even a text. */
const anew = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function reading(number: number, trashBytes = 0): { readonly read: ReadMember; readonly entries: null } {
  const [id, other] = [memberId(`member.${number}`), memberId(`member.${number + 1}`)];
  const read: ReadMember = {
    ...{ member: member({ id }), coverage: READ, right: 'own', sharesLeftOut: NOTHING_LEFT_OUT },
    totals: { bytes: number, files: 1, folders: 0 },
    trash: { value: { bytes: trashBytes, ownBytes: trashBytes } },
    shares: { value: [share(`${number}`, { owner: id, sharedBy: id, recipient: other })] },
  };
  return anew({ read, entries: null });
}

it('keeps every value, however many there are', () => {
  const once = equalOnce();
  for (let number = 0; number < 2_500; number++)
    expect(once(reading(number, number))).toEqual(reading(number, number));
});

it('keeps what is missing, and why', () => {
  const missing = [because('tree.unread')];
  const read: ReadMember = { ...reading(1).read, shares: { missing }, trash: { missing } };
  expect(equalOnce()({ read })).toEqual({ read });
});

it('gives what two members have equal as one, and what they have not as two', () => {
  const once = equalOnce();
  const [one, other, third] = [once(reading(1)).read, once(reading(2)).read, once(reading(3, 7)).read];
  expect(other.coverage).toBe(one.coverage);
  expect(other.sharesLeftOut).toBe(one.sharesLeftOut);
  expect(other.trash).toBe(one.trash);
  expect(third.trash).toEqual({ value: { bytes: 7, ownBytes: 7 } });
  expect(other.member.quota).toBe(one.member.quota);
  expect(other.member.id).not.toBe(one.member.id);
});
