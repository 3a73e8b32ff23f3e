import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { makeKey } from '../../src/credentials/age.ts';
import { openVault } from '../../src/credentials/vault.ts';
import { type MailCatcher, startMailCatcher } from '../../src/demo/mail-catcher.ts';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { type InstanceName, instanceName, memberId } from '../../src/model/ids.ts';
import { reveal, secret } from '../../src/model/secret.ts';
import type { Job } from '../../src/queue/job.ts';
import { openQueue, type Queue } from '../../src/queue/queue.ts';
import type { PostgresPlace } from '../../src/store/database/postgres-place.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { startCountedServer } from './bounds.ts';
import { type Ended, MAIN, menage } from './cli.ts';
import { makeDatabase, placeOf, withSchema } from './postgres.ts';
import { temporaryFolder } from './temporary.ts';

/** A running `menage worker`. */
export interface WorkerProcess {
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** A Nextcloud of the fleet, with its server. */
export interface FleetInstance {
  readonly name: InstanceName;
  readonly server: DemoServer;
  /** Of its own, like its vault and reports. */
  readonly folder: string;
}

/** Many Nextclouds, a database, a mailbox for all, and workers as processes of the built program. */
export interface TestFleet {
  readonly address: string;
  readonly folder: string;
  readonly instances: readonly FleetInstance[];
  readonly mails: MailCatcher;
  readonly queue: Queue;
  add(job: Job): Promise<void>;
  /** Starts one; it is killed when the fleet is closed. */
  worker(...parameters: readonly string[]): WorkerProcess;
  /** The same of another program than the built one. */
  workerOf(main: string, ...parameters: readonly string[]): WorkerProcess;
  /** Where the store of an instance is. */
  placeOf(name: string): PostgresPlace;
  /** Looks into the store of an instance. */
  withStore<T>(name: string, look: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface FleetWish {
  /** By name. */
  readonly worlds: Readonly<Record<string, World>>;
  /** Of fleet.yaml, beside what it needs. */
  readonly worker?: Readonly<Record<string, number>>;
  /** Keys of each instance's config beside those that stand. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Of a database that is empty; one is made unless given. */
  readonly address?: string;
  readonly start?: (world: World) => Promise<DemoServer>;
}

/** Opens it with nothing queued, and schedules that are never due. */
export async function openTestFleet({ worlds, worker, config = {}, ...wish }: FleetWish): Promise<TestFleet> {
  const folder = temporaryFolder('fleet');
  const address = wish.address ?? (await makeDatabase());
  const mails = await startMailCatcher({ directory: join(folder, 'mailbox') });
  const instances: FleetInstance[] = [];
  for (const [name, world] of Object.entries(worlds)) {
    const server = await (wish.start ?? startCountedServer)(world);
    const own = join(folder, 'instances', name);
    mkdirSync(own, { recursive: true });
    await furnish(own, server, mails, config);
    instances.push({ name: instanceName(name), server, folder: own });
  }
  writeFileSync(
    join(folder, 'fleet.yaml'),
    stringify({ fleet: 'instances', store: address, ...(worker !== undefined && { worker }) }),
    { mode: 0o600 },
  );
  const queue = await openQueue(placeOf(address));
  const workers = new Set<WorkerProcess>();
  const placeOfInstance = (name: string) =>
    placeOf(withSchema(address, `menage_${name.replaceAll('-', '_')}`));
  function workerOf(main: string, ...parameters: readonly string[]): WorkerProcess {
    const kill = new AbortController();
    let signal: NodeJS.Signals = 'SIGTERM';
    const ended = menage(['worker', '--config', 'fleet.yaml', '--log-format', 'json', ...parameters], {
      cwd: folder,
      main,
      kill: kill.signal,
      get signal() {
        return signal;
      },
    });
    const worker: WorkerProcess = {
      ended,
      kill(how) {
        signal = how;
        kill.abort();
      },
    };
    workers.add(worker);
    ended.finally(() => workers.delete(worker)).catch(() => undefined);
    return worker;
  }
  return {
    ...{ address, folder, instances, mails, queue },
    add: (job) => queue.add(job),
    worker: (...parameters) => workerOf(MAIN, ...parameters),
    workerOf,
    placeOf: placeOfInstance,
    async withStore(name, look) {
      const store = await openStore(placeOfInstance(name));
      try {
        return await look(store);
      } finally {
        await store.close();
      }
    },
    async close() {
      for (const worker of workers) worker.kill('SIGKILL');
      await queue.close();
      await mails.close();
      for (const { server } of instances) await server.close();
    },
  };
}

async function furnish(
  folder: string,
  { url, world }: DemoServer,
  mails: MailCatcher,
  more: Readonly<Record<string, unknown>>,
): Promise<void> {
  const config = {
    server: { url, admin: { user: world.admin.id, passwordFile: 'admin' }, timeout: '5s' },
    members: { groups: ['coop'] },
    credentials: { vault: 'menage.vault', keyFile: 'key' },
    mail: {
      transport: mails.url,
      from: 'Nextcloud <nextcloud@coop.example>',
      every: 'month',
      maxShareOfMembersFailed: '100 %',
      maxPerMinute: 10_000,
    },
    admins: { mails: ['admins@coop.example'] },
    output: { directory: 'reports' },
    schedule: { read: 'off', mails: 'off' },
    ...more,
  };
  const key = await makeKey();
  for (const [name, text] of [
    ['admin', world.admin.password],
    ['key', reveal(key)],
    ['menage.yaml', stringify(config)],
  ] as const)
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  const vault = await openVault({ path: join(folder, 'menage.vault'), key });
  await vault.put(
    world.users.flatMap(({ id, loginName, appPassword }) =>
      appPassword === null
        ? []
        : [
            {
              member: memberId(id),
              login: loginName,
              password: secret(appPassword),
              tokenId: null,
              addedAt: Date.now(),
            },
          ],
    ),
  );
}
