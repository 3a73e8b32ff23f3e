import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { type DemoServer, startServer } from '../../../src/demo/nextcloud/server.ts';
import { grantInNextcloud, signInAs } from '../../helpers/grant.ts';
import { type Visitor, visitor } from '../../helpers/visitor.ts';
import { NOW, type SmallWish, smallWorld, userOf } from '../../helpers/world.ts';

const CLIENT = 'menage, rapport mensuel (K4 7Q)';
const MINUTE = 60_000;
const Begun = z.object({ login: z.url(), poll: z.object({ token: z.string(), endpoint: z.url() }) });
const Granted = z.object({ server: z.string(), loginName: z.string(), appPassword: z.string() });

interface Stage {
  readonly server: DemoServer;
  /** Moves the server's clock on. */
  pass(ms: number): void;
  /** A flow begun by a program of this name. */
  begin(client?: string): Promise<{ readonly login: string; poll(): Promise<Response> }>;
}

async function stage(
  members: SmallWish['members'] = { alice: {}, bob: {} },
  shares: NonNullable<SmallWish['shares']> = [],
): Promise<Stage> {
  let now = NOW;
  const server = await startServer(smallWorld({ members, shares }), { clock: () => now });
  onTestFinished(() => server.close());
  return {
    server,
    pass: (ms) => {
      now += ms;
    },
    begin: async (client = CLIENT) => {
      const headers = { 'user-agent': client };
      const begun = await fetch(`${server.url}/index.php/login/v2`, { method: 'POST', headers });
      const { login, poll } = Begun.parse(await begun.json());
      const body = new URLSearchParams({ token: poll.token });
      return { login, poll: () => fetch(poll.endpoint, { method: 'POST', body }) };
    },
  };
}

describe('login flow v2 in a browser', () => {
  it('shows who asks, warns, lets the member sign in and grant, and names the app password after the program', async () => {
    const on = await stage({ alice: { displayName: 'Alice Martin' }, bob: {} });
    const flow = await on.begin();
    const browser = visitor();
    await browser.open(`${flow.login}?user=alice`);
    expect(browser.page().text).toContain(CLIENT);
    expect(browser.page().text).toContain("quelqu'un fait une tentative d'accès à vos données");
    await browser.follow('Se connecter');
    expect(browser.page().html).toContain('name="user" type="text" autocomplete="username" value="alice"');
    expect((await flow.poll()).status).toBe(404);
    await signInAs(browser, on.server, 'alice');
    expect(browser.page().text).toContain('Connecté en tant que Alice Martin (alice).');
    expect((await flow.poll()).status).toBe(404);
    await browser.submit("Autoriser l'accès");
    expect(browser.page().text).toContain('Compte connecté');

    const { server, loginName, appPassword } = Granted.parse(await (await flow.poll()).json());
    expect([server, loginName]).toEqual([on.server.url, 'alice']);
    expect((await flow.poll()).status).toBe(404);
    const [, granted] = on.server.appPasswords('alice');
    expect(granted).toMatchObject({ name: CLIENT, madeAt: NOW, lastUsedAt: null });
    on.pass(MINUTE);
    const headers = { authorization: `Bearer ${appPassword}`, 'OCS-APIRequest': 'true' };
    await fetch(`${on.server.url}/ocs/v2.php/cloud/user?format=json`, { headers });
    expect(on.server.appPasswords('alice')[1]).toMatchObject({ lastUsedAt: NOW + MINUTE });
    const own = `${on.server.url}/ocs/v2.php/core/apppassword`;
    expect((await fetch(own, { method: 'DELETE', headers })).status).toBe(200);
    expect(on.server.appPasswords('alice').map(({ name }) => name)).toEqual(['cli']);
  });

  it('grants as the account that the browser is signed in as, whoever was meant', async () => {
    const on = await stage();
    const browser = visitor();
    await browser.open(`${on.server.url}/login`);
    await signInAs(browser, on.server, 'bob');
    const flow = await on.begin();
    await browser.open(`${flow.login}?user=alice`);
    await browser.follow('Se connecter');
    expect(browser.page().text).toContain('(bob)');
    await browser.submit("Autoriser l'accès");
    expect(Granted.parse(await (await flow.poll()).json()).loginName).toBe('bob');
  });

  it.each([
    ['alice', 'Mauvais identifiant ou mot de passe.', { password: 'wrong' }],
    ['nobody', 'Mauvais identifiant ou mot de passe.', {}],
    ['admin', 'Mauvais identifiant ou mot de passe.', {}],
    ['gone', 'Ce compte est désactivé', {}],
  ])('lets %s not in: %s', async (user, why, given) => {
    const on = await stage({ alice: {}, gone: { enabled: false } });
    const browser = visitor();
    await browser.open(`${on.server.url}/login`);
    await browser.submit('Se connecter', { user, password: on.server.memberPassword, ...given });
    expect([browser.page().status, browser.page().text.includes(why)]).toEqual([401, true]);
    expect(on.server.counters.failures).toBe(0);
  });

  it('takes the login name, the uid in another case and the address; the program gets what was typed', async () => {
    const on = await stage({ alice: { loginName: 'a.martin@ldap', mail: 'alice@coop.example' } });
    const names: string[] = [];
    for (const typed of ['a.martin@ldap', 'Alice', 'alice@coop.example']) {
      const flow = await on.begin();
      await grantInNextcloud(visitor(), on.server, flow.login, typed);
      names.push(Granted.parse(await (await flow.poll()).json()).loginName);
    }
    expect(names).toEqual(['a.martin@ldap', 'Alice', 'alice']);
  });

  it('asks for the password again after half an hour', async () => {
    const on = await stage();
    const browser = visitor();
    await browser.open(`${on.server.url}/login`);
    await signInAs(browser, on.server, 'alice');
    on.pass(31 * MINUTE);
    const flow = await on.begin();
    await browser.open(flow.login);
    await browser.follow('Se connecter');
    await browser.submit("Autoriser l'accès");
    expect(browser.page().text).toContain('Authentification requise');
    await browser.submit('Confirmer', { password: 'wrong' });
    expect(browser.page().text).toContain('Mot de passe incorrect');
    expect((await flow.poll()).status).toBe(404);
    await browser.submit('Confirmer', { password: on.server.memberPassword });
    expect(browser.page().text).toContain('Compte connecté');
    expect((await flow.poll()).status).toBe(200);
  });

  it('ends after twenty minutes by its own clock: at the landing, at the grant and at the poll', async () => {
    const on = await stage();
    const [early, late] = [await on.begin(), await on.begin()];
    const browser = visitor();
    await browser.open(early.login);
    await browser.follow('Se connecter');
    await signInAs(browser, on.server, 'alice');
    on.server.grant('bob', late.login);
    on.pass(20 * MINUTE + 1);
    const over = 'Votre jeton de connexion est invalide ou a expiré';
    expect((await browser.submit("Autoriser l'accès")).text).toContain(over);
    expect((await browser.open(early.login)).text).toContain(over);
    expect((await late.poll()).status).toBe(404);
  });

  it('takes no form of another session, and no state of another flow', async () => {
    const on = await stage();
    const flow = await on.begin();
    const [alice, bob] = [visitor(), visitor()];
    for (const [browser, user] of [
      [alice, 'alice'],
      [bob, 'bob'],
    ] as const) {
      await browser.open(flow.login);
      await browser.follow('Se connecter');
      await signInAs(browser, on.server, user);
    }
    const stateToken = /name="stateToken" value="(\w+)"/.exec(alice.page().html)?.[1] ?? '';
    const requesttoken = /name="requesttoken" value="(\w+)"/.exec(alice.page().html)?.[1] ?? '';
    const button = "Autoriser l'accès";
    const page = bob.page();
    expect((await bob.submit(button, { requesttoken })).status).toBe(412);
    await bob.open(page.url);
    expect((await bob.submit(button, { stateToken })).status).toBe(403);
    expect((await flow.poll()).status).toBe(404);
    expect(on.server.appPasswords('bob')).toHaveLength(1);
  });

  it('leaves the first app password with the account where a flow was granted twice', async () => {
    const on = await stage({ alice: { appPassword: null } });
    const flow = await on.begin();
    on.server.grant('alice', flow.login);
    await grantInNextcloud(visitor(), on.server, flow.login, 'alice');
    expect((await flow.poll()).status).toBe(200);
    expect(on.server.appPasswords('alice')).toHaveLength(2);
  });

  it('escapes the name of the program', async () => {
    const on = await stage();
    const flow = await on.begin('<script>alert(1)</script>"');
    const { html } = await visitor().open(flow.login);
    expect(html).not.toContain('<script');
  });

  it.each(['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'leads to no other place after a login: %s',
    async (to) => {
      const on = await stage();
      const browser = visitor();
      await browser.open(`${on.server.url}/login?${new URLSearchParams({ redirect_url: to })}`);
      await signInAs(browser, on.server, 'alice');
      expect(browser.page().url).toBe(`${on.server.url}/settings/user/security`);
    },
  );

  it('shows an account its app passwords and ends one of them, but none of another account', async () => {
    const on = await stage({ alice: { appPassword: null }, bob: { appPassword: null } });
    const flow = await on.begin();
    on.server.grant('alice', flow.login);
    const [alice, bob] = [visitor(), visitor()];
    await alice.open(`${on.server.url}/login`);
    await signInAs(alice, on.server, 'alice');
    expect(alice.page().text).toContain(CLIENT);
    await bob.open(`${on.server.url}/login`);
    await signInAs(bob, on.server, 'bob');
    await alice.submit('Révoquer');
    expect(on.server.appPasswords('alice')).toEqual([]);
    expect(alice.page().text).not.toContain(CLIENT);
    await alice.submit('Se déconnecter');
    expect((await alice.open(`${on.server.url}/settings/user/security`)).text).toContain('Se connecter');
  });
});

describe('a file or folder in a browser', () => {
  async function signedIn(on: Stage, user: string): Promise<Visitor> {
    const browser = visitor();
    await browser.open(`${on.server.url}/login`);
    await signInAs(browser, on.server, user);
    return browser;
  }
  const idOf = ({ server }: Stage, name: string) =>
    userOf(server.world, 'alice').home.children.find((one) => one.name === name)?.fileId ?? '';

  it('lets its owner protect, limit and close a link', async () => {
    const on = await stage({ alice: { files: { '/Open/': 0 } } }, [
      { fileOwner: 'alice', path: '/Open', permissions: 15, passwordHash: null, expires: null },
    ]);
    const browser = await signedIn(on, 'alice');
    await browser.open(`${on.server.url}/f/${idOf(on, 'Open')}`);
    await browser.submit('Protéger', { password: 'a long one' });
    await browser.submit('Limiter', { until: '2027-01-31' });
    await browser.submit('Lecture seule');
    expect(on.server.world.shares).toMatchObject([
      { permissions: 1, passwordHash: expect.stringMatching(/^3\|/), expires: '2027-01-31' },
    ]);
    await browser.submit('Supprimer le lien');
    expect(on.server.world.shares).toEqual([]);
  });

  it('goes into the bin of its owner, and gives the folders above another etag', async () => {
    const on = await stage({ alice: { files: { '/old.mov': 2_000 } } });
    const { home, trash } = userOf(on.server.world, 'alice');
    const before = home.etag;
    const browser = await signedIn(on, 'alice');
    await browser.open(`${on.server.url}/index.php/f/${idOf(on, 'old.mov')}?opendetails=true`);
    await browser.submit('Supprimer le fichier');
    expect([home.children, home.etag === before]).toEqual([[], false]);
    expect(trash).toMatchObject([
      { name: 'old.mov', size: 2_000, originalLocation: 'old.mov', deletedAt: NOW },
    ]);
  });

  it('shows and does nothing to an account that it does not belong to, or to nobody', async () => {
    const on = await stage({ alice: { files: { '/old.mov': 2_000 } }, bob: {} });
    const address = `${on.server.url}/f/${idOf(on, 'old.mov')}`;
    expect((await (await signedIn(on, 'bob')).open(address)).status).toBe(404);
    const browser = visitor();
    expect((await browser.open(address)).url).toContain('/login?');
    await signInAs(browser, on.server, 'alice');
    expect(browser.page().url).toBe(address);
  });
});
