import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vaultKey } from '../../../src/app/open.ts';
import { derivedKey } from '../../../src/credentials/derived-key.ts';
import { makeToken } from '../../../src/credentials/link-token.ts';
import { memberId } from '../../../src/model/ids.ts';
import { openPortal, type PortalStage } from '../../helpers/portal.ts';

let stage: PortalStage;
let link = '';
const agent = new Agent({ keepAlive: true, maxSockets: 20 });
beforeAll(async () => {
  stage = await openPortal({ settings: { trustedProxies: ['127.0.0.1/32'] } });
  link = await stage.link(stage.world.users[0]?.id ?? '', 'invitation');
});
afterAll(async () => {
  agent.destroy();
  await stage.close();
});

interface Guessed {
  readonly status: number;
  readonly bytes: number;
  readonly headers: readonly string[];
  readonly ms: number;
}

function guess(token: string, from: string): Promise<Guessed> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(
      `${stage.url}/l/${token}`,
      { agent, headers: { 'x-forwarded-for': from } },
      (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
        });
        answer.on('end', () => {
          const headers = Object.keys(answer.headers).toSorted();
          resolve({ status: answer.statusCode ?? 0, bytes, headers, ms: performance.now() - began });
        });
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

const forged = () => randomBytes(40).toString('base64url');

it('ten thousand guesses of one address end after thirty, and so does all that it asks by links', async () => {
  const statuses = new Map<number, number>();
  const guesses = Array.from({ length: 10_000 }, forged);
  async function goOn(): Promise<void> {
    for (let token = guesses.pop(); token !== undefined; token = guesses.pop()) {
      const { status } = await guess(token, '198.51.100.1');
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  }
  await Promise.all(Array.from({ length: 20 }, goOn));
  expect(Object.fromEntries(statuses)).toEqual({ 404: 30, 429: 9_970 });
  const token = link.split('/').at(-1) ?? '';
  expect((await guess(token, '198.51.100.1')).status).toBe(429);
  expect((await guess(token, '198.51.100.2')).status).toBe(200);
}, 60_000);

it('a forged token, one that the store does not know, and one of an erased person are answered alike', async () => {
  const key = derivedKey(vaultKey(stage.config, { environment: {} }), 'portal-link');
  const member = stage.world.users[1]?.id ?? '';
  const erased = await Promise.all(
    Array.from({ length: 100 }, async () => (await stage.link(member, 'invitation')).split('/').at(-1) ?? ''),
  );
  await stage.store.members.forget(memberId(member));
  const later = stage.clock() + 86_400_000;
  const answered = { forged: [] as Guessed[], unknown: [] as Guessed[], erased: [] as Guessed[] };
  // In turn, so that whatever else the machine does slows each as much.
  for (const [at, token] of erased.entries()) {
    answered.forged.push(await guess(forged(), `10.1.${at}.1`));
    answered.unknown.push(await guess(makeToken(key, 'invitation', later).token, `10.1.${at}.2`));
    answered.erased.push(await guess(token, `10.1.${at}.3`));
  }
  const all = Object.values(answered).flat();
  expect(new Set(all.map(({ status, bytes, headers }) => `${status} ${bytes} ${headers}`)).size).toBe(1);
  expect(all[0]?.status).toBe(404);
  const medians = Object.values(answered).map(median);
  expect(Math.max(...medians)).toBeLessThan(2 * Math.min(...medians) + 2);
}, 60_000);

function median(answers: readonly Guessed[]): number {
  return answers.map(({ ms }) => ms).toSorted((one, other) => one - other)[answers.length >> 1] ?? 0;
}
