import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { circuit } from '../../src/deliver/circuit.ts';
import { type DeliverySetting, deliver } from '../../src/deliver/outbox.ts';
import { pace } from '../../src/deliver/pacing.ts';
import { smtpTransport } from '../../src/deliver/transport.ts';
import type { RunId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { type ScriptedSmtp, type SmtpScript, scriptedSmtp } from '../helpers/smtp-script.ts';
import { storePath } from '../store/helpers.ts';
import { mail } from './helpers.ts';

const PERIOD = '2026-11';
const SIX = ['anna', 'bob', 'carla', 'denis', 'elise', 'farid'].map((id) =>
  mail(`member:${id}`, { to: `${id}@coop.example`, messageId: `<${id}@coop.example>` }),
);

let store: Store;
let run: RunId;
let server: ScriptedSmtp;
let script: SmtpScript;

beforeEach(async () => {
  store = await openStore(storePath());
  run = await store.runs.start(1);
  script = () => undefined;
  server = await scriptedSmtp((stage, recipient) => script(stage, recipient));
});
afterEach(async () => {
  await server.close();
  await store.close();
});

function setting(changes: Partial<DeliverySetting> = {}): DeliverySetting {
  return {
    outbox: store.outbox,
    transport: smtpTransport({ address: server.url, password: null, insecure: false }),
    pace: pace(1000),
    circuit: circuit(),
    clock: () => 1_000,
    wait: async () => {},
    stopping: () => false,
    ...changes,
  };
}

const toAll = (changes: Partial<DeliverySetting> = {}) => deliver(run, PERIOD, SIX, setting(changes));
const statesNow = async () =>
  (await store.outbox.list(PERIOD)).map(({ state, fault }) => `${state}${fault === null ? '' : ` ${fault}`}`);
const only = (stage: string, reply: string): SmtpScript => {
  return (at) => (at === stage ? reply : undefined);
};

describe('a failure common to all', () => {
  it.each([
    ['greeting', '554 No service'],
    ['mail', '530 5.7.0 Authentication required'],
    ['rcpt', '550 5.7.1 relay denied'],
    ['rcpt', '550 5.7.1 Go away'],
    ['text', '554 5.7.1 Spam'],
    ['text', '550 5.4.5 Daily sending quota exceeded'],
  ])(
    'at %s, %s: three tries, and everything waits; once mended, everybody gets theirs',
    async (at, reply) => {
      script = only(at, reply);
      const { notHandedOver, sentNow } = await toAll();
      expect([server.connections(), sentNow, notHandedOver.length]).toEqual([3, 0, 6]);
      expect(await statesNow()).toEqual([...Array(3).fill('deferred all'), ...Array(3).fill('queued')]);
      script = () => undefined;
      expect(await toAll()).toMatchObject({ sentNow: 6, notHandedOver: [] });
    },
  );

  it('is a person’s where the others are taken', async () => {
    script = (at, to) => (at === 'rcpt' && to.startsWith('bob') ? '550 5.7.1 Not for you' : undefined);
    await toAll();
    expect(await statesNow()).toEqual(['sent', 'refused person', 'sent', 'sent', 'sent', 'sent']);
  });

  it('is nobody’s where no mail was taken: what is unclear waits', async () => {
    script = only('rcpt', '550 5.7.1 Not for you');
    const two = SIX.slice(0, 2);
    await deliver(run, PERIOD, two, setting());
    expect(await statesNow()).toEqual(['deferred unclear', 'deferred unclear']);
    script = () => undefined;
    expect(await deliver(run, PERIOD, two, setting())).toMatchObject({ sentNow: 2 });
  });

  it.each(['550 5.1.1 No such user', '552 5.2.2 Mailbox full'])(
    'is none where each is a person’s own: %s',
    async (reply) => {
      script = only('rcpt', reply);
      await toAll();
      expect(await statesNow()).toEqual(Array(6).fill('refused person'));
    },
  );

  it('is none where mails are greylisted: each comes again', async () => {
    const seen = new Set<string>();
    script = (at, to) => {
      if (at !== 'rcpt' || seen.has(to)) return undefined;
      seen.add(to);
      return '450 4.7.1 Greylisted';
    };
    expect(await toAll()).toMatchObject({ sentNow: 6 });
  });

  it('ends after 15 s at most where the server takes connections and says nothing', async () => {
    script = (at) => (at === 'greeting' ? null : undefined);
    const began = performance.now();
    const breaker = circuit();
    // As much time gone as two silent connections cost.
    breaker.note({ outcome: 'deferred', reply: '', fault: 'all', code: null, letIn: false }, 10_000);
    await toAll({ circuit: breaker });
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(server.connections()).toBe(1);
    expect(breaker.opened()?.reply).toMatch(/within 2 s/);
  });

  it('costs one mail alone no long pause where the server is away', async () => {
    await server.close();
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    await deliver(run, PERIOD, SIX.slice(0, 1), setting({ wait }));
    expect(waits.reduce((sum, ms) => sum + ms)).toBe(2_000);
    expect((await store.outbox.list(PERIOD))[0]?.lastReply).toMatch(
      /^Nothing was sent: the mail server 127\.0\.0\.1 takes no connection on port \d+; correct mail\.transport/,
    );
  });
});

describe('what was refused', () => {
  const refuseBob = async () => {
    script = (at, to) => (at === 'rcpt' && to.startsWith('bob') ? '550 5.1.1 No such user' : undefined);
    await toAll();
    expect((await statesNow())[1]).toBe('refused person');
    script = () => undefined;
  };
  const bobs = () => server.taken.filter((to) => to.startsWith('bob') || to.startsWith('robert'));

  it('stays so while nothing changes', async () => {
    await refuseBob();
    expect(await toAll()).toMatchObject({ sentNow: 0 });
    expect(bobs()).toEqual([]);
  });

  it('goes again to another address, not to another spelling of it', async () => {
    await refuseBob();
    const moved = (to: string) => deliver(run, PERIOD, [mail('member:bob', { to })], setting());
    expect(await moved('Bob@Coop.Example')).toMatchObject({ sentNow: 0 });
    expect(await moved('robert@coop.example')).toMatchObject({ sentNow: 1 });
    expect(bobs()).toEqual(['robert@coop.example']);
  });

  it('goes again by another mail server, login or sender', async () => {
    await refuseBob();
    const from = 'other@coop.example';
    const transport = smtpTransport({ address: server.url, password: null, insecure: false, from });
    expect(await toAll({ transport })).toMatchObject({ sentNow: 1 });
  });

  it('goes again when somebody asks for it', async () => {
    await refuseBob();
    expect(await toAll({ retryRefused: true })).toMatchObject({ sentNow: 1 });
  });
});

it('a mail says as its date when it leaves', async () => {
  await toAll({ clock: () => Date.UTC(2026, 10, 30, 12) });
  expect(server.texts[0]).toMatch(/^Date: Mon, 30 Nov 2026 12:00:00 \+0000$/m);
});
