import { runAudit } from '../../src/app/audit/audit.ts';
import type { AuditOutcome } from '../../src/app/audit/audit-members.ts';
import type { AuditSetting } from '../../src/app/audit/setting.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { parseConfig } from '../../src/config/load.ts';
import { demoConfigYaml } from '../../src/demo/coop/config.ts';
import { type Coop, type CoopOptions, makeCoop } from '../../src/demo/coop/coop.ts';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { groupId, memberId } from '../../src/model/ids.ts';
import { secret } from '../../src/model/secret.ts';
import { openClient } from '../../src/nextcloud/http/client.ts';
import { probedClient } from '../../src/nextcloud/ocs/probed-client.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { CONCURRENCY, startCountedServer } from './bounds.ts';
import { ownAccess } from './own-access.ts';
import { storeAt } from './stores.ts';
import { temporaryFolder } from './temporary.ts';
import { VERSION } from './version.ts';

/** A cooperative with its server and a store, audited by the very code of the commands. */
export interface Stage extends Coop {
  readonly server: DemoServer;
  readonly store: Store;
  readonly folder: string;
  setNow(moment: number): void;
  audit(changes?: Partial<AuditSetting>): Promise<AuditOutcome>;
  /** Lends what `audit` would be done with, and a client of its own. */
  open<T>(work: (setting: AuditSetting) => Promise<T>, changes?: Partial<AuditSetting>): Promise<T>;
  close(): Promise<void>;
}

export const NOW = Date.UTC(2026, 9, 23, 9, 30);

export async function openStage(wish: Partial<CoopOptions> = {}): Promise<Stage> {
  return stageOf(makeCoop({ seed: 7, now: NOW, version: VERSION, ...wish }), wish);
}

/** The same of a cooperative that was made before. */
export async function stageOf({ world, truth }: Coop, wish: Partial<CoopOptions> = {}): Promise<Stage> {
  const folder = temporaryFolder('stage');
  const store = await openStore(storeAt(folder));
  let now = wish.now ?? NOW;
  const server = await startCountedServer(world, { clock: () => now });
  return {
    world,
    truth,
    server,
    store,
    folder,
    setNow: (moment) => {
      now = moment;
    },
    audit: (changes = {}) => withSetting(server, store, world, truth, () => now, runAudit, changes),
    open: (work, changes = {}) => withSetting(server, store, world, truth, () => now, work, changes),
    close: async () => {
      await store.close();
      await server.close();
    },
  };
}

async function withSetting<T>(
  server: DemoServer,
  store: Store,
  world: World,
  truth: Coop['truth'],
  clock: () => number,
  work: (setting: AuditSetting) => Promise<T>,
  changes: Partial<AuditSetting>,
): Promise<T> {
  const schemas = Object.fromEntries(CHECKS.map(({ id, options }) => [id, options]));
  const places = { url: server.url, adminPasswordFile: 'admin', keyFile: 'key', smtp: 'smtp://127.0.0.1:25' };
  const parsed = parseConfig(demoConfigYaml(places, truth), schemas);
  if ('problems' in parsed) throw new Error(JSON.stringify(parsed.problems));
  const { config } = parsed;
  const client = probedClient(
    await openClient({ url: server.url, concurrency: CONCURRENCY, idleTimeoutMs: 5_000 }),
  );
  const users = new Map(world.users.map((user) => [user.id, user]));
  try {
    return await work({
      url: server.url,
      client,
      admin: { login: world.admin.id, password: secret(world.admin.password) },
      access: ownAccess((member) => {
        const user = users.get(member);
        return user?.appPassword ? { login: user.loginName, password: secret(user.appPassword) } : null;
      }),
      granted: world.users.flatMap(({ id, appPassword }) => (appPassword === null ? [] : [memberId(id)])),
      keepDeparted: config.retention.departed,
      store,
      clock,
      zone: config.organisation.timezone,
      language: 'fr',
      groups: config.members.groups.map(groupId),
      except: config.members.except,
      quotaRule: config.members.quota,
      directory: null,
      antennas: config.referents.map(({ group }) => group),
      checks: CHECKS,
      checkSettings: config.checks,
      exceptions: config.exceptions,
      accept: config.accept,
      only: null,
      full: false,
      readTrash: true,
      membersAtOnce: CONCURRENCY,
      onProgress: () => {},
      ...changes,
    });
  } finally {
    client.close();
  }
}
