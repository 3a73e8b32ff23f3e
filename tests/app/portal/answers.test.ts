import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  acceptAnswer,
  closeMessage,
  newAnswerId,
  openAnswers,
  openMessages,
  refuseAnswer,
  undoAnswer,
} from '../../../src/app/portal/answers.ts';
import { decideOnEntry } from '../../../src/app/portal/team/register.ts';
import { entryId, fileId, memberId } from '../../../src/model/ids.ts';
import type { Answer } from '../../../src/model/portal/answer.ts';
import { newEntry } from '../../../src/model/register/entry.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { ANNA, BOB, storePath } from '../../store/helpers.ts';

const ADMIN = memberId('odalie');
const NOW = Date.UTC(2026, 10, 23, 9);
const ZONE = 'Europe/Paris';

let store: Store;
beforeEach(async () => {
  store = await openStore(storePath());
});
afterEach(() => store.close());

function answer(parts: Partial<Answer> = {}): Answer {
  return {
    ...{ id: newAnswerId(), member: ANNA, thing: 'file:7', path: '/Devis', isFolder: true },
    ...{ fileId: fileId('7'), shares: [], reason: 'Devis types', licence: null, isProposed: false },
    ...{ until: '2027-05-23', givenAt: NOW, by: 'link', decision: 'waiting', decidedBy: null },
    ...{ decidedAt: null, refusal: null, end: null, endedAt: null },
    ...parts,
  };
}
const open = async () => (await openAnswers(store, NOW, ZONE)).map(({ thing }) => thing);

it('waits for an admin until one decides, and tells the member once', async () => {
  const [first, second] = [answer(), answer({ thing: 'file:8', fileId: fileId('8') })];
  await store.portal.answers.add(first);
  await store.portal.answers.add(second);
  expect(await open()).toEqual(['file:7', 'file:8']);
  expect(await acceptAnswer(store, first.id, ADMIN, NOW + 1)).toMatchObject({
    decision: 'accepted',
    end: null,
  });
  const refused = await refuseAnswer(store, second.id, ADMIN, NOW + 2, 'Les devis contiennent des noms.');
  expect(refused).toMatchObject({
    decision: 'refused',
    end: 'refused',
    refusal: 'Les devis contiennent des noms.',
  });
  expect(await open()).toEqual([]);
  expect(await refuseAnswer(store, first.id, ADMIN, NOW + 3, 'Trop tard')).toBeNull();
  const notices = await store.portal.notices.list(ANNA);
  expect(notices.map(({ kind, params }) => [kind, params])).toEqual([
    ['answer-decided', { answer: second.id }],
    ['answer-decided', { answer: first.id }],
  ]);
  const journal = await store.portal.journal.of(ANNA);
  expect(journal.map(({ event, actor }) => [event, actor?.member])).toEqual([
    ['keep-refused', ADMIN],
    ['keep-accepted', ADMIN],
  ]);
});

it('lets a newer answer replace an earlier one of the same thing', async () => {
  const [first, second] = [answer(), answer({ givenAt: NOW + 1, until: '2027-02-23' })];
  await store.portal.answers.add(first);
  await store.portal.answers.add(second);
  const ends = (await store.portal.answers.list(ANNA)).map(({ end }) => end);
  expect(ends).toEqual(['replaced', null]);
});

it('lets nobody else take an answer back', async () => {
  const given = answer();
  await store.portal.answers.add(given);
  expect(await undoAnswer(store, given.id, BOB, NOW)).toBeNull();
  expect(await undoAnswer(store, given.id, ANNA, NOW)).toMatchObject({ end: 'undone' });
  expect(await undoAnswer(store, given.id, ANNA, NOW)).toBeNull();
});

it('forgets an answer that is over', async () => {
  await store.portal.answers.add(answer({ until: '2026-11-22' }));
  expect(await open()).toEqual([]);
});

it('closes a message once, by whoever looks after it', async () => {
  const message = {
    ...{ id: newAnswerId(), member: ANNA, thing: 'file:7', path: null, text: 'Pas à moi' },
    ...{ antenna: 'Tours', sentAt: NOW, closedAt: null, closedBy: null },
  };
  await store.portal.messages.add(message);
  expect(await openMessages(store, 'Lyon')).toEqual([]);
  expect(await openMessages(store, 'Tours')).toEqual([message]);
  const by = { role: 'referent' as const, member: BOB };
  expect(await closeMessage(store, message.id, by, NOW + 5)).toMatchObject({ closedBy: BOB });
  expect(await closeMessage(store, message.id, by, NOW + 6)).toBeNull();
  expect(await openMessages(store)).toEqual([]);
});

/** An answer that waits, and its proposal to the register. */
async function proposed(thing: Answer['thing']): Promise<Answer> {
  const waiting = answer({ thing, isProposed: true });
  await store.portal.answers.add(waiting);
  await store.register.add(
    newEntry({
      ...{ id: entryId(waiting.id), origin: 'proposed', createdAt: NOW, proposedBy: ANNA, state: 'proposed' },
      ...{ purpose: waiting.reason, until: waiting.until },
    }),
  );
  return waiting;
}

it('is settled by a word on its proposal to the register, and the other way round', async () => {
  const deciding = { admin: ADMIN, now: NOW + 1, zone: ZONE };
  const stateOf = async ({ id }: Answer) => (await store.register.get(entryId(id)))?.state;
  const [one, two] = [await proposed('file:1'), await proposed('file:2')];
  const [three, four] = [await proposed('file:3'), await proposed('file:4')];
  await decideOnEntry(store, entryId(one.id), { act: 'accept' }, deciding);
  await decideOnEntry(store, entryId(two.id), { act: 'refuse', reason: 'Trop de noms.' }, deciding);
  await acceptAnswer(store, three.id, ADMIN, NOW + 1);
  await refuseAnswer(store, four.id, ADMIN, NOW + 1, 'Trop de noms.');
  expect(await open()).toEqual([]);
  const answers = await store.portal.answers.list(ANNA);
  const decisions = [one, two, three, four].map(({ id }) => answers.find((it) => it.id === id)?.decision);
  expect(decisions).toEqual(['accepted', 'refused', 'accepted', 'refused']);
  expect([await stateOf(one), await stateOf(two)]).toEqual(['accepted', 'refused']);
  expect([await stateOf(three), await stateOf(four)]).toEqual(['accepted', 'refused']);
});
