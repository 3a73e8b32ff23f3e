import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { registerCommands } from '../../../src/credentials/appapi/commands.ts';
import {
  type Handshake,
  type HandshakeStep,
  openHandshake,
  type Proof,
} from '../../../src/credentials/appapi/handshake.ts';
import { startServer } from '../../../src/demo/nextcloud/server.ts';
import { reveal, type Secret } from '../../../src/model/secret.ts';
import { openClient } from '../../../src/nextcloud/http/client.ts';
import { readRegistrationState } from '../../../src/nextcloud/ocs/app-api.ts';
import { AUTHORITY } from '../../helpers/tls-server.ts';
import { smallWorld } from '../../helpers/world.ts';

const OURS = 'o'.repeat(128);
const FORGED = 'f'.repeat(128);
const PLACE = { host: '127.0.0.1', port: 0 };

interface Stage {
  readonly handshake: Handshake;
  readonly steps: readonly HandshakeStep[];
  /** How often the server was asked about a secret. */
  asked(): number;
  /** What the server says of its own secret from now on. */
  state: Proof;
}

/** A handshake with a server that knows one secret. */
async function begin(settleMs = 20, patienceMs = 5_000): Promise<Stage> {
  const steps: HandshakeStep[] = [];
  let asked = 0;
  const stage = { state: 'disabled' as Proof, steps, asked: () => asked };
  const handshake = await openHandshake({
    place: PLACE,
    tls: null,
    settleMs,
    patienceMs,
    note: (step) => void steps.push(step),
    prove: async (candidate: Secret) => {
      asked++;
      return reveal(candidate) === OURS ? stage.state : 'refused';
    },
  });
  onTestFinished(() => handshake.close());
  return Object.assign(stage, { handshake });
}

const headersFor = (text: string, more: Record<string, string> = {}) => ({
  'AA-VERSION': '32.0.0',
  'EX-APP-ID': 'menage',
  'EX-APP-VERSION': '1.0.0',
  'AUTHORIZATION-APP-API': Buffer.from(`:${text}`).toString('base64'),
  ...more,
});

/** Sends one request as Nextcloud does; gives status and body. */
function ask(
  { handshake }: Pick<Stage, 'handshake'>,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { host: '127.0.0.1', port: handshake.port, method, path, headers },
      async (answer) => {
        let text = '';
        for await (const chunk of answer) text += String(chunk);
        resolve({ status: answer.statusCode ?? 0, text });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

const init = (stage: Stage, text: string) => ask(stage, 'POST', '/init', headersFor(text));
const enable = (stage: Stage, text: string, on = 1) =>
  ask(stage, 'PUT', `/enabled?enabled=${on}`, headersFor(text));

describe('a registration with AppAPI', () => {
  it('answers as Nextcloud 32 asks, and takes the secret once the app is on', async () => {
    const stage = await begin(5_000);
    expect(await ask(stage, 'GET', '/heartbeat')).toEqual({ status: 200, text: '{"status":"ok"}' });
    expect((await init(stage, OURS)).status).toBe(404);
    expect((await ask(stage, 'GET', '/heartbeat')).status).toBe(200);
    const on = await enable(stage, OURS);
    expect(on.status).toBe(200);
    expect(JSON.parse(on.text)).not.toHaveProperty('error');
    expect(reveal(await stage.handshake.secret)).toBe(OURS);
    expect(stage.asked()).toBe(1);
    expect(stage.steps).toEqual(['asked', 'proven', 'asked']);
  });

  it('asks the server whether the app is on where that is not said, as on 31', async () => {
    const stage = await begin();
    await init(stage, OURS);
    await new Promise((later) => setTimeout(later, 60));
    stage.state = 'enabled';
    expect(reveal(await stage.handshake.secret)).toBe(OURS);
  });

  it('takes no secret that the server does not know, and then the right one', async () => {
    const stage = await begin();
    stage.state = 'enabled';
    expect((await init(stage, FORGED)).status).toBe(404);
    expect((await enable(stage, FORGED)).status).toBe(200);
    await init(stage, OURS);
    expect(reveal(await stage.handshake.secret)).toBe(OURS);
    expect(stage.steps).toEqual(['foreign', 'proven']);
  });

  it('ends at the third foreign secret, before the server locks this machine out', async () => {
    const stage = await begin();
    for (const letter of ['a', 'b', 'c', 'd', 'e']) await init(stage, letter.repeat(128));
    await expect(stage.handshake.secret).rejects.toThrow(/does not know: another program/);
    expect(stage.asked()).toBe(3);
  });

  it('accepts one registration: a second /init is refused, the same again is not asked about', async () => {
    const stage = await begin();
    stage.state = 'enabled';
    await init(stage, OURS);
    await stage.handshake.secret;
    const before = stage.asked();
    expect((await init(stage, FORGED)).status).toBe(403);
    expect((await init(stage, OURS)).status).toBe(404);
    expect(stage.asked()).toBe(before);
  });

  it('rejects when the server takes the registration back meanwhile', async () => {
    const stage = await begin();
    await init(stage, OURS);
    stage.state = 'refused';
    await expect(stage.handshake.secret).rejects.toThrow(/took the registration back/);
  });

  it.each([
    ['GET', '/init', headersFor(OURS), 404],
    ['POST', '/heartbeat', {}, 404],
    ['POST', '/enabled?enabled=1', headersFor(OURS), 404],
    ['PUT', '/enabled?enabled=1', headersFor(OURS), 401],
    ['POST', '/init', headersFor(OURS, { 'EX-APP-ID': 'other' }), 401],
    ['POST', '/init', headersFor(OURS, { 'AUTHORIZATION-APP-API': btoa(`anna:${OURS}`) }), 401],
    ['POST', '/init', headersFor('short'), 401],
    ['POST', '/init', headersFor(`${OURS}\n`), 401],
    ['POST', '/init', {}, 401],
    ['GET', '/', {}, 404],
  ])('%s %s that is none of Nextcloud’s is refused', async (method, path, headers, status) => {
    const stage = await begin();
    expect((await ask(stage, method, path, headers)).status).toBe(status);
    expect(stage.asked()).toBe(0);
  });

  it('reads no body, however large, and no header line without end', async () => {
    const stage = await begin();
    const socket = connect(stage.handshake.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write('POST /init HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000000\r\n\r\n');
    const lump = Buffer.alloc(65_536);
    const pump = () => {
      while (!socket.destroyed && socket.write(lump));
    };
    socket.on('drain', pump);
    pump();
    await new Promise((closed) => socket.once('close', closed));
    expect(socket.bytesWritten).toBeLessThan(50_000_000);
    expect(
      (await ask(stage, 'GET', '/heartbeat', { X: 'x'.repeat(20_000) }).catch(() => ({ status: 431 })))
        .status,
    ).toBe(431);
    expect((await ask(stage, 'GET', '/heartbeat')).status).toBe(200);
  });

  it('lets nobody hold it open by being slow', async () => {
    const stage = await begin(20, 200);
    const slow = Array.from({ length: 20 }, () => connect(stage.handshake.port, '127.0.0.1'));
    for (const one of slow) one.on('error', () => {}).write('POST /init HTTP/1.1\r\nHo');
    expect((await ask(stage, 'GET', '/heartbeat')).status).toBe(200);
    await Promise.all(slow.map((one) => new Promise((closed) => one.resume().once('close', closed))));
  });

  it('ends at once though connections are open', async () => {
    const stage = await begin();
    const open = connect(stage.handshake.port, '127.0.0.1').on('error', () => {});
    await once(open, 'connect');
    await stage.handshake.close();
    await expect(ask(stage, 'GET', '/heartbeat')).rejects.toThrow(/ECONNREFUSED/);
  });

  it('names what keeps it from listening', async () => {
    const { handshake } = await begin();
    const again = (place: { readonly host: string; readonly port: number }) =>
      openHandshake({ place, tls: null, note: () => {}, prove: async () => 'refused' });
    await expect(again({ ...PLACE, port: handshake.port })).rejects.toThrow(
      /^Cannot listen at 127\.0\.0\.1:\d+ \(--listen\): another program listens there already/,
    );
    await expect(again({ host: '192.0.2.1', port: 0 })).rejects.toThrow(/does not have that address/);
  });

  it('takes the secret over TLS from a Nextcloud that trusts the certificate', async () => {
    const part = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url));
    const server = await startServer(smallWorld(), {
      trusts: readFileSync(AUTHORITY, 'utf8'),
      patienceMs: 0,
    });
    onTestFinished(() => server.close());
    const client = await openClient({ url: server.url, concurrency: 1, idleTimeoutMs: 5_000 });
    onTestFinished(() => client.close());
    const handshake = await openHandshake({
      place: { host: 'localhost', port: 0 },
      tls: { cert: part('localhost.pem'), key: part('localhost.key') },
      settleMs: 20,
      note: () => {},
      prove: (candidate) => readRegistrationState(client.as({ appSecret: candidate, uid: '' })),
    });
    onTestFinished(() => handshake.close());
    const at = { protocol: 'https', host: 'localhost', port: handshake.port } as const;
    for (const words of registerCommands(at, server.url))
      expect(await server.occ(words)).toMatchObject({ code: 0 });
    expect(server.handedOut()).toContain(reveal(await handshake.secret));
  });
});
