import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { memberId } from '../../../src/model/ids.ts';
import type {
  SharedBounds,
  SharedFacts,
  SharedPart,
  SlotHolder,
} from '../../../src/model/network/shared-bounds.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { secret } from '../../../src/model/secret.ts';
import { type Client, openClient } from '../../../src/nextcloud/http/client.ts';
import type { ReadingRequest } from '../../../src/nextcloud/http/guard.ts';
import { type Seen, serve, type TestServer } from '../server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

const FOREVER = Number.POSITIVE_INFINITY;
const NOTHING: SharedFacts = { refusedLogins: 0, stops: [], peakConcurrency: 0 };
const status: ReadingRequest = { method: 'GET', path: '/status.php' };
const root: ReadingRequest = { method: 'PROPFIND', path: '/remote.php/dav/files/anna/' };
const login = (name: string) => ({ login: name, password: secret('wrong') });

/** Lends slots by hand. */
function lender() {
  const asked: string[] = [];
  const held: { client: SlotHolder | null; known: SharedFacts } = { client: null, known: NOTHING };
  const shared: SharedBounds = {
    join(client): SharedPart {
      held.client = client;
      return {
        hurry: () => void asked.push('hurry'),
        ask: async () => {
          asked.push('ask');
          client.learn(held.known);
          return true;
        },
        noteRefusedLogin: async () => {
          asked.push('refused');
          held.known = { ...held.known, refusedLogins: held.known.refusedLogins + 1 };
          client.learn(held.known);
        },
        noteStop: ({ key }) => void asked.push(key),
        leave: () => void asked.push('leave'),
      };
    },
  };
  return {
    shared,
    asked,
    allow: (slots: number, until = FOREVER) => held.client?.allow(slots, until),
    lose: () => held.client?.lose(),
    use: () => held.client?.use(),
    learn(facts: Partial<SharedFacts>) {
      held.known = { ...held.known, ...facts };
      held.client?.learn(held.known);
    },
    /** Known, but not yet here. */
    note(facts: Partial<SharedFacts>) {
      held.known = { ...held.known, ...facts };
    },
  };
}

async function open(answer: (request: Seen, response: ServerResponse, nth: number) => unknown): Promise<{
  readonly server: TestServer;
  readonly client: Client;
  readonly slots: ReturnType<typeof lender>;
}> {
  const server = await serve(answer);
  const slots = lender();
  const client = await openClient({
    ...{ url: server.url, concurrency: 4, idleTimeoutMs: 5_000, retryPauseMs: 5, shared: slots.shared },
  });
  opened.push(client, server);
  return { server, client, slots };
}

const ask = (client: Client, request = status, by = client.as(null)) =>
  by.ask(request, async ({ body }) => {
    for await (const _ of body);
    return 'answered';
  });
const later = (ms = 30) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a client with slots that are lent', () => {
  it('sends nothing before it is allowed to, and never more at once', async () => {
    const { server, client, slots } = await open((_, response) => setTimeout(() => response.end('{}'), 20));
    const answers = Array.from({ length: 6 }, () => ask(client));
    await later();
    expect([server.seen.length, slots.asked]).toEqual([0, Array.from({ length: 4 }, () => 'hurry')]);
    slots.allow(2);
    await Promise.all(answers);
    expect([server.peak(), client.traffic.peakConcurrency]).toEqual([2, 2]);
    expect(slots.use()).toMatchObject({ holds: 2, peak: 2, wanted: 4, successes: 6, overloaded: false });
    slots.allow(0);
    const waiting = ask(client);
    await later();
    expect(server.seen).toHaveLength(6);
    slots.allow(1);
    expect(await waiting).toBe('answered');
  });
  it('begins nothing once the lease is over', async () => {
    const { server, client, slots } = await open((_, response) => response.end('{}'));
    slots.allow(4, performance.now() - 1);
    const waiting = ask(client);
    await later();
    expect(server.seen).toEqual([]);
    slots.allow(4);
    expect(await waiting).toBe('answered');
  });
  it('aborts what is in flight when its slots are lost, and asks again in the next one', async () => {
    let closed = 0;
    const { server, client, slots } = await open((_, response, nth) => {
      response.once('close', () => closed++);
      if (nth > 0) response.end('{}');
    });
    slots.allow(4);
    const answer = ask(client);
    await expect.poll(() => server.seen.length).toBe(1);
    slots.lose();
    await expect.poll(() => closed).toBe(1);
    expect(server.seen).toHaveLength(1);
    expect(slots.use()).toMatchObject({ holds: 0 });
    slots.allow(1);
    expect([await answer, client.traffic.requests]).toEqual(['answered', 2]);
  });
  it('gives back what it holds above its share as soon as an answer is read', async () => {
    const answers: ServerResponse[] = [];
    const { server, client, slots } = await open((_, response) => answers.push(response));
    slots.allow(2);
    const asking = [ask(client), ask(client)];
    await expect.poll(() => server.seen.length).toBe(2);
    slots.allow(1);
    expect(slots.use()).toMatchObject({ holds: 2 });
    slots.asked.length = 0;
    answers[0]?.end('{}');
    await expect.poll(() => slots.asked).toEqual(['hurry']);
    expect(slots.use()).toMatchObject({ holds: 1 });
    answers[1]?.end('{}');
    await Promise.all(asking);
  });
  it('halves at once at an overload, and lets the others know', async () => {
    const { client, slots } = await open((_, response, nth) =>
      response.writeHead(nth === 0 ? 429 : 200).end(),
    );
    slots.allow(4);
    await ask(client);
    expect(slots.asked).toEqual(['hurry']);
    expect(slots.use()).toMatchObject({ holds: 2, overloaded: true });
  });
  it('stops for what others met, those too who wait for a slot', async () => {
    const { server, client, slots } = await open((_, response) => response.end('{}'));
    const waiting = ask(client);
    slots.learn({ stops: [because('advice.maintenance')] });
    await expect(waiting).rejects.toMatchObject({ failure: 'stopped' });
    expect([client.stopped()?.key, server.seen]).toEqual(['advice.maintenance', []]);
  });
  it('lets others know of maintenance', async () => {
    const { client, slots } = await open((request, response) =>
      request.path === '/status.php'
        ? response.end('{"maintenance":true}')
        : response.writeHead(503).end('nothing'),
    );
    slots.allow(4);
    await expect(ask(client, root)).rejects.toMatchObject({ failure: 'maintenance' });
    expect(slots.asked).toEqual(['advice.maintenance']);
  });
  it('counts refused logins with those of others, and asks before it tries another', async () => {
    const { server, client, slots } = await open((_, response) => response.writeHead(401).end());
    slots.allow(4);
    await expect(ask(client, root, client.as(login('anna')))).rejects.toMatchObject({ status: 401 });
    expect(slots.asked).toEqual(['ask', 'refused']);
    slots.note({ refusedLogins: 3 });
    await expect(ask(client, root, client.as(login('boris')))).rejects.toMatchObject({ failure: 'stopped' });
    expect([server.seen.length, client.stopped()?.key]).toEqual([1, 'stop.refused-logins']);
  });
  it('asks once a login, and not for what nobody is logged in for', async () => {
    const { client, slots } = await open((_, response) => response.end('{}'));
    slots.allow(4);
    const anna = client.as(login('anna'));
    for (const by of [anna, anna, client.as(null)]) await ask(client, root, by);
    expect(slots.asked).toEqual(['ask']);
  });
  it('stops what goes by AppAPI alone where the registration is refused', async () => {
    const { client, slots } = await open((_, response) => response.end('{}'));
    slots.allow(4);
    slots.learn({ stops: [because('stop.registration-refused')] });
    const app = client.as({ appSecret: secret('s'), uid: memberId('anna') });
    await expect(ask(client, root, app)).rejects.toMatchObject({ failure: 'stopped' });
    expect(await ask(client, root, client.as(login('anna')))).toBe('answered');
    expect([client.stopped(), client.registrationStopped()?.key]).toEqual([
      null,
      'stop.registration-refused',
    ]);
  });
  it('has the peak of all workers, and leaves when it is closed', async () => {
    const { client, slots } = await open((_, response) => response.end('{}'));
    slots.learn({ peakConcurrency: 3 });
    expect(client.traffic.peakConcurrency).toBe(3);
    client.close();
    expect(slots.asked).toEqual(['leave']);
  });
});
