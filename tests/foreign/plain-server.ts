import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { EntryReaderOf } from '../../src/nextcloud/dav/entry.ts';
import { entryReader } from '../../src/nextcloud/dav/entry.ts';

/** What every WebDAV server (RFC 4918, 15) tells of a file or folder. */
export const PLAIN_PROPERTIES = '<d:getetag/><d:getlastmodified/><d:resourcetype/><d:getcontentlength/>';

/**
 * Reads the answers of a server that is no Nextcloud: it gives no ids, hence they come from the paths; no sums, hence
 * those of folders are 0 and prove nothing; and names as they lie on its disk, NFD among them, which must be asked for
 * as they are. It stands with the tests, where no audit can come by it: of a Nextcloud a missing id is a missing file.
 */
export const plainReader: EntryReaderOf = (root) => {
  const read = entryReader(root);
  return (resource) => {
    const path = decodeURIComponent(resource.href.slice(root.length)).replace(/\/$/, '') || '/';
    const size = resource.isFolder ? '0' : resource.contentLength;
    return { ...read({ ...resource, size, fileId: idOf(path) }), path };
  };
};

/** As many digits as an id may have, never 0 in front. */
function idOf(path: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(path).digest('hex').slice(0, 15)}`);
  return String(digits + 1n);
}

export interface PlainServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Debian's `rclone serve webdav` on a folder, below the very address at which a Nextcloud has a member's files. */
export async function servePlain(
  folder: string,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<PlainServer> {
  const address = ['--addr', '127.0.0.1:0', '--baseurl', `/remote.php/dav/files/${user}`];
  const program = spawn(
    'rclone',
    ['serve', 'webdav', folder, ...address, '--user', user, '--pass', password],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], RCLONE_CONFIG: '/dev/null' },
    },
  );
  const ended = new Promise<void>((done) => program.once('close', () => done()));
  const url = await addressOf(program);
  return {
    url,
    async close() {
      program.kill();
      await ended;
    },
  };
}

/** Where it listens: it says so once it does. */
function addressOf(program: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    program.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve(url);
    });
    program.once('error', reject);
    program.once('close', () => reject(new Error(`rclone ended before it listened: ${said}`)));
  });
}
