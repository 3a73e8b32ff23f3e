import { randomBytes } from 'node:crypto';
import { type Stage, withStage } from '../../src/app/demo-stage.ts';
import { vaultKey } from '../../src/app/open.ts';
import { cookieId } from '../../src/app/portal/flow/cookie-id.ts';
import { linksOf } from '../../src/app/portal/links.ts';
import type { Config } from '../../src/config/load.ts';
import { Portal as PortalSchema } from '../../src/config/portal.ts';
import { openLog } from '../../src/log.ts';
import { instanceName, memberId } from '../../src/model/ids.ts';
import type { LinkKind } from '../../src/model/portal/portal.ts';
import { type RunningPortals, startPortals } from '../../src/portal/fleet/serve.ts';
import type { PortalInstance } from '../../src/portal/fleet/sites.ts';
import { cookieName } from '../../src/portal/http/respond.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { PORTAL_NOW } from './portal.ts';
import { type RawAnswer, rawRequest } from './raw-request.ts';

/** An instance with its server and mailbox; its portal may be served or not. */
export interface StagedInstance {
  readonly stage: Stage;
  readonly config: Config;
  readonly store: Store;
  /** An ordinary member who has given access. */
  readonly member: string;
  /** The path of a new link, `/l/T` or `/u/T`. */
  link(kind: LinkKind): Promise<string>;
  /** The line of the Cookie of somebody who is signed in. */
  signedIn(): Promise<string>;
}

export interface Asking {
  readonly method?: string;
  readonly host?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
}

/** Several instances whose portals one program serves. */
export interface PortalsStage {
  readonly running: RunningPortals;
  readonly logged: string[];
  of(name: string): StagedInstance;
  /** Sends a request for this address, whatever its host, to where the program listens. */
  ask(address: string, asking?: Asking): Promise<RawAnswer>;
  /** Changes what the list of instances says, and has it taken over; null = it is not in it any more. */
  change(name: string, change: Partial<PortalInstance> | null): Promise<void>;
  close(): Promise<void>;
}

/**
 * @param urls the portals by the name of the instance, in their order.
 * @param pace how often it looks for work, and how long a portal stays open.
 */
export async function openPortals(
  urls: Readonly<Record<string, string>>,
  pace: Parameters<typeof startPortals>[3] = {},
): Promise<PortalsStage> {
  const logged: string[] = [];
  const context = {
    environment: {},
    log: openLog({ level: 'info', format: 'json' }, { write: (line: string) => logged.push(line) }),
    now: () => PORTAL_NOW,
    stop: new AbortController().signal,
  };
  const ends: (() => Promise<void>)[] = [];
  const staged = new Map<string, StagedInstance>();
  const instances = new Map<string, PortalInstance>();
  for (const [at, [name, url]] of Object.entries(urls).entries()) {
    const { instance, end } = await stageInstance(context, { name, url, seed: at + 1 });
    ends.push(end);
    staged.set(name, instance);
    const known = instanceName(name);
    if (known === null) throw new RangeError(name);
    instances.set(name, {
      ...{ name: known, config: instance.config, problem: null, pausedAt: null, environment: {} },
    });
  }
  const listening = { listen: '127.0.0.1:0', trustedProxies: ['127.0.0.1/32'] };
  const running = await startPortals(async () => [...instances.values()], listening, context, {
    ...{ flowsMs: 100, readingsMs: 100, idleMs: 100, refreshMs: 60_000, lookMs: 60_000 },
    ...pace,
  });
  return {
    running,
    logged,
    of(name) {
      const one = staged.get(name);
      if (one === undefined) throw new RangeError(name);
      return one;
    },
    ask(address, { method = 'GET', host, headers = [], body = '' } = {}) {
      const url = new URL(address);
      const type = body === '' ? [] : ['Content-Type: application/x-www-form-urlencoded'];
      const head = [
        `${method} ${url.pathname}${url.search} HTTP/1.1`,
        `Host: ${host ?? url.host}`,
        ...['Connection: close', `Content-Length: ${Buffer.byteLength(body)}`, ...type, ...headers],
      ];
      return rawRequest(running.address, `${head.join('\r\n')}\r\n\r\n${body}`);
    },
    async change(name, change) {
      const known = instances.get(name);
      if (known === undefined) throw new RangeError(name);
      if (change === null) instances.delete(name);
      else instances.set(name, { ...known, ...change });
      await running.refresh();
    },
    async close() {
      await running.close();
      for (const end of ends) await end();
    },
  };
}

async function stageInstance(
  context: Parameters<typeof withStage>[1],
  { name, url, seed }: { readonly name: string; readonly url: string; readonly seed: number },
): Promise<{ readonly instance: StagedInstance; readonly end: () => Promise<void> }> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  return new Promise((resolve, reject) => {
    const ended = withStage({ members: 40, files: 60, seed }, context, PORTAL_NOW, async (stage) => {
      const portal = PortalSchema.parse({ url });
      const config = { ...stage.config, portal, organisation: { ...stage.config.organisation, name } };
      const store = await openStore(config.store);
      const member = memberOf(stage);
      const links = linksOf(store, vaultKey(config, context));
      resolve({
        instance: {
          ...{ stage, config, store, member },
          link: async (kind) =>
            `/${kind === 'unsubscribe' ? 'u' : 'l'}/${await links.issue(memberId(member), kind, context.now())}`,
          async signedIn() {
            const value = randomBytes(32).toString('base64url');
            const at = { begunAt: context.now(), seenAt: context.now() };
            const session = { id: cookieId(value), member: memberId(member), browser: 'Firefox', ...at };
            await store.portal.sessions.begin(session, 5);
            return `Cookie: ${cookieName('session', { settings: portal })}=${value}`;
          },
        },
        async end() {
          await store.close();
          release();
          await ended;
        },
      });
      await released;
    });
    ended.catch(reject);
  });
}

function memberOf({ world }: Stage): string {
  const user = world.users.find(
    ({ enabled, appPassword, mail, groups }) =>
      enabled && appPassword !== null && mail !== null && !groups.includes('admin'),
  );
  if (user === undefined) throw new RangeError('no member with access');
  return user.id;
}
