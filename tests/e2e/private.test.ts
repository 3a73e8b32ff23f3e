import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { acquireLock } from '../../src/store/open.ts';
import { livingAt, menage, menageOnTerminal } from '../helpers/cli.ts';
import { ON_POSTGRES } from '../helpers/postgres.ts';
import { withSmallDisk } from '../helpers/small-disk.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { storeAt } from '../helpers/stores.ts';
import { NOW, smallWorld, userOf } from '../helpers/world.ts';

describe('forgetting', { timeout: 60_000 }, () => {
  it('waits for no run: it is refused with its holder, and nothing is erased', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder, audit, withStore }) => {
      await audit();
      const lock = await acquireLock(storeAt(folder), 'menage run', Date.now());
      const ended = await menage(['forget', 'alice'], { cwd: folder });
      expect(ended.code).toBe(5);
      expect(ended.err).toMatch(/"menage run" \(process \d+ .*wait until it has ended/);
      await lock.release();
      const members = await withStore((store) => store.members.list());
      expect(members.map(({ id }) => id)).toEqual(['alice']);
      expect((await menage(['credentials', 'list'], { cwd: folder })).out).toContain('alice');
    });
  });

  it('knows whom it is asked to forget, and does nothing without a yes', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder, audit, withStore }) => {
      await audit();
      const forget = (...words: readonly string[]) => menage(['forget', ...words], { cwd: folder });
      const unknown = await forget('alcie', '--yes');
      expect([unknown.code, unknown.err]).toEqual([
        2,
        expect.stringMatching(/"alcie", and nothing was done: near it are alice/),
      ]);
      const unasked = await forget('alice');
      expect([unasked.code, unasked.err]).toEqual([2, expect.stringContaining('--yes. Nothing was done')]);
      expect((await withStore((store) => store.members.list())).map(({ id }) => id)).toEqual(['alice']);
      const early = await menage(['purge', '--older-than', '0 days'], { cwd: folder, env: livingAt(NOW) });
      expect([early.code, early.err]).toEqual([
        2,
        expect.stringMatching(/Erase 1 run that "retention".*--yes/),
      ]);
      expect(await withStore((store) => store.runs.list())).toHaveLength(1);
      expect(
        (await menage(['purge', '--older-than', '24 months'], { cwd: folder, env: livingAt(NOW) })).code,
      ).toBe(0);
    });
  });

  it('lets the app password revoke itself, or says how to delete it', async () => {
    for (const isUp of [true, false]) {
      await withSmallWorkspace(smallWorld(), {}, async ({ folder, world, server, audit, withStore }) => {
        await audit();
        if (!isUp) await server.close();
        const ended = await menage(['forget', 'alice', '--yes'], { cwd: folder });
        expect(ended.code).toBe(0);
        if (isUp) {
          expect(userOf(world, 'alice').appPassword).toBeNull();
          expect(ended.out).toContain('The app password is revoked.');
        } else {
          expect(ended.err).toMatch(
            /stays valid on the server .*delete it in Nextcloud with "occ user:auth-tokens:delete alice .*Settings › Security/,
          );
          expect(ended.out).not.toContain('is revoked');
        }
        expect([...(await withStore((store) => store.members.known()))]).not.toContain('alice');
        expect((await menage(['credentials', 'list'], { cwd: folder })).out).toContain('0 members');
      });
    }
  });

  it('asks on a terminal, and keeps all after a no', async ({ skip }) => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder, world, audit, withStore }) => {
      await audit();
      const forget = (type: string) =>
        menageOnTerminal(['forget', 'alice'], { cwd: folder }, [{ after: /cannot be undone/, type }]);
      const kept = await forget('n');
      if (kept === null) return skip('no `script` here');
      expect(kept).toMatchObject({ code: 2, out: expect.stringContaining('Stopped: nothing was done.') });
      expect(userOf(world, 'alice').appPassword).not.toBeNull();
      expect((await withStore((store) => store.members.list())).map(({ id }) => id)).toEqual(['alice']);
      expect(await forget('y')).toMatchObject({ code: 0 });
      expect(await withStore((store) => store.members.list())).toEqual([]);
    });
  });

  it('revokes first: where the vault cannot be written all else stands, and it says so', async () => {
    await withSmallWorkspace(smallWorld(), {}, async ({ folder, world, audit, withStore }) => {
      await audit();
      // Too long for the name beside it under which it would be written anew.
      const long = 'v'.repeat(245);
      renameSync(join(folder, 'menage.vault'), join(folder, long));
      const config = join(folder, 'menage.yaml');
      const before = readFileSync(config, 'utf8');
      writeFileSync(config, before.replace('menage.vault', long));
      const ended = await menage(['forget', 'alice', '--yes'], { cwd: folder });
      expect([ended.code, ended.err]).toEqual([
        3,
        expect.stringMatching(
          /app password of alice is revoked, all else stands[\s\S]*what was there before stands/,
        ),
      ]);
      expect(userOf(world, 'alice').appPassword).toBeNull();
      expect((await withStore((kept) => kept.members.list())).map(({ id }) => id)).toEqual(['alice']);
      renameSync(join(folder, long), join(folder, 'menage.vault'));
      writeFileSync(config, before);
      const again = await menage(['forget', 'alice', '--yes'], { cwd: folder });
      expect([again.code, again.err]).toEqual([0, '']);
    });
  });
});

// SQLite needs room beside its file to erase; of a database server's disk: tests/store/database/postgres-faults.postgres.test.ts.
describe.skipIf(ON_POSTGRES)('forgetting on a full disk', { timeout: 60_000 }, () => {
  it('keeps the person and everything about them; of the app password, which is revoked, nothing is left', async ({
    skip,
  }) => {
    await withSmallDisk(skip, async (disk) => {
      await withSmallWorkspace(smallWorld(), { storeFolder: disk.folder }, async (workspace) => {
        const { folder, world, audit, withStore } = workspace;
        await audit();
        disk.fill(40_000);
        const ended = await menage(['forget', 'alice', '--yes'], { cwd: folder });
        expect([ended.code, ended.err]).toEqual([
          3,
          expect.stringMatching(
            /app password of alice is revoked, all else stands[\s\S]*disk .* is full.*what stood before stands/,
          ),
        ]);
        disk.free();
        expect(userOf(world, 'alice').appPassword).toBeNull();
        expect((await withStore((kept) => kept.members.list())).map(({ id }) => id)).toEqual(['alice']);
        expect((await menage(['credentials', 'list'], { cwd: folder })).out).toContain('0 members');
        const again = await menage(['forget', 'alice', '--yes'], { cwd: folder });
        expect([again.code, again.err]).toEqual([0, '']);
      });
    });
  });
});

describe('making app passwords', { timeout: 60_000 }, () => {
  it('keeps each as it is made: killed half-way, none that was printed is lost', async () => {
    const ids = ['anna', 'bob', 'carla', 'dora'];
    const world = smallWorld({ members: Object.fromEntries(ids.map((id) => [id, { appPassword: null }])) });
    await withSmallWorkspace(world, {}, async ({ folder }) => {
      const occ = join(folder, 'occ');
      // Makes two app passwords, then says that it was asked for a third and hangs.
      writeFileSync(
        occ,
        `#!/bin/sh
case "$1 $3" in
  *:list*) echo '[]' ;;
  *' carla') touch '${folder}/third'; exec sleep 20 ;;
  *) echo "TokenTokenTokenTokenToken$3" ;;
esac
`,
      );
      chmodSync(occ, 0o755);
      const config = join(folder, 'menage.yaml');
      writeFileSync(
        config,
        readFileSync(config, 'utf8').replace('credentials:\n', `credentials:\n  occ: [${occ}]\n`),
      );
      const killer = new AbortController();
      const watch = setInterval(() => existsSync(join(folder, 'third')) && killer.abort(), 20);
      const ended = await menage(['credentials', 'mint', '--run'], { cwd: folder, kill: killer.signal });
      clearInterval(watch);
      expect(ended.signal).toBe('SIGKILL');
      const { out } = await menage(['credentials', 'list'], { cwd: folder });
      expect(out).toMatch(/^anna .*\nbob .*\n2 members have granted access/);
    });
  });

  it('takes what the script prints line by line, each kept before the next is there', async () => {
    await withSmallWorkspace(
      smallWorld({ members: { anna: { appPassword: null } } }),
      {},
      async ({ folder }) => {
        const line = (uid: string) => `{"uid":"${uid}","token":"TokenTokenTokenTokenToken","tokens":[]}`;
        const input = `${line('anna')}\nPHP Warning\n${line('bob')}`;
        const ended = await menage(['credentials', 'mint', '--take'], { cwd: folder, input });
        expect(ended).toMatchObject({
          code: 3,
          out: expect.stringMatching(/^2 app passwords are in the vault/),
        });
        expect(ended.err).toContain('line 2 was not printed by the script');
      },
    );
  });

  it('says when the server gave too many accounts to know them all, as "credentials check" does', async () => {
    await withSmallWorkspace(
      smallWorld({ members: { anna: { appPassword: null } } }),
      {},
      async ({ folder }) => {
        const config = join(folder, 'menage.yaml');
        writeFileSync(
          config,
          readFileSync(config, 'utf8').replace('server:\n', 'server:\n  limits: { accounts: 1 }\n'),
        );
        const minted = await menage(['credentials', 'mint'], { cwd: folder });
        expect(minted.err).toMatch(
          /account list is cut: .*server\.limits\.accounts\. Members may be missing here/,
        );
        const checked = await menage(['credentials', 'check'], { cwd: folder });
        expect(checked.err).toMatch(/account list is cut: .*server\.limits\.accounts\. Who is not listed/);
      },
    );
  });
});
