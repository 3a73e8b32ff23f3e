import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { makeKey } from '../../src/credentials/age.ts';
import { typedWords } from '../../src/credentials/occ.ts';
import { makeCoop } from '../../src/demo/coop/coop.ts';
import { CAPE, ESA } from '../../src/demo/coop/people.ts';
import { PLAYED } from '../../src/demo/nextcloud/world/flavour.ts';
import type { World } from '../../src/demo/nextcloud/world/world.ts';
import { reveal } from '../../src/model/secret.ts';
import { startCountedServer } from '../helpers/bounds.ts';
import { livingAt, MAIN } from '../helpers/cli.ts';
import { storeSetting } from '../helpers/stores.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { HAS_TERMINAL, openTerminal, type Terminal } from '../helpers/terminal.ts';

const PAGE = fileURLToPath(new URL('../../docs/everybody.md', import.meta.url));
const GROUPS: readonly string[] = [CAPE, ESA];
const NOON = Date.UTC(2026, 10, 24, 11);

/**
 * `docs/everybody.md` is what the built program shows on a terminal when one registration reads everybody, against the
 * embedded server. Written anew with WRITE_DOCS=1; else compared.
 */
it.skipIf(!HAS_TERMINAL)(
  'one registration reads everybody, as its page says',
  { timeout: 120_000 },
  async () => {
    const { page, before, after, server } = await transcript();
    if (process.env['WRITE_DOCS'] === '1') writeFileSync(PAGE, page);
    expect(page).toBe(readFileSync(PAGE, 'utf8'));
    // No app password, no login, no home folder: nothing of the accounts has changed.
    expect(after).toEqual(before);
    expect(server.homesMade()).toEqual([]);
    const asked = new Set(server.impersonationLog().map(({ uid }) => uid));
    const readable = after.filter(
      ({ enabled, lastLogin, groups }) =>
        enabled && lastLogin !== null && groups.some((id) => GROUPS.includes(id)),
    );
    expect([...asked].sort()).toEqual([...readable.map(({ id }) => id), server.world.admin.id].sort());
  },
);

async function transcript() {
  const folder = temporaryFolder('everybody');
  const { world } = makeCoop({ seed: 3, now: NOON, version: PLAYED[32], readable: true });
  const before = accountsOf(world);
  const shift = NOON - Date.now();
  const server = await startCountedServer(world, { clock: () => Date.now() + shift });
  await furnish(folder, server.url, world.admin.id);
  const env = {
    ...livingAt(Date.now() + shift),
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    ...{ LANG: 'en_GB.UTF-8', TZ: 'Europe/Paris', HOME: folder },
  };
  /** Runs one command as somebody would; gives what the terminal then shows. */
  const run = async (words: string, work: (at: Terminal) => Promise<void> = async () => {}, more = '') => {
    const line = `'${process.execPath}' '${MAIN}' ${words} ${more}`;
    const at = openTerminal(['sh', '-c', line], { cwd: folder, env, columns: 160 });
    await work(at);
    expect(await at.ended, at.screen()).toBe(0);
    return `\`\`\`text\n$ menage ${words}\n${at.screen()}\n\`\`\``;
  };
  /** Runs the commands that the screen shows at the server, once they are all there. */
  const paste = async (at: Terminal, waiting: string) => {
    await at.until(waiting);
    const lines = [...at.screen().matchAll(/^.*\bocc (app_api:.*)$/gm)];
    expect(lines, at.screen()).not.toEqual([]);
    for (const [, typed = ''] of lines) {
      const words = typedWords(typed);
      const { code, stdout, stderr } = await server.occ(words);
      expect(code, stdout + stderr).toBe(0);
    }
  };
  try {
    const steps = [
      HEAD,
      CONFIG,
      `\`\`\`yaml\n${readFileSync(join(folder, 'menage.yaml'), 'utf8').trimEnd()}\n\`\`\``,
      await run('credentials list'),
      TELL,
      await run('credentials appapi --announcement'),
      REGISTER,
      await run('credentials appapi', (at) => paste(at, 'Waiting for Nextcloud'), '--listen 127.0.0.1:0'),
      READ,
      await run('audit'),
      await run('credentials list'),
      END,
      await run('credentials appapi revoke', (at) => paste(at, 'Waiting until'), '--listen 127.0.0.1:0'),
    ];
    const places = [
      [`store: ${storeSetting(folder)}`, 'store: menage.db'],
      [server.url, 'https://cloud.coop.example'],
      [new URL(server.url).host, 'cloud.coop.example'],
      [folder, '/etc/menage'],
    ] as const;
    const page = places.reduce((text, [from, to]) => text.replaceAll(from, to), steps.join('\n\n'));
    return { page: `${alike(page)}\n`, before, after: accountsOf(world), server };
  } finally {
    await server.close();
  }
}

/** What depends on the machine, made alike. */
function alike(page: string): string {
  return (
    page
      .replaceAll(/\bin \d+ (?:s|min), /g, 'in 4 s, ')
      .replaceAll(/\b\d{2,} requests\b/g, '120 requests')
      .replaceAll(/("port":|127\.0\.0\.1:|-R )\d+/g, (_, before: string) => `${before}23901`)
      // The usual place is not named.
      .replaceAll(' --listen 127.0.0.1:23901', '')
  );
}

/** What a request of menage must leave as it is. */
function accountsOf({ users }: World) {
  return users.map(({ id, enabled, groups, lastLogin, appPassword }) => ({
    ...{ id, enabled, groups, lastLogin, appPassword },
  }));
}

async function furnish(folder: string, url: string, admin: string): Promise<void> {
  const config = `server:
  url: ${url}
  admin: { user: ${admin} }
organisation: { name: Our cooperative, language: en }
members: { groups: [${GROUPS.join(', ')}] }
credentials: { vault: menage.vault, keyFile: menage.key }
store: ${storeSetting(folder)}
mail: { transport: "smtps://mail.coop.example", from: "Nextcloud <nextcloud@coop.example>" }
admins: { mails: [team@coop.example] }
output: { directory: reports }
`;
  writeFileSync(join(folder, 'menage.yaml'), config, { mode: 0o600 });
  writeFileSync(join(folder, 'menage.key'), reveal(await makeKey()), { mode: 0o600 });
}

const HEAD = `# Everybody read by one registration

From an empty vault to an audit of everybody, as a terminal shows it. Written by \`tests/e2e/everybody.test.ts\`, which runs the built
program against the embedded Nextcloud (32), and pastes the commands as they are shown; only addresses, folders, ports, seconds and
numbers of requests are made alike. Written anew with \`WRITE_DOCS=1 npx vitest run --config .config/vitest.ts tests/e2e/everybody.test.ts\`. What such a registration
could do, and who decides: [access](access.md).`;

const CONFIG = `## 1. No password of anybody

The administrator is named, without a password, and the vault is empty.`;

const TELL = `## 2. Tell the members first

The organisation decides, and its members learn of it before anything is read.`;

const REGISTER = `## 3. Two commands

Shown here once both were run on the server.`;

const READ = `## 4. Everybody is read

At the members nothing changes: no login is noted, no app password made, no home folder created; the test behind this page looks.`;

const END = `## 5. The end of it`;
