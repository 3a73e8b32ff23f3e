import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memberId, type RunId } from '../../src/model/ids.ts';
import type { DeliveryKey } from '../../src/model/mail.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { newLocation } from './helpers.ts';

let store: Store;
let run: RunId;
beforeAll(async () => {
  store = await openStore(newLocation());
  run = await store.runs.start(1);
});
afterAll(() => store.close());

const mail = (key: DeliveryKey, period = '2026-11', messageId = `<${key}@coop>`) => ({
  run,
  period,
  key,
  recipient: `${key}@coop.example`,
  messageId,
});

describe('the outbox', () => {
  it('queues what a period lacks; what is there stays as it is', async () => {
    await store.outbox.queue([mail('member:anna'), mail('member:bob')]);
    await store.outbox.queue([
      mail('member:anna', '2026-11', '<another>'),
      mail('member:carla'),
      mail('member:carla'),
    ]);
    await store.outbox.queue([mail('member:anna', '2026-12')]);
    expect((await store.outbox.list('2026-11')).map(({ key, messageId }) => [key, messageId])).toEqual([
      ['member:anna', '<member:anna@coop>'],
      ['member:bob', '<member:bob@coop>'],
      ['member:carla', '<member:carla@coop>'],
    ]);
    expect(await store.outbox.list('2026-12')).toHaveLength(1);
    expect(await store.outbox.list('2027-01')).toEqual([]);
  });

  it('notes why a member gets a mail', async () => {
    await store.outbox.queue([
      { ...mail('member:anna', '2027-04'), occasion: 'thanks' },
      mail('chat', '2027-04'),
    ]);
    const noted = (await store.outbox.list('2027-04')).map(({ occasion }) => occasion);
    expect(noted).toEqual(['thanks', null]);
  });

  it('sends what waits to the address of now, and lets what has gone say where it went', async () => {
    const moved = (key: DeliveryKey) => ({ ...mail(key, '2027-03'), recipient: 'new@coop.example' });
    await store.outbox.queue([mail('member:anna', '2027-03'), mail('member:bob', '2027-03')]);
    const [anna] = await store.outbox.list('2027-03');
    await store.outbox.mark(anna?.id ?? 0, 'sent', 20, '250 ok');
    await store.outbox.queue([moved('member:anna'), moved('member:bob')]);
    const recipients = (await store.outbox.list('2027-03')).map(({ recipient }) => recipient);
    expect(recipients).toEqual(['member:anna@coop.example', 'new@coop.example']);
    await store.outbox.mark(anna?.id ?? 0, 'refused', 21, null);
  });

  it('remembers each hand-over, and which were accepted, the newest first', async () => {
    const [anna, bob] = await store.outbox.list('2026-11');
    if (anna === undefined || bob === undefined) throw new Error('nothing queued');
    await store.outbox.mark(bob.id, 'handing-over', 10, null);
    await store.outbox.mark(bob.id, 'deferred', 11, '451 later');
    await store.outbox.mark(bob.id, 'handing-over', 20, null);
    await store.outbox.mark(bob.id, 'sent', 21, '250 ok');
    await store.outbox.mark(anna.id, 'refused', 30, '550 no');
    const [annaNow, bobNow] = await store.outbox.list('2026-11');
    expect(annaNow).toEqual({ ...anna, state: 'refused', lastAttemptAt: 30, lastReply: '550 no' });
    expect(bobNow).toEqual({ ...bob, state: 'sent', attempts: 2, lastAttemptAt: 21, lastReply: '250 ok' });
    const [later] = await store.outbox.list('2026-12');
    await store.outbox.mark(later?.id ?? 0, 'sent', 40, null);
    expect((await store.outbox.sent()).map(({ period, key }) => [period, key])).toEqual([
      ['2026-12', 'member:anna'],
      ['2026-11', 'member:bob'],
    ]);
  });
});

it('keeps what the last sending held back, until the next one; a forgotten person is in it no more', async () => {
  const address = { kind: 'address', member: 'bob' } as const;
  const all = { kind: 'more', mails: 40, before: 3 } as const;
  const held = (key: DeliveryKey, reasons: readonly (typeof address | typeof all)[]) => ({
    ...{ run, period: '2026-11', key, reasons },
    recipient: `${key}@coop.example`,
  });
  await store.outbox.noteHeld([held('member:anna', [all])]);
  await store.outbox.noteHeld([held('member:bob', [all, address]), held('referent:r@coop.example', [all])]);
  expect(await store.outbox.held()).toEqual([
    held('member:bob', [all, address]),
    held('referent:r@coop.example', [all]),
  ]);
  await store.members.forget(memberId('bob'));
  expect((await store.outbox.held()).map(({ key }) => key)).toEqual(['referent:r@coop.example']);
});

it('lets one program alone begin with a mail', async () => {
  await store.outbox.queue([mail('member:dora', '2027-05')]);
  const [dora] = await store.outbox.list('2027-05');
  const id = dora?.id ?? 0;
  await store.outbox.mark(id, 'handing-over', 10, null);
  await expect(store.outbox.mark(id, 'handing-over', 20, null)).rejects.toThrow(/"handing-over" by now/);
  await store.outbox.mark(id, 'sent', 30, '250 OK');
  await expect(store.outbox.mark(id, 'handing-over', 40, null)).rejects.toThrow(/"sent" by now/);
  expect(await store.outbox.list('2027-05')).toMatchObject([{ state: 'sent', attempts: 1 }]);
});
