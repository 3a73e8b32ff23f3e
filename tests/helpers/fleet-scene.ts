import { chownSync, cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { DemoServer } from '../../src/demo/nextcloud/server.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { startCountedServer } from './bounds.ts';
import { livingAt, menage } from './cli.ts';
import { type FleetInstance, openTestFleet, type TestFleet } from './fleet.ts';
import { ask, withSchema } from './postgres.ts';
import { type PostgresCluster, startCluster } from './postgres-cluster.ts';
import { comparable } from './same-result.ts';
import { copyStore } from './stores.ts';
import { smallWorld } from './world.ts';

/** A fleet in its second month, on a PostgreSQL of its own. */
export interface FleetScene {
  readonly cluster: PostgresCluster;
  readonly fleet: TestFleet;
  /** Puts stores, folders and servers back as they were at the beginning of the night. */
  restore(): Promise<void>;
  /** Queues the work of a night that ends in mails. */
  beginNight(): Promise<void>;
  /** Whether nothing is queued any more. Jobs that failed are due again at once. */
  isOver(): Promise<boolean>;
  /** Starts workers until nothing is queued. */
  endNight(): Promise<void>;
  /** What the night came to so far. */
  nightOf(instance: FleetInstance): Promise<Night>;
  close(): Promise<void>;
}

/** What one night of an instance came to. */
export interface Night {
  readonly result: ReturnType<typeof comparable>;
  /** Addresses of those who got a mail, one an arrival. */
  readonly mailed: readonly string[];
  /** When the server was asked as each member, UTC milliseconds. */
  readonly askedAt: ReadonlyMap<string, readonly number[]>;
  /** When the reading of each member was kept, one a time. */
  readonly keptAt: ReadonlyMap<string, readonly number[]>;
}

interface Request {
  readonly server: DemoServer;
  readonly member: string;
  readonly at: number;
}

const DAY = 86_400_000;
/** Members of each instance: those of the first are read in two batches. */
const SIZES = new Map([
  ['lyon', 55],
  ['paris', 12],
  ['rennes', 5],
]);
/** How late each server answers, milliseconds. */
const LATE_MS = 25;
/** A night that is not over by then does not end. */
const NIGHT_MS = 240_000;

/** @param disk where the database keeps tables and indexes; with the rest unless given. */
export async function openFleetScene(seed: number, disk?: string): Promise<FleetScene> {
  const cluster = await startCluster();
  try {
    if (disk !== undefined) {
      const { uid, gid } = statSync(cluster.data);
      chownSync(disk, uid, gid);
      await ask(cluster.address, `CREATE TABLESPACE small LOCATION '${disk}'`);
      await ask(cluster.address, 'ALTER ROLE menage SET default_tablespace = small');
    }
    return await sceneOn(cluster, seed);
  } catch (error) {
    await cluster.close();
    throw error;
  }
}

async function sceneOn(cluster: PostgresCluster, seed: number): Promise<FleetScene> {
  const requests: Request[] = [];
  let shift = -31 * DAY;
  const clock = () => Date.now() + shift;
  const fleet = await openTestFleet({
    worlds: Object.fromEntries([...SIZES].map(([name, size], at) => [name, world(name, size, seed + at)])),
    address: cluster.address,
    start: async (one) => observed(await startCountedServer(one, { clock }), requests),
  });
  const { address, instances, mails, queue } = fleet;
  await Promise.all(instances.map((instance) => firstMonth(fleet, instance, clock())));
  shift = 0;
  await ask(address, 'CREATE TABLE public.kept_readings (instance TEXT, member TEXT, at TIMESTAMPTZ)');
  for (const { name, folder, server } of instances) {
    secondMonth(server);
    cpSync(folder, keptFolder(folder), { recursive: true, preserveTimestamps: true });
    await copyStore(fleet.placeOf(name), fleet.placeOf(`${name}-kept`));
    await noteReadings(address, fleet.placeOf(name).schema);
  }
  const lastLogins = instances.map(({ server }) => server.world.users.map(({ lastLogin }) => lastLogin));
  let firstMail = 0;
  return {
    cluster,
    fleet,
    async restore() {
      for (const { name, folder } of instances) {
        rmSync(folder, { recursive: true });
        cpSync(keptFolder(folder), folder, { recursive: true, preserveTimestamps: true });
        await copyStore(fleet.placeOf(`${name}-kept`), fleet.placeOf(name));
      }
      await ask(address, 'TRUNCATE public.kept_readings');
      for (const [at, { server }] of instances.entries())
        for (const [one, user] of server.world.users.entries())
          user.lastLogin = lastLogins[at]?.[one] ?? null;
      requests.length = 0;
      firstMail = mails.received.length;
    },
    async beginNight() {
      for (const { name } of instances)
        await fleet.add({ kind: 'inventory', instance: name, purpose: 'mails' });
    },
    async isOver() {
      await hurry(address);
      return (await queue.list()).length === 0;
    },
    async endNight() {
      const until = performance.now() + NIGHT_MS;
      for (;;) {
        const { code, err } = await fleet.worker('--once').ended;
        const jobs = await queue.list();
        if (jobs.length === 0) return;
        if (performance.now() > until)
          throw new Error(`a night that does not end (${code}): ${JSON.stringify(jobs)} ${err.slice(-3000)}`);
        await hurry(address);
      }
    },
    async nightOf({ name, server }) {
      const result = await fleet.withStore(name, async ({ runs }) => {
        const [latest] = await runs.list();
        return latest === undefined ? null : await runs.result(latest.id);
      });
      if (result === null) throw new Error(`the night of ${name} has no result`);
      const kept = await ask(
        address,
        'SELECT member, extract(epoch FROM at) * 1000 AS at FROM public.kept_readings WHERE instance = $1',
        [name],
      );
      return {
        result: comparable(result),
        mailed: mails.received
          .slice(firstMail)
          .flatMap(({ to }) => to)
          .filter((to) => to.startsWith(`${name}-`) || to.startsWith(`admins-of-${name}@`)),
        askedAt: byMember(requests.filter((one) => one.server === server)),
        keptAt: byMember(kept.map(({ member, at }) => ({ member: String(member), at: Number(at) }))),
      };
    },
    async close() {
      await fleet.close();
      await cluster.close();
    },
  };
}

/** Beside the folder of the instances, so that it is none. */
function keptFolder(folder: string): string {
  return join(folder, '..', '..', 'kept', basename(folder));
}

/** Three of four members have something to be mailed about. */
function world(name: string, size: number, seed: number): World {
  const old = { modifiedAt: Date.now() - 900 * DAY, uploadedAt: Date.now() - 900 * DAY };
  const ids = Array.from({ length: size }, (_, at) => `${name}-${at + 1}`);
  const filesOf = (at: number) => ({
    '/Papiers/note.odt': 20_000 + at,
    ...(at % 4 !== 3 && { '/Films/film.mkv': { size: 1_900_000_000, ...old } }),
  });
  return smallWorld({
    seed,
    members: Object.fromEntries(ids.map((id, at) => [id, { files: filesOf(at) }])),
    shares: ids.slice(0, 2).map((fileOwner) => ({ fileOwner, path: '/Papiers/note.odt' })),
  });
}

/** A server that notes each request as a member. */
function observed(server: DemoServer, requests: Request[]): DemoServer {
  const { faults } = server;
  const { strike } = faults;
  faults.strike = (member, asked) => {
    if (member !== null && member !== 'admin') requests.push({ server, member, at: Date.now() });
    return strike(member, asked);
  };
  return server;
}

/** One process reads an instance and releases its first mails. */
async function firstMonth(fleet: TestFleet, { name, folder }: FleetInstance, moment: number): Promise<void> {
  const config: unknown = parse(readFileSync(join(folder, 'menage.yaml'), 'utf8'));
  const store = withSchema(fleet.address, fleet.placeOf(name).schema);
  const own = { ...(config as object), admins: { mails: [`admins-of-${name}@coop.example`] } };
  for (const [file, one] of [
    ['menage.yaml', own],
    ['first.yaml', { ...own, store }],
  ] as const)
    writeFileSync(join(folder, file), stringify(one), { mode: 0o600 });
  const { code, err } = await menage(['run', '--yes', '--config', 'first.yaml'], {
    cwd: folder,
    env: livingAt(moment),
  });
  if (code !== 0) throw new Error(`the first month of ${name} ended with ${code}: ${err}`);
}

/** Somebody closes a link, everybody was there, and the server answers late. */
function secondMonth({ world: { shares, users }, faults, changed }: DemoServer): void {
  faults.add({ fault: 'slow', delayMs: LATE_MS });
  shares.splice(0, 1);
  for (const user of users) if (user.id !== 'admin') user.lastLogin = Date.now() - 5 * DAY;
  changed();
}

/** Lets the database note when each reading was kept. */
async function noteReadings(address: string, schema: string): Promise<void> {
  await ask(
    address,
    `CREATE OR REPLACE FUNCTION public.note_reading() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
       INSERT INTO public.kept_readings VALUES (substr(TG_TABLE_SCHEMA, length('menage_') + 1), NEW.member, clock_timestamp());
       RETURN NULL;
     END $$;
     CREATE TRIGGER note_reading AFTER INSERT OR UPDATE ON ${schema}.run_readings FOR EACH ROW
       EXECUTE FUNCTION public.note_reading()`,
  );
}

/** As if the pauses had passed that grow with each try. */
async function hurry(address: string): Promise<void> {
  await ask(
    address,
    `SELECT menage_queue.reschedule_jobs(ARRAY(
       SELECT id FROM menage_queue.jobs WHERE locked_by IS NULL AND last_error IS NOT NULL AND run_at > now()
     ), run_at := now())`,
  );
}

function byMember(all: readonly { readonly member: string; readonly at: number }[]) {
  const moments = new Map<string, number[]>();
  for (const { member, at } of all) moments.set(member, [...(moments.get(member) ?? []), at]);
  return moments;
}
