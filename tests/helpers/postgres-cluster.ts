import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { removeFolder, temporaryFolder } from './temporary.ts';

/** A PostgreSQL server of the tests' own, on this machine and in a temporary folder. */
export interface PostgresCluster {
  /** `postgres://menage@127.0.0.1:PORT/postgres`: a user who may do everything, without a password. */
  readonly address: string;
  /** The folder of its data: certificates that its settings name are looked for there. */
  readonly data: string;
  /** @throws {Error} with what the server wrote, when it does not come up. */
  start(): Promise<void>;
  /** "fast" ends the connections; "immediate" is a crash, after which it recovers. */
  stop(how: 'fast' | 'immediate'): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

export interface ClusterOptions {
  /** Of postgresql.conf, over those that make tests quick. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called with the data's folder and its owner before the server starts. */
  readonly prepare?: (data: string, owner: Owner | null) => void;
}

/** The account that the server runs as; PostgreSQL refuses to be root. */
interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** Nothing of a test must outlive a power cut. */
const SETTINGS = { fsync: 'off', max_connections: '300', shared_buffers: '32MB', autovacuum_naptime: '10s' };
const STOP_SIGNAL = { fast: 'SIGINT', immediate: 'SIGQUIT' } as const;

/**
 * Makes and starts a cluster by the newest PostgreSQL of this machine.
 * @throws {Error} where there is none, or it does not come up.
 */
export async function startCluster({
  settings = {},
  prepare,
}: ClusterOptions = {}): Promise<PostgresCluster> {
  const bin = binaries();
  const owner = process.getuid?.() === 0 ? accountOf('postgres') : null;
  const folder = temporaryFolder('postgres');
  if (owner !== null) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const as = { cwd: folder, ...owner };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-U', 'menage', '-A', 'trust', '--no-locale', '-E', 'UTF8', '--no-sync'],
    { ...as, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  prepare?.(data, owner);
  const port = await freePort();
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: folder, ...SETTINGS, ...settings };
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let server: ChildProcess | null = null;

  async function stop(how: 'fast' | 'immediate'): Promise<void> {
    if (server === null || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(STOP_SIGNAL[how]);
    await ended;
    server = null;
  }

  const cluster: PostgresCluster = {
    address: `postgres://menage@127.0.0.1:${port}/postgres`,
    data,
    async start() {
      server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
        ...as,
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      await untilReady(server);
    },
    stop,
    async close() {
      await stop('immediate');
      removeFolder(folder);
    },
  };
  try {
    await cluster.start();
  } catch (error) {
    await cluster.close();
    throw error;
  }
  return cluster;
}

/** The folder of PostgreSQL's programs: Debian keeps the server's programs outside of PATH. */
export function binaries(): string {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env['PATH'] ?? '').split(delimiter),
  ];
  const found = places.find((place) => existsSync(join(place, 'initdb')));
  if (found === undefined) throw new Error('There is no PostgreSQL server here: apt-get install postgresql');
  return found;
}

function accountOf(name: string): Owner {
  const number = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: number('-u'), gid: number('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  server.close();
  await once(server, 'close');
  return address.port;
}

function untilReady(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = '';
    const failed = () => reject(new Error(`PostgreSQL did not come up: ${log}`));
    server.once('error', reject);
    server.once('exit', failed);
    server.stderr?.on('data', (chunk: Buffer) => {
      if (log.includes('ready to accept connections')) return;
      log += chunk.toString();
      if (!log.includes('ready to accept connections')) return;
      server.off('exit', failed);
      resolve();
    });
  });
}
