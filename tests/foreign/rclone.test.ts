import { spawn, spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startServer } from '../../src/demo/nextcloud/server.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { openStage, type Stage } from '../helpers/stage.ts';
import { smallWorld, userOf } from '../helpers/world.ts';
import { NAMES } from './names.ts';

let stage: Stage;
/** The same cooperative once more: rclone keeps to no bound, and the stage counts. */
let server: DemoServer;
beforeAll(async () => {
  stage = await openStage({ readable: true });
  server = await startServer(stage.world);
});
afterAll(async () => {
  await server.close();
  await stage.close();
});

/** What Debian's rclone sees of a member's tree over WebDAV: files and bytes. */
async function seenByRclone(server: DemoServer, id: string, login: string, password: string) {
  const pass = spawnSync('rclone', ['obscure', password]).stdout.toString().trim();
  const url = `${server.url}/remote.php/dav/files/${encodeURIComponent(id)}/`;
  const remote = `:webdav,vendor=nextcloud,url="${url}",user="${login}",pass="${pass}":`;
  const program = spawn('rclone', ['lsjson', '-R', '--files-only', '--no-mimetype', '--no-modtime', remote]);
  let out = '';
  let err = '';
  program.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  program.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const code = await new Promise<number | null>((ended) => program.once('close', ended));
  expect(code, err).toBe(0);
  const files: readonly { readonly Size: number }[] = JSON.parse(out);
  return { files: files.length, bytes: files.reduce((sum, { Size }) => sum + Size, 0) };
}

describe('a program that nobody here wrote', { timeout: 120_000 }, () => {
  it('reads the embedded server with the same totals as menage, where nothing foreign lies in the tree', async () => {
    const { result } = await stage.audit();
    const sharedTo = new Set(
      result.shares.flatMap(({ recipient }) => (recipient === null ? [] : [recipient])),
    );
    const alone = stage.world.users.filter(
      ({ id, groups, mounts, appPassword }) =>
        appPassword !== null &&
        mounts.length === 0 &&
        !sharedTo.has(id) &&
        !groups.some((group) => sharedTo.has(group)),
    );
    const own = alone.filter(({ id }) =>
      result.members.some((member) => member.id === id && member.usage.source === 'crawl'),
    );
    expect(own.length).toBeGreaterThan(2);
    for (const { id, loginName, appPassword } of own.slice(0, 6)) {
      const usage = result.members.find((member) => member.id === id)?.usage;
      expect(await seenByRclone(server, id, loginName, appPassword ?? '')).toEqual({
        files: usage?.files,
        bytes: usage?.bytes,
      });
    }
  });

  it('reads hostile names from it, as menage does', async () => {
    const names = [...new Set(NAMES.map((name) => name.normalize('NFC')))];
    const files = names.flatMap((name, at) => [
      [`/${name}`, at] as const,
      [`/folders/${name}/${name}`, 100 + at] as const,
    ]);
    const world = smallWorld({ members: { alice: { files: Object.fromEntries(files) } } });
    const usage = await withSmallWorkspace(world, {}, async ({ audit }) => {
      const { code, result } = await audit();
      expect(code).toBe(0);
      return result.members[0]?.usage;
    });
    const other = await startServer(world);
    try {
      const { loginName, appPassword } = userOf(world, 'alice');
      const seen = await seenByRclone(other, 'alice', loginName, appPassword ?? '');
      expect(seen).toEqual({ files: files.length, bytes: files.reduce((sum, [, size]) => sum + size, 0) });
      expect(seen).toEqual({ files: usage?.files, bytes: usage?.bytes });
    } finally {
      await other.close();
    }
  });
});
