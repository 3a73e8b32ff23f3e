import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reportInput } from '../../../src/app/report/input.ts';
import { ownMessages } from '../../../src/app/report/locales.ts';
import { configOf } from '../../../src/cli/config.ts';
import { runId } from '../../../src/model/ids.ts';
import { openStore } from '../../../src/store/open.ts';
import { openOffice } from '../../helpers/office.ts';

it('tells of no waiting mail that a sending has no reason for any more, and of every refused one', async () => {
  const office = await openOffice([]);
  const store = await openStore(join(office.folder, 'menage.db'));
  const people = ['anna', 'chloe', 'denis', 'eve', 'fanny'];
  await store.outbox.queue(
    people.map((who) => ({
      ...{ run: runId(1), period: '2026-11', key: `member:${who}` },
      ...{ recipient: `${who}@coop.example`, messageId: `${who}.2026-11` },
    })),
  );
  const [anna, , , eve, fanny] = await store.outbox.list('2026-11');
  for (const one of [anna, eve]) await store.outbox.mark(one?.id ?? 0, 'deferred', 1, 'later');
  await store.outbox.mark(fanny?.id ?? 0, 'refused', 1, 'no');
  const { delivery } = await reportInput(store, configOf(office.context), ownMessages);
  expect(delivery?.undelivered).toEqual([
    { member: 'anna', state: 'deferred', reply: 'later' },
    { member: 'chloe', state: 'queued', reply: null },
    { member: 'fanny', state: 'refused', reply: 'no' },
  ]);
  await store.close();
  office.leave();
});
