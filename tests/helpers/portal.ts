import { randomBytes } from 'node:crypto';
import { auditByConfig } from '../../src/app/audit/by-config.ts';
import { freeAddress, type Stage, type StageOptions, withStage } from '../../src/app/demo-stage.ts';
import { cookieId } from '../../src/app/portal/flow/cookie-id.ts';
import type { Config } from '../../src/config/load.ts';
import { Portal as PortalSchema } from '../../src/config/portal.ts';
import { openLog } from '../../src/log.ts';
import { memberId } from '../../src/model/ids.ts';
import type { LinkKind } from '../../src/model/portal/portal.ts';
import type { RunResult } from '../../src/model/result.ts';
import { cookieName } from '../../src/portal/http/respond.ts';
import { type RunningPortal, startPortal } from '../../src/portal/serve.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

/** Of one person at a time. */
const MOST_SESSIONS = 5;

/** A cooperative with its server, mailbox, store and portal, all in this process. */
export interface PortalStage extends Stage {
  readonly config: Config;
  readonly store: Store;
  readonly running: RunningPortal;
  /** Without a slash at its end. */
  readonly url: string;
  /** What the portal logged, a JSON line each. */
  readonly logged: string[];
  /** The address of a new link for a person, `…/l/T` or `…/u/T`. */
  link(member: string, kind: LinkKind, lifeMs?: number): Promise<string>;
  /** The Cookie header of somebody who is signed in. */
  signedIn(member: string): Promise<string>;
  /** Ends the portal and starts it anew, on the same store; between the two, `meanwhile`. */
  restart(meanwhile: () => Promise<void>): Promise<void>;
  /** Reads everybody, judges and stores the run. */
  audit(): Promise<RunResult>;
  close(): Promise<void>;
}

export const PORTAL_NOW = Date.UTC(2026, 10, 23, 9, 30);

/** @param settings beside the address, which is of this machine; `folder` is a sub-path such as `/menage`. */
export async function openPortal({
  settings = {},
  folder = '',
  ...wish
}: StageOptions & {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly folder?: string;
} = {}): Promise<PortalStage> {
  const stop = new AbortController();
  const logged: string[] = [];
  const sink = { write: (line: string) => logged.push(line) };
  const context = {
    environment: {},
    log: openLog({ level: 'info', format: 'json' }, sink),
    now: () => PORTAL_NOW,
    stop: stop.signal,
  };
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  return new Promise((resolve, reject) => {
    const closed = withStage({ members: 40, files: 400, ...wish }, context, PORTAL_NOW, async (stage) => {
      const listen = await freeAddress();
      const url = `http://${listen}${folder}`;
      const portal = PortalSchema.parse({ url, listen, ...settings });
      const config = { ...stage.config, portal };
      const staged = { ...context, now: stage.clock };
      const store = await openStore(config.store);
      const start = () => startPortal(config, staged, store, { flowsMs: 100, readingsMs: 100 });
      let running = await start();
      resolve({
        ...{ ...stage, config, store, url, logged },
        get running() {
          return running;
        },
        async restart(meanwhile) {
          await running.close();
          await meanwhile();
          running = await start();
        },
        async link(member, kind, lifeMs) {
          const how = lifeMs === undefined ? {} : { lifeMs };
          const token = await running.portal.links.issue(memberId(member), kind, stage.clock(), how);
          return `${url}/${kind === 'unsubscribe' ? 'u' : 'l'}/${token}`;
        },
        async signedIn(member) {
          const value = randomBytes(32).toString('base64url');
          const at = { begunAt: stage.clock(), seenAt: stage.clock() };
          const session = { id: cookieId(value), member: memberId(member), browser: 'Firefox', ...at };
          await store.portal.sessions.begin(session, MOST_SESSIONS);
          return `${cookieName('session', running.portal)}=${value}`;
        },
        async audit() {
          const how = { only: null, full: false, onProgress: () => {}, onBroken: async () => {} };
          return (await auditByConfig(store, config, staged, how)).result;
        },
        async close() {
          await running.close();
          await store.close();
          end();
          await closed;
        },
      });
      await ended;
    });
    closed.catch(reject);
  });
}
