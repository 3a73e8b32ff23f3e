import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { MAIN, openWorkspace, type Workspace } from '../helpers/cli.ts';
import { temporaryFolder } from '../helpers/temporary.ts';
import { CTRL_C, CTRL_U, DOWN, ENTER, HAS_TERMINAL, openTerminal } from '../helpers/terminal.ts';

let workspace: Workspace;
beforeAll(async () => {
  workspace = await openWorkspace();
}, 60_000);
afterAll(() => workspace.close());

const begin = (cwd: string, locale: string, ...parameters: readonly string[]) =>
  openTerminal([process.execPath, MAIN, 'init', ...parameters], {
    cwd,
    env: { LANG: locale, TZ: 'Europe/Paris', HOME: cwd },
  });

describe.skipIf(!HAS_TERMINAL)('init on a terminal', { timeout: 90_000 }, () => {
  it('tries each answer at once, keeps what was typed, and writes the config with its secrets', async () => {
    const folder = temporaryFolder('init');
    const { server, world, mails } = workspace;
    const before = mails.received.length;
    const at = begin(folder, 'en_GB.UTF-8');
    await at.until('The address of your Nextcloud');
    at.type(`http://127.0.0.1:9/index.php/login${ENTER}`);
    await at.until(/status\.php/);
    expect(at.screen()).toContain('http://127.0.0.1:9/index.php/login');
    at.type(`${CTRL_U}${server.url}/index.php/apps/files/files/42?dir=/Films${ENTER}`);
    await at.until(`Nextcloud ${world.version} answers at ${server.url}`);
    await at.until('Who decides');
    at.type(DOWN + ENTER);
    await at.until('The account of an administrator');
    at.type(`misspelt${ENTER}`);
    await at.until('Its app password');
    at.type(`${world.admin.password}${ENTER}`);
    await at.until(/misspelt is refused \(401\)[\s\S]*The account of an administrator/);
    at.type(`${world.admin.id}${ENTER}`);
    await at.until(/401[\s\S]*Its app password/);
    at.type(`${world.admin.password}${ENTER}`);
    await at.until(`${world.admin.id} is let in and sees`);
    expect(at.screen()).not.toContain(world.admin.password);
    await at.until('The name of your organisation');
    at.type(`Coop, SA${ENTER}`);
    await at.until('The language of the mails');
    at.type(ENTER);
    await at.until('A web page where members find help');
    at.type(`aide${ENTER}`);
    await at.until('That is no web address');
    at.type(`${CTRL_U}https://aide.coop.example${ENTER}`);
    await at.until('Who is audited?');
    at.type(` ${ENTER}`);
    await at.until('Who gets the audit?');
    at.type(`a@coop.example, b@coop.example${ENTER}`);
    await at.until('Name a person');
    at.type(`y`);
    await at.until(/Who, for/);
    at.type(`Anna Roche <anna@coop.example>${ENTER}`);
    await at.until('The mail server, as in');
    at.type(`${mails.url}${ENTER}`);
    await at.until('The sender of the mails');
    at.type(`nobody${ENTER}`);
    await at.until('That is no sender');
    at.type(`${CTRL_U}${ENTER}`);
    const code = await at.ended;
    expect(at.screen()).toContain('Written, for you alone:');
    expect(code).toBe(0);
    const config = parse(readFileSync(join(folder, 'menage.yaml'), 'utf8'));
    expect(config).toMatchObject({
      server: { url: server.url, admin: { user: world.admin.id, passwordFile: 'admin.password' } },
      organisation: {
        name: 'Coop, SA',
        language: 'en',
        timezone: 'Europe/Paris',
        help: 'https://aide.coop.example',
      },
      admins: { mails: ['a@coop.example', 'b@coop.example'] },
      referents: [{ name: 'Anna Roche', mail: 'anna@coop.example' }],
      mail: { transport: mails.url, from: '"Coop, SA" <nextcloud@coop.example>' },
    });
    expect(config.credentials.use).toEqual(['own']);
    expect(config.members.groups).toEqual([config.referents[0].group]);
    expect(readFileSync(join(folder, 'admin.password'), 'utf8')).toBe(`${world.admin.password}\n`);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077, name).toBe(0);
    expect(mails.received.length).toBe(before);
  });

  it('needs no password where everybody is read by one registration, and names what comes next', async () => {
    const folder = temporaryFolder('init');
    const at = begin(folder, 'en_GB.UTF-8', '--name', 'Coop', '--from', 'a@coop.example');
    const { server, world } = workspace;
    const answers = [
      ['The address of your Nextcloud', server.url],
      ['Who decides', ''],
      ['its exact user id', world.admin.id],
      ['The language of the mails', ''],
      ['A web page where members find help', ''],
      ['Who gets the audit?', 'a@coop.example'],
      ['The mail server, as in', ''],
    ] as const;
    for (const [question, answer] of answers) {
      await at.until(question);
      at.type(answer + ENTER);
    }
    expect(await at.ended, at.screen()).toBe(0);
    expect(at.screen()).toContain('menage credentials appapi --announcement');
    const config = parse(readFileSync(join(folder, 'menage.yaml'), 'utf8'));
    expect(config.server.admin).toEqual({ user: world.admin.id });
    expect(config.credentials).toEqual({ vault: 'menage.vault', keyFile: 'menage.key' });
  });

  it('asks in French by the locale, and leaves nothing behind at Ctrl-C', async () => {
    const folder = temporaryFolder('init');
    const at = begin(folder, 'fr_FR.UTF-8');
    await at.until('L’adresse de votre Nextcloud');
    at.type(`pas une adresse${ENTER}`);
    await at.until('Ce n’est pas une adresse');
    at.type(CTRL_C);
    expect(await at.ended).toBe(2);
    expect(at.screen()).toMatch(/Arrêté\s: rien n’a été écrit\./);
    expect(existsSync(join(folder, 'menage.yaml'))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  });
});
