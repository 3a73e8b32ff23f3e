import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { circuit } from '../../src/deliver/circuit.ts';
import { type DeliverySetting, deliver } from '../../src/deliver/outbox.ts';
import { pace } from '../../src/deliver/pacing.ts';
import { smtpTransport } from '../../src/deliver/transport.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import type { RunId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { storePath } from '../store/helpers.ts';
import { mail } from './helpers.ts';

const PERIOD = '2026-11';
const [ANNA, BOB] = [mail('member:anna'), mail('member:bob', { messageId: '<menage.1.bob@coop.example>' })];

let store: Store;
let run: RunId;
let mails: MailCatcher;
/** How the catcher treats each recipient. */
const hangUps = new Map<string, 'in-data' | 'after-data'>();
const refusals = new Map<string, number>();

beforeEach(async () => {
  const path = storePath();
  store = await openStore(path);
  run = await store.runs.start(1);
  mails = await startMailCatcher({
    directory: `${path}.mails`,
    hangUp: (to) => hangUps.get(to),
    refuse: (to) => refusals.get(to),
  });
});
afterEach(async () => {
  hangUps.clear();
  refusals.clear();
  await mails.close();
  await store.close();
});

function setting(changes: Partial<DeliverySetting> = {}): DeliverySetting {
  return {
    outbox: store.outbox,
    transport: smtpTransport({ address: mails.url, password: null, insecure: false }),
    pace: pace(1000),
    circuit: circuit(),
    clock: Date.now,
    wait: async () => {},
    stopping: () => false,
    ...changes,
  };
}

async function states() {
  const deliveries = await store.outbox.list(PERIOD);
  return Object.fromEntries(deliveries.map(({ key, state }) => [key, state]));
}

/** A process that ends at this moment: nothing of what follows happens. */
const dead = (died: () => void) => new Promise<never>(died);

describe('delivering', () => {
  it('sends what the period lacks, once', async () => {
    expect(await deliver(run, PERIOD, [ANNA], setting())).toMatchObject({ sentNow: 1, sentBefore: 0 });
    expect(await deliver(run, PERIOD, [ANNA, BOB], setting())).toMatchObject({ sentNow: 1, sentBefore: 1 });
    expect(mails.received.map(({ to }) => to[0])).toEqual([ANNA.to, BOB.to]);
  });

  it('sends a mail whose text had not left when the program died', async () => {
    const dying = new Promise<void>((died) => {
      const transport = { ...setting().transport, send: () => dead(died) };
      void deliver(run, PERIOD, [ANNA], setting({ transport }));
    });
    await dying;
    expect(await states()).toEqual({ 'member:anna': 'queued' });
    expect(await deliver(run, PERIOD, [ANNA], setting())).toMatchObject({ sentNow: 1, doubtful: [] });
  });

  it('never sends again what had left when the program died', async () => {
    const { transport } = setting();
    const dying = new Promise<void>((died) => {
      const send: typeof transport.send = async (one, beforeText) => {
        await transport.send(one, beforeText);
        return dead(died);
      };
      void deliver(run, PERIOD, [ANNA], setting({ transport: { ...transport, send } }));
    });
    await dying;
    const { doubtful } = await deliver(run, PERIOD, [ANNA], setting());
    expect(doubtful.map(({ key }) => key)).toEqual(['member:anna']);
    expect(mails.received).toHaveLength(1);
  });

  it('takes a server that dies between the text and its receipt for doubtful, and goes on with the others', async () => {
    hangUps.set(ANNA.to, 'after-data');
    const { sentNow, doubtful } = await deliver(run, PERIOD, [ANNA, BOB], setting());
    expect([sentNow, doubtful.map(({ key }) => key)]).toEqual([1, ['member:anna']]);
    expect(mails.received.map(({ to }) => to[0])).toEqual([ANNA.to, BOB.to]);
  });

  it('goes on with the others where the server dies in the middle of the text', async () => {
    hangUps.set(ANNA.to, 'in-data');
    expect(await deliver(run, PERIOD, [ANNA, BOB], setting())).toMatchObject({ sentNow: 1 });
    // Whether the last bytes were out by then is a matter of the network; it is told in either case.
    expect(['deferred', 'doubtful']).toContain((await states())['member:anna']);
    expect(mails.received.map(({ to }) => to[0])).toEqual([BOB.to]);
  });

  it('does not complain of what an earlier call queued and nobody wants any more', async () => {
    await deliver(run, PERIOD, [ANNA], setting({ stopping: () => true }));
    const { notHandedOver, sentNow } = await deliver(run, PERIOD, [BOB], setting());
    expect({ notHandedOver, sentNow }).toEqual({ notHandedOver: [], sentNow: 1 });
  });

  it('tries 4xx again after a pause that grows, three times in all, and leaves it for the next call', async () => {
    refusals.set(ANNA.to, 451);
    const waits: number[] = [];
    const wait = async (ms: number) => {
      if (ms > 0) waits.push(ms);
    };
    const { notHandedOver } = await deliver(run, PERIOD, [ANNA, BOB], setting({ wait }));
    expect(waits).toEqual([2_000, 10_000]);
    expect(notHandedOver).toMatchObject([
      { key: 'member:anna', state: 'deferred', lastReply: expect.stringContaining('451') },
    ]);
    expect(mails.received.map(({ to }) => to[0])).toEqual([BOB.to]);
    refusals.clear();
    expect(await deliver(run, PERIOD, [ANNA, BOB], setting())).toMatchObject({
      sentNow: 1,
      notHandedOver: [],
    });
  });

  it('reports 5xx, and never tries it again', async () => {
    refusals.set(ANNA.to, 550);
    const { notHandedOver } = await deliver(run, PERIOD, [ANNA, BOB], setting());
    expect(notHandedOver).toMatchObject([
      { key: 'member:anna', state: 'refused', lastReply: expect.stringContaining('550') },
    ]);
    refusals.clear();
    await deliver(run, PERIOD, [ANNA, BOB], setting());
    expect(await states()).toEqual({ 'member:anna': 'refused', 'member:bob': 'sent' });
    expect(mails.received).toHaveLength(1);
  });

  it('keeps the identity under which a mail was queued, whichever run composed its text', async () => {
    await deliver(run, PERIOD, [ANNA], setting({ stopping: () => true }));
    expect(await states()).toEqual({ 'member:anna': 'queued' });
    await deliver(run, PERIOD, [{ ...ANNA, messageId: '<another@coop.example>' }], setting());
    expect(mails.received[0]?.raw.toString()).toContain(`Message-ID: ${ANNA.messageId}`);
  });

  it('waits as the pace says, by the clock of the run', async () => {
    let now = 0;
    const waits: number[] = [];
    const wait = async (ms: number) => {
      if (ms > 0) waits.push(ms);
      now += ms;
    };
    const many = Array.from({ length: 5 }, (_, at) =>
      mail(`member:m${at}`, { to: `m${at}@${at}.example`, messageId: `<m${at}@coop.example>` }),
    );
    await deliver(run, PERIOD, many, setting({ pace: pace(2), clock: () => now, wait }));
    expect(waits).toEqual([60_000, 60_000]);
    expect(mails.received).toHaveLength(5);
  });

  it('stops between two mails when it is asked to; the rest goes with the next call', async () => {
    const stopping = () => mails.received.length > 0;
    expect(await deliver(run, PERIOD, [ANNA, BOB], setting({ stopping }))).toMatchObject({ sentNow: 1 });
    expect(await states()).toEqual({ 'member:anna': 'sent', 'member:bob': 'queued' });
    expect(await deliver(run, PERIOD, [ANNA, BOB], setting())).toMatchObject({ sentNow: 1, sentBefore: 1 });
  });
});
