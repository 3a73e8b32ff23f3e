import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { expect, it } from 'vitest';
import { vaultOf } from '../../src/app/open.ts';
import { configOf } from '../../src/cli/config.ts';
import { contextOf } from '../../src/cli/context.ts';
import { reveal } from '../../src/model/secret.ts';
import { formsOf } from '../helpers/app-secret.ts';
import { startOcc } from '../helpers/appapi.ts';
import { livingAt, menage } from '../helpers/cli.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';

const LISTEN = ['--listen', '127.0.0.1:0'];
const NO_TOKENS = { appPassword: null };

it('shows the secret of a registration nowhere: output, log, arguments, config, store, report, mail', {
  timeout: 120_000,
}, async () => {
  const world = smallWorld({
    members: {
      alice: { files: { '/a.txt': 10 }, ...NO_TOKENS },
      bob: { files: { '/Plans/b.pdf': 20 }, ...NO_TOKENS },
    },
    shares: [{ fileOwner: 'bob', path: '/Plans', type: 3 }],
  });
  await withSmallWorkspace(world, {}, async (workspace) => {
    /** All that a person, a list of processes or a backup could see. */
    const texts: string[] = [];
    const occ = await startOcc(workspace.server);
    /** The built program, as talkative as it can be. */
    const run = async (...words: readonly string[]) => {
      const all = [...words, '--verbose', '--log-format', 'json'];
      const ended = await menage(all, { cwd: workspace.folder, env: livingAt(NOW) });
      texts.push(all.join(' '), ended.out, ended.err);
      return ended;
    };
    const before = new Set(workspace.server.handedOut());
    const made = () => workspace.server.handedOut().filter((one) => one.length === 128 && !before.has(one));
    await run('credentials', 'appapi', '--occ', occ.command, ...LISTEN);
    expect(await sealedIn(workspace)).toBe(made()[0]);
    await run('run');
    await run('send', '--yes');
    await run('doctor');
    await run('credentials', 'appapi', 'rotate', '--occ', occ.command, ...LISTEN);
    await workspace.server.occ(['app_api:app:unregister', 'menage', '--force']);
    const refused = await run('audit', '--full');
    expect([refused.code === 0, refused.err]).toEqual([false, expect.stringContaining('credentials appapi')]);
    await run('credentials', 'appapi', 'revoke', '--occ', occ.command, ...LISTEN);
    await occ.close();

    expect([made().length, await sealedIn(workspace)]).toEqual([2, null]);
    expect(workspace.server.impersonationLog().map(({ uid }) => uid)).toContain('alice');
    expect(workspace.mails.received.length).toBeGreaterThan(0);
    texts.push(JSON.stringify(occ.calls), ...filesIn(workspace.folder));
    for (const { raw } of workspace.mails.received) {
      const { text = '', html } = await simpleParser(raw);
      texts.push(text, html || '');
    }
    const uids = workspace.world.users.map(({ id }) => id);
    const shown = made()
      .flatMap((secret) => formsOf(secret, uids))
      .filter((form) => texts.some((text) => text.includes(form)));
    expect(shown).toEqual([]);
  });
});

/** The secret that the vault holds sealed; null where it holds none. */
async function sealedIn({ folder }: SmallWorkspace): Promise<string | null> {
  const context = contextOf({ config: join(folder, 'menage.yaml') }, new AbortController().signal);
  const registration = (await vaultOf(configOf(context), context)).registration();
  return registration === null ? null : reveal(registration.secret);
}

/** Every byte of every file that the program has left. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'latin1'));
}
