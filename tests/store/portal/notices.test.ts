import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../../src/store/open.ts';
import type { NewNotice } from '../../../src/store/portal/portal-store.ts';
import type { Store } from '../../../src/store/store.ts';
import { ANNA, newLocation } from '../helpers.ts';

let store: Store;
beforeEach(async () => {
  store = await openStore(newLocation());
});
afterEach(() => store.close());

const INVITATION: NewNotice = {
  kind: 'invitation',
  member: ANNA,
  recipient: null,
  key: 'invitation:1',
  params: { reminder: 0, round: 1 },
  dueAt: 100,
};

it('queues a key once, and gives out what is due', async () => {
  const { notices } = store.portal;
  const later = { ...INVITATION, key: 'invitation:2', params: { reminder: 1, round: 1 }, dueAt: 200 };
  expect(await notices.queue([INVITATION, later])).toBe(2);
  expect(await notices.queue([INVITATION])).toBe(0);
  expect((await notices.due(150, 150)).map(({ key }) => key)).toEqual(['invitation:1']);
  expect((await notices.due(200, 200)).map(({ params }) => params)).toEqual([
    { reminder: 0, round: 1 },
    { reminder: 1, round: 1 },
  ]);
});

it('lets one process alone take a notice', async () => {
  const { notices } = store.portal;
  await notices.queue([INVITATION]);
  const [{ id } = { id: '' }] = await notices.due(100, 100);
  const taken = { state: 'handing-over', at: 110, reply: null } as const;
  expect(await notices.mark(id, 'queued', taken)).toBe(true);
  expect(await notices.mark(id, 'queued', taken)).toBe(false);
  expect(await notices.due(1_000, 1_000)).toEqual([]);
  expect(await notices.settleInterrupted(110)).toEqual([]);
  expect((await notices.settleInterrupted(111)).map(({ key }) => key)).toEqual(['invitation:1']);
  expect(await notices.list(ANNA)).toMatchObject([{ state: 'doubtful', attempts: 1 }]);
});

it('puts off what was deferred, and drops what is not wanted any more', async () => {
  const { notices } = store.portal;
  await notices.queue([INVITATION]);
  const [{ id } = { id: '' }] = await notices.due(100, 100);
  await notices.mark(id, 'queued', { state: 'deferred', at: 110, reply: '421 later' });
  expect(await notices.due(169, 109)).toEqual([]);
  expect(await notices.due(170, 110)).toMatchObject([{ lastReply: '421 later', attempts: 0 }]);
  await notices.postpone(id, 500);
  expect(await notices.due(499, 499)).toEqual([]);
  await notices.drop(id);
  expect(await notices.list()).toEqual([]);
});
