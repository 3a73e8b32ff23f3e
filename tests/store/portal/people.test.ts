import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { ANNA, BOB, newLocation } from '../helpers.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore(newLocation());
});
afterEach(() => store.close());

it('knows somebody of whom nothing is noted by the defaults, and notes nothing by looking', async () => {
  const { people } = store.portal;
  expect(await people.get(ANNA)).toMatchObject({ member: 'anna', round: 0, every: 1, language: null });
  expect(await people.list()).toEqual([]);
});

it('counts the mails of one invitation, and begins anew', async () => {
  const { people } = store.portal;
  await people.invite(ANNA, 10);
  await people.noteInvitation(ANNA, 11);
  await people.noteInvitation(ANNA, 25);
  await people.setDeclined(ANNA, 30);
  expect(await people.get(ANNA)).toMatchObject({
    ...{ round: 1, invitedAt: 10, invitations: 2, lastInvitedAt: 25, declinedAt: 30 },
  });
  expect(await people.invite(ANNA, 40)).toMatchObject({
    ...{ round: 2, invitedAt: 40, invitations: 0, lastInvitedAt: null, declinedAt: null },
  });
});

it('keeps how often a person wants mails, and in which language', async () => {
  const { people } = store.portal;
  await people.setMails(ANNA, { every: 'never', language: 'de' });
  await people.setMails(BOB, { every: 3, language: null });
  expect((await people.list()).map(({ every, language }) => [every, language])).toEqual([
    ['never', 'de'],
    [3, null],
  ]);
});

it('knows who is never to be invited again, without the name', async () => {
  const { people } = store.portal;
  expect(await people.isBarred(ANNA)).toBe(false);
  await store.portal.withdrawals.erase({ member: ANNA, at: 1, sealedKey: null, until: null });
  expect([await people.isBarred(ANNA), await people.isBarred(BOB)]).toEqual([true, false]);
  expect(await people.list()).toEqual([]);
});
