import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { circuit } from '../../src/deliver/circuit.ts';
import { deliverNotices, type NoticeSetting } from '../../src/deliver/notices.ts';
import { pace } from '../../src/deliver/pacing.ts';
import { smtpTransport } from '../../src/deliver/transport.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import { memberId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { storePath } from '../store/helpers.ts';
import { mail } from './helpers.ts';

const NOW = 1_800_000_000_000;
const HOUR = 3_600_000;

let store: Store;
let mails: MailCatcher;
let now = NOW;
const hangUps = new Map<string, 'in-data' | 'after-data'>();
const refusals = new Map<string, number>();

beforeEach(async () => {
  now = NOW;
  const path = storePath();
  store = await openStore(path);
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

function setting(changes: Partial<NoticeSetting> = {}): NoticeSetting {
  return {
    notices: store.portal.notices,
    compose: async ({ id, member }) => ({
      kind: 'mail',
      mail: mail(`member:${member}`, { messageId: `<menage.${id}@coop.example>` }),
    }),
    onSent: async () => {},
    transport: smtpTransport({ address: mails.url, password: null, insecure: false }),
    pace: pace(1000),
    circuit: circuit(),
    clock: () => now,
    wait: async () => {},
    stopping: () => false,
    ...changes,
  };
}

async function queue(...members: readonly string[]) {
  await store.portal.notices.queue(
    members.map((member) => ({
      ...{ kind: 'sign-in', member: memberId(member), recipient: null, params: { page: '' } },
      ...{ key: `sign-in:${member}`, dueAt: NOW },
    })),
  );
}

async function states() {
  const all = await store.portal.notices.list();
  return Object.fromEntries(all.map(({ member, state }) => [member, state]));
}

const recipients = () => mails.received.map(({ to }) => to[0]);
const dead = (died: () => void) => new Promise<never>(died);

describe('delivering notices', () => {
  it('sends each once, and tells whoever counts them', async () => {
    await queue('anna', 'bob');
    const told: (string | null)[] = [];
    const onSent: NoticeSetting['onSent'] = async ({ member }) => void told.push(member);
    expect(await deliverNotices(setting({ onSent }))).toMatchObject({ sent: 2, failed: [], left: 0 });
    expect(await deliverNotices(setting({ onSent }))).toMatchObject({ sent: 0 });
    expect([told, recipients().length]).toEqual([['anna', 'bob'], 2]);
  });

  it('sends each once where two programs deliver at the same time', async () => {
    await queue('anna', 'bob', 'carla', 'dora');
    const all = await Promise.all([1, 2, 3].map(() => deliverNotices(setting())));
    expect(all.reduce((sum, { sent }) => sum + sent, 0)).toBe(4);
    expect(new Set(recipients()).size).toBe(4);
    expect(mails.received).toHaveLength(4);
  });

  it('sends what had not left when the program died', async () => {
    await queue('anna');
    await new Promise<void>((died) => {
      const transport = { ...setting().transport, send: () => dead(died) };
      void deliverNotices(setting({ transport }));
    });
    expect(await deliverNotices(setting())).toMatchObject({ sent: 1 });
  });

  it('never sends again what had left when the program died', async () => {
    await queue('anna');
    const { transport } = setting();
    await new Promise<void>((died) => {
      const send: typeof transport.send = async (...given) => {
        await transport.send(...given);
        return dead(died);
      };
      void deliverNotices(setting({ transport: { ...transport, send } }));
    });
    expect(await deliverNotices(setting())).toMatchObject({ sent: 0 });
    expect(await states()).toEqual({ anna: 'handing-over' });
    now += HOUR;
    expect(await deliverNotices(setting())).toMatchObject({ sent: 0 });
    expect([await states(), mails.received.length]).toEqual([{ anna: 'doubtful' }, 1]);
  });

  it('tries again later what the mail server put off, and not what it refused', async () => {
    await queue('anna', 'bob');
    refusals.set('memberanna@coop.example', 451).set('memberbob@coop.example', 550);
    expect((await deliverNotices(setting())).failed).toHaveLength(2);
    refusals.clear();
    expect(await deliverNotices(setting())).toMatchObject({ sent: 0 });
    now += HOUR;
    expect(await deliverNotices(setting())).toMatchObject({ sent: 1 });
    expect(await states()).toEqual({ anna: 'sent', bob: 'refused' });
  });

  it('stops where no mail server answers, and keeps all', async () => {
    await queue('anna', 'bob', 'carla', 'dora', 'emma');
    await mails.close();
    const { sent, failed, left, stop } = await deliverNotices(setting());
    expect([sent, failed.length, left, stop?.outcome]).toEqual([0, 3, 2, 'deferred']);
  });

  it('drops what is not wanted any more, and puts off what is too early', async () => {
    await queue('anna', 'bob');
    const compose: NoticeSetting['compose'] = async ({ member }) =>
      member === 'anna' ? { kind: 'dropped' } : { kind: 'later', at: now + HOUR };
    expect(await deliverNotices(setting({ compose }))).toMatchObject({ sent: 0, failed: [] });
    expect(await states()).toEqual({ bob: 'queued' });
    expect(await deliverNotices(setting())).toMatchObject({ sent: 0 });
    now += HOUR;
    expect(await deliverNotices(setting())).toMatchObject({ sent: 1 });
  });
});
