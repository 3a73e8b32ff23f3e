import { afterEach, describe, expect, it } from 'vitest';
import { messageOf } from '../../../src/model/errors.ts';
import { memberId } from '../../../src/model/ids.ts';
import { secret } from '../../../src/model/secret.ts';
import { type Client, openClient } from '../../../src/nextcloud/http/client.ts';
import { probedClient } from '../../../src/nextcloud/ocs/probed-client.ts';
import { type Seen, serve, type TestServer } from '../server.ts';

const opened: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of opened.splice(0)) await thing.close();
});

interface Answers {
  /** By the probe, in the order in which it is asked; the last one stands. */
  readonly state: readonly { readonly status: number; readonly code?: number; readonly data?: unknown }[];
  /** By everything else. */
  readonly member: (seen: Seen) => { readonly status: number; readonly body?: string };
}

const KNOWN: Answers['state'][number] = { status: 200, data: 1 };
const LOCKED_OUT =
  '<d:error xmlns:d="DAV:" xmlns:s="http://sabredav.org/ns"><s:exception>OCP\\Security\\Bruteforce\\MaxDelayReached</s:exception><s:message>Reached maximum delay</s:message></d:error>';

async function open({ state, member }: Answers): Promise<{ server: TestServer; client: Client }> {
  let probes = 0;
  const server = await serve((request, response) => {
    if (!request.path.includes('/ex-app/state')) {
      const { status, body = '' } = member(request);
      return response.writeHead(status).end(body);
    }
    const { status, code = status, data = [] } = state[Math.min(probes++, state.length - 1)] ?? KNOWN;
    response.writeHead(status, { 'content-type': 'application/json' });
    return response.end(JSON.stringify({ ocs: { meta: { statuscode: code }, data } }));
  });
  const settings = { url: server.url, concurrency: 4, idleTimeoutMs: 5_000, retryPauseMs: 1 };
  const client = probedClient(await openClient(settings));
  opened.push(client, server);
  return { server, client };
}

const SECRET = secret('hidden');
/** What came of asking for a member's root; the status, or why not. */
async function ask(client: Client, uid: string, own = false): Promise<number | string> {
  const login = own ? { login: uid, password: SECRET } : { appSecret: SECRET, uid: memberId(uid) };
  return client
    .as(login)
    .ask({ method: 'PROPFIND', path: `/remote.php/dav/files/${uid}/` }, async ({ status }) => status)
    .catch(messageOf);
}
const probesOf = ({ seen }: TestServer) => seen.filter(({ path }) => path.includes('/ex-app/state')).length;

describe('a client that probes its registration', () => {
  it('probes once, before the first of many, and not for app passwords', async () => {
    const { server, client } = await open({ state: [KNOWN], member: () => ({ status: 207 }) });
    expect(await ask(client, 'own', true)).toBe(207);
    expect(probesOf(server)).toBe(0);
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((uid) => ask(client, uid)));
    expect([answers, probesOf(server)]).toEqual([[207, 207, 207, 207, 207], 1]);
    expect(client.traffic.requests).toBe(7);
  });

  it('takes a 401 for one member’s alone where the secret is still right', async () => {
    const { server, client } = await open({
      state: [KNOWN],
      member: ({ path }) => ({ status: path.includes('odd') ? 401 : 207 }),
    });
    expect(await ask(client, 'odd')).toMatch(
      /though the server knows the registration.*uid is written otherwise/,
    );
    for (let at = 0; at < 4; at++) expect(await ask(client, `odd${at}`)).toMatch(/account is disabled/);
    expect([await ask(client, 'anna'), client.stopped(), probesOf(server)]).toEqual([207, null, 6]);
  });

  it('sends nothing more by it once it was unregistered in the middle, while app passwords go on', async () => {
    let isThere = true;
    const { server, client } = await open({
      state: [KNOWN, { status: 401, code: 997 }],
      member: ({ headers }) => ({ status: isThere || headers['authorization'] ? 207 : 401 }),
    });
    expect(await ask(client, 'anna')).toBe(207);
    isThere = false;
    const refused = /refused the registration with AppAPI.*menage credentials appapi/;
    expect(await ask(client, 'bob')).toMatch(refused);
    const before = server.seen.length;
    expect(await ask(client, 'carla')).toMatch(refused);
    expect([server.seen.length, await ask(client, 'own', true)]).toEqual([before, 207]);
  });

  it.each([
    ['DAV in the middle', [KNOWN], { status: 500, body: LOCKED_OUT }],
    ['OCS, whose first version answers 200', [{ status: 200, code: 429 }], { status: 207 }],
    ['OCS, whose second version answers 429', [{ status: 429, code: 429 }], { status: 207 }],
  ])('tries no more where it is locked out, said by %s', async (_, state, member) => {
    const { server, client } = await open({ state, member: () => member });
    expect(await ask(client, 'anna')).toMatch(/takes no requests by AppAPI .* for half an hour/);
    const before = server.seen.length;
    expect(before).toBeLessThanOrEqual(2);
    expect(await ask(client, 'bob')).toMatch(/half an hour/);
    expect(server.seen).toHaveLength(before);
  });

  it.each([
    ['switched off', { status: 200, data: 0 }, /occ app_api:app:enable menage/],
    ['one that no AppAPI knows', { status: 200, code: 998 }, /occ app:enable app_api/],
    ['one that no AppAPI knows, by its status', { status: 404 }, /occ app:enable app_api/],
  ])('says of a registration that is %s what to do', async (_, state, remedy) => {
    const { client } = await open({ state: [state], member: () => ({ status: 207 }) });
    expect(await ask(client, 'anna')).toMatch(remedy);
  });

  it('probes again where the first probe was not answered', async () => {
    const { client } = await open({ state: [{ status: 500 }, KNOWN], member: () => ({ status: 207 }) });
    expect(await ask(client, 'anna')).toMatch(/500/);
    expect(await ask(client, 'bob')).toBe(207);
  });
});
