import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type OccResult, runOcc } from './appapi/occ.ts';
import { type Counters, makeTally } from './http/counters.ts';
import { type Faults, makeFaults } from './http/faults.ts';
import { serve } from './serve.ts';
import { type AppPassword, appPasswordsOf } from './web/app-passwords.ts';
import { grantFlow } from './web/flow.ts';
import { type Impersonation, makeAppApi } from './world/app-api.ts';
import type { Site } from './world/site.ts';
import type { World } from './world/world.ts';

/** The embedded Nextcloud while it runs. */
export interface DemoServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Answered from as it is: what is changed here shows at once. */
  readonly world: World;
  /** What every member types into the login form; the administrator types the world's own. */
  readonly memberPassword: string;
  readonly counters: Counters;
  readonly faults: Faults;
  /** Says that the world was changed where no etag tells of it; what was kept of large trees is made anew. */
  changed(): void;
  /** Lets a member grant a login flow, the one begun last unless its address is named. */
  grant(member: string, login?: string): void;
  /** The app passwords of an account that let it in now, oldest first. */
  appPasswords(uid: string): readonly AppPassword[];
  /** Forgets refused logins, those of external apps too, after which the server lets everybody in again. */
  forgive(): void;
  /**
   * Runs a command of the server's own, the words after `occ`: those of AppAPI (`app_api:daemon:register`,
   * `app_api:app:register`, `…:unregister`, `…:disable`, `…:enable`), and `app:disable|enable app_api`.
   */
  occ(args: readonly string[]): Promise<OccResult>;
  /** Each request that an external app made as somebody, oldest first: what `exapp_impersonation.log` keeps. */
  impersonationLog(): readonly Impersonation[];
  /** Accounts that never logged in, whose home folder was made because an external app asked as them. */
  homesMade(): readonly string[];
  /** Every secret that the server took or gave away: passwords, app passwords, link tokens, hashes. */
  handedOut(): readonly string[];
  close(): Promise<void>;
}

export interface DemoServerOptions {
  /** UTC milliseconds by the server's clock; the real time unless given. */
  readonly clock?: () => number;
  /** A free one unless given. */
  readonly port?: number;
  /** How long `occ` waits for a program that does not answer: ten minutes, as on the server, unless given. */
  readonly patienceMs?: number;
  /** A certificate (PEM) that it trusts when it speaks to an external app over TLS. */
  readonly trusts?: string;
}

const PATIENCE_MS = 600_000;

/** Starts a Nextcloud on the loopback interface that answers from `world` what an auditor reads, and refuses the rest. */
export async function startServer(world: World, options: DemoServerOptions = {}): Promise<DemoServer> {
  const tally = makeTally();
  let version = 0;
  let url = '';
  const memberPassword = randomBytes(12).toString('base64url');
  const site: Site = {
    world,
    now: options.clock ?? Date.now,
    version: () => version,
    address: () => url,
    counters: tally.counters,
    faults: makeFaults(),
    flows: new Map(),
    secrets: new Set([world.admin.password, memberPassword]),
    tokens: new Map(),
    lastUses: new Map(),
    memberPassword,
    browsers: new Map(),
    sessions: new Map(),
    appApi: makeAppApi(),
    sizes: new WeakMap(),
    rows: new Map(),
    pages: new Map(),
  };
  const server = createServer((request, response) => {
    // By the server's own clock, as a web server tells it.
    response.sendDate = false;
    response.setHeader('Date', new Date(site.now()).toUTCString());
    serve(site, tally.begin, request, response).catch((error: unknown) => {
      // A bug of ours: shown as the fatal PHP error that it stands for, and told on stderr.
      process.stderr.write(`embedded server: ${String(error)}\n`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
  url = `http://127.0.0.1:${address.port}`;
  const closing = new AbortController();
  const { patienceMs = PATIENCE_MS, trusts } = options;
  const reach = { patienceMs, closing: closing.signal, ...(trusts !== undefined && { trusts }) };
  return {
    url,
    world,
    memberPassword,
    counters: tally.counters,
    faults: site.faults,
    changed: () => {
      version++;
    },
    grant: (member, login) => grantFlow(site, member, login),
    appPasswords: (uid) => appPasswordsOf(site, uid),
    forgive: () => {
      tally.counters.failures = 0;
      site.appApi.failures = [];
    },
    occ: (args) => runOcc(site, args, reach),
    impersonationLog: () => [...site.appApi.impersonations],
    homesMade: () => [...site.appApi.homesMade],
    handedOut: () => [...site.secrets],
    close: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
