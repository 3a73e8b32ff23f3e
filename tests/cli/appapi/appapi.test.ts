import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { vaultOf } from '../../../src/app/open.ts';
import { register, revoke, rotate } from '../../../src/cli/appapi/appapi.ts';
import type { AppApiOptions } from '../../../src/cli/appapi/order.ts';
import { configOf } from '../../../src/cli/config.ts';
import { type Context, contextOf } from '../../../src/cli/context.ts';
import { typedWords } from '../../../src/credentials/occ.ts';
import { PLAYED } from '../../../src/demo/nextcloud/world/flavour.ts';
import { openLog } from '../../../src/log.ts';
import { EXIT } from '../../../src/model/errors.ts';
import { reveal } from '../../../src/model/secret.ts';
import { startOcc } from '../../helpers/appapi.ts';
import { type SmallWorkspace, withSmallWorkspace } from '../../helpers/small-workspace.ts';
import { smallWorld } from '../../helpers/world.ts';

const ANYWHERE = { listen: '127.0.0.1:0' };

function world() {
  const made = smallWorld({
    members: { alice: { files: { '/a.txt': 1 } }, bob: {}, never: { lastLogin: null } },
  });
  made.version = PLAYED[32];
  return made;
}

/** The command on a terminal that keeps what it shows, before somebody who pastes what it prints. */
function terminal({ folder, server }: SmallWorkspace) {
  let shown = '';
  const show = (text: string) => {
    shown += text;
  };
  const stop = new AbortController();
  const file = join(folder, 'menage.yaml');
  const context: Context = {
    ...contextOf({ config: file }, stop.signal),
    log: openLog({ level: 'info', format: 'text' }, { write: show }),
    progress: (line) => show(line ?? ''),
    out: (text) => {
      show(`${text}\n`);
      void paste(text);
    },
  };
  async function paste(text: string) {
    for (const line of text.split('\n'))
      if (line.startsWith('sudo -u www-data php /var/www/nextcloud/occ '))
        await server.occ(typedWords(line).slice(5));
  }
  return {
    ...{ context, stop },
    shown: () => shown,
    secret: async () => {
      const registration = (await vaultOf(configOf(context), context)).registration();
      return registration === null ? null : reveal(registration.secret);
    },
    occ: async () => {
      const { command, close } = await startOcc(server);
      onTestFinished(close);
      return command;
    },
  };
}

describe('credentials appapi', () => {
  it('prints two commands that can be pasted as they are, and says who can be read', async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { context, shown, secret } = terminal(workspace);
      const own = await vaultOf(configOf(context), context);
      await own.remove(own.list().map(({ member }) => member));
      expect(await register(context, ANYWHERE)).toBe(EXIT.done);
      expect(shown()).toMatch(
        /occ app_api:daemon:register menage_host Menage manual-install http 127\.0\.0\.1 http:.*\n.*occ app_api:app:register menage menage_host --json-info '\{"name"/,
      );
      expect(shown()).toContain('Registered: Nextcloud knows the secret');
      expect(shown()).toContain('2 of 3 members can be read now.\nTried with alice: the root answers.');
      expect(shown()).toContain('1 never logged in, and are not asked');
      const made = (await secret()) ?? '';
      expect(made).toHaveLength(128);
      expect(shown()).not.toContain(made);
      expect(readFileSync(join(workspace.folder, 'menage.vault')).includes(made)).toBe(false);
      expect(await register(context, ANYWHERE)).toBe(EXIT.done);
      expect(shown()).toMatch(/menage is registered since \d{4}-\d\d-\d\d, and Nextcloud accepts it/);
      expect(await secret()).toBe(made);
    });
  });

  it('rotates by pasting and revokes by occ, and says why to disable is not enough', async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { context, shown, secret, occ } = terminal(workspace);
      const byOcc: AppApiOptions = { ...ANYWHERE, occ: await occ() };
      expect(await register(context, ANYWHERE)).toBe(EXIT.done);
      expect(shown()).toMatch(/It ends by: .* revoke --listen 127\.0\.0\.1:[1-9]\d*\n/);
      const first = await secret();
      expect(await rotate(context, ANYWHERE)).toBe(EXIT.done);
      expect(await secret()).not.toBe(first);
      expect(await revoke(context, byOcc)).toBe(EXIT.done);
      expect(await secret()).toBeNull();
      expect(shown()).toContain('Nextcloud refuses its secret, and the vault has forgotten it');
      expect(shown()).toContain('a disabled app still reads every file');
      expect(await revoke(context, byOcc)).toBe(EXIT.done);
      expect(shown()).toContain('The vault holds no registration: nothing to forget.');
    });
  });

  it('ends by Ctrl-C with nothing sealed', async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { context, stop, secret, shown } = terminal(workspace);
      const silent = { ...context, out: () => stop.abort('SIGINT') };
      expect(await register(silent, ANYWHERE)).toBe(EXIT.interrupted);
      expect(await secret()).toBeNull();
      expect(shown()).toContain('Stopped. Nothing was sealed.');
    });
  });

  it('announces in the language of the organisation, and prints the rule of a front; nothing is asked', async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { context, shown } = terminal(workspace);
      expect(await register(context, { announcement: true })).toBe(EXIT.done);
      expect(shown()).toMatch(/^Objet\s: Notre Nextcloud[\s\S]*Pour refuser/);
      expect(await register(context, { proxyRule: 'nginx', from: ['192.0.2.7'] })).toBe(EXIT.done);
      expect(shown()).toContain('return 403');
      expect(shown()).toContain('192.0.2.7');
      expect(workspace.server.counters.requests).toBe(0);
    });
  });

  it('changes nothing where a text was asked for', async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { context } = terminal(workspace);
      for (const change of [rotate, revoke])
        for (const options of [{ announcement: true }, { proxyRule: 'nginx' as const }])
          await expect(change(context, options)).rejects.toThrow(/Nothing was done/);
      expect(workspace.server.counters.requests).toBe(0);
    });
  });

  it.each<[AppApiOptions, RegExp]>([
    [{ listen: '10.0.0.5:1' }, /in clear, a secret that opens every account/],
    [{ listen: 'nonsense:x' }, /is no place to listen/],
    [{ occ: true }, /the config has no credentials\.occ/],
    [{ occ: '"' }, /is no command/],
    [{ tlsCert: 'cert.pem' }, /belong together/],
    [{ from: ['192.0.2.7'] }, /add --proxy-rule/],
    [{ proxyRule: 'nginx', from: ['cloud'] }, /is no address/],
    [{ tlsCert: 'cert.pem', tlsKey: 'key.pem' }, /^Cannot read cert\.pem \(the certificate of --tls-cert\)/],
  ])('refuses %j before anything is done', async (options, message) => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { context } = terminal(workspace);
      await expect(register(context, options)).rejects.toThrow(message);
      expect(workspace.server.counters.requests).toBe(0);
    });
  });
});
