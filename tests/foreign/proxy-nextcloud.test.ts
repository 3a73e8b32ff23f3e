import { beforeAll, describe, expect, it } from 'vitest';
import { FRONTS, proxyRule } from '../../src/credentials/appapi/proxy-rule.ts';
import { startServer } from '../../src/demo/nextcloud/server.ts';
import { memberId } from '../../src/model/ids.ts';
import type { RunResult } from '../../src/model/result.ts';
import { secret } from '../../src/model/secret.ts';
import { readFrontRule } from '../../src/nextcloud/dav/front-rule.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import { probedClient } from '../../src/nextcloud/ocs/probed-client.ts';
import { appHeaders, registerApp } from '../helpers/appapi.ts';
import { CONCURRENCY } from '../helpers/bounds.ts';
import { NOW, openStage, type Stage } from '../helpers/stage.ts';
import { basic, smallWorld, userOf } from '../helpers/world.ts';
import { isInstalled, startFront } from './fronts.ts';

/** What an audit by the registration finds at this address. How often it asks depends on how fast it is answered. */
async function audited({ audit, world }: Stage, url: string, key: string): Promise<Partial<RunResult>> {
  const client = probedClient(await openClient({ url, concurrency: CONCURRENCY, idleTimeoutMs: 5_000 }));
  const registration = { secret: secret(key), registeredAt: NOW };
  try {
    const { result } = await audit({
      ...{ url, client },
      admin: { appSecret: registration.secret, uid: memberId(world.admin.id) },
      access: {
        ...{ use: ['appapi'], registration, credentialOf: () => null },
        ...{ declined: [], readDeparted: false },
      },
    });
    const { run, ...found } = result;
    const [members, spaces] = [found.members.map(withoutRequests), found.spaces.map(withoutRequests)];
    return { ...found, members, spaces };
  } finally {
    client.close();
  }
}

function withoutRequests<T extends { readonly coverage: { readonly requests: number } }>(row: T): T {
  return { ...row, coverage: { ...row.coverage, requests: 0 } };
}

async function ruleAt(url: string, key: string) {
  const client = await openClient({ url, concurrency: 1, idleTimeoutMs: 5_000 });
  try {
    return await readFrontRule(client.as({ appSecret: secret(key), uid: memberId('alice') }));
  } finally {
    client.close();
  }
}

/** The cooperative as it is before anybody reads it, with menage registered. */
async function staged<T>(work: (stage: Stage, key: string) => Promise<T>): Promise<T> {
  const stage = await openStage();
  try {
    return await work(stage, (await registerApp(stage.server)).secret);
  } finally {
    await stage.close();
  }
}

/** What is found where no front stands before the server. */
let directly: Partial<RunResult> = {};
beforeAll(async () => {
  directly = await staged((stage, key) => audited(stage, stage.server.url, key));
}, 60_000);

/** What is tried on a file of alice and on what belongs to her, by method and path. */
const TRIED = [
  ...['PUT', 'DELETE', 'MOVE', 'COPY', 'MKCOL', 'PROPPATCH', 'PATCH', 'POST', 'LOCK', 'GET', 'HEAD'].map(
    (method) => [method, '/remote.php/dav/files/alice/a.txt'] as const,
  ),
  ['POST', '/ocs/v2.php/apps/files_sharing/api/v1/shares'],
  ['PUT', '/ocs/v2.php/cloud/users/alice'],
  ['GET', '/ocs/v2.php/core/getapppassword'],
] as const;

async function statuses(url: string, headers: Readonly<Record<string, string>>): Promise<readonly number[]> {
  const all: number[] = [];
  for (const [method, path] of TRIED) all.push((await fetch(url + path, { method, headers })).status);
  return all;
}

describe.each(FRONTS.filter(isInstalled))('behind the rule of %s', { timeout: 60_000 }, (front) => {
  it('Nextcloud is asked nothing by our key but to be read, and by all others whatever they ask', async () => {
    const server = await startServer(smallWorld({ members: { alice: { files: { '/a.txt': 3 } } } }));
    const proxy = await startFront(front, proxyRule(front, server.url), server.url);
    try {
      const [ours, other] = [await registerApp(server), await registerApp(server, 'other')];
      const asOurs = appHeaders('alice', ours.secret);
      const asOther = appHeaders('alice', other.secret, { 'EX-APP-ID': 'other' });
      const own = { Authorization: basic('alice', userOf(server.world, 'alice').appPassword) };
      const { requests } = server.counters;
      expect(new Set(await statuses(proxy.url, asOurs))).toEqual(new Set([403]));
      expect(server.counters.requests).toBe(requests);
      expect(await statuses(server.url, asOurs)).toContain(201);
      expect(await statuses(proxy.url, asOther)).toEqual(await statuses(server.url, asOther));
      expect(await statuses(proxy.url, own)).toEqual(await statuses(server.url, own));
      const rule = await Promise.all([proxy.url, server.url].map((url) => ruleAt(url, ours.secret)));
      expect(rule).toEqual(['stands', 'absent']);
    } finally {
      await proxy.close();
      await server.close();
    }
  });

  it('an audit finds the same as without it', () =>
    staged(async (stage, key) => {
      const proxy = await startFront(
        front,
        proxyRule(front, stage.server.url, ['127.0.0.1']),
        stage.server.url,
      );
      try {
        expect(await audited(stage, proxy.url, key)).toEqual(directly);
        expect(directly.findings?.length).toBeGreaterThan(50);
      } finally {
        await proxy.close();
      }
    }));
});
