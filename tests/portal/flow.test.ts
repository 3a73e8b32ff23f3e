import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cookieId } from '../../src/app/portal/flow/cookie-id.ts';
import { type MemberId, memberId } from '../../src/model/ids.ts';
import { readOwnAccount } from '../../src/nextcloud/ocs/accounts.ts';
import { formToken } from '../../src/portal/access/sessions.ts';
import { grantInNextcloud } from '../helpers/grant.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';
import { type Visited, type Visitor, visitor } from '../helpers/visitor.ts';

const MINUTE = 60_000;

let stage: PortalStage;
/** Who is invited: has given nothing yet. */
let invited: MemberId;
let other: string;

beforeEach(async () => {
  stage = await openPortal({ awaiting: ['baker'] });
  invited = memberId(stage.truth.roles['baker'] ?? '');
  other =
    stage.world.users.find(({ id, enabled, appPassword }) => enabled && appPassword && id !== invited)?.id ??
    '';
  // The first reading writes down how the account is called.
  const user = stage.world.users.find(({ id }) => id === invited);
  if (user !== undefined) user.displayName = 'Zélie Clairmontet';
  await stage.store.members.save([
    {
      ...{
        id: invited,
        name: 'Zélie Clairmontet',
        mail: 'zelie@example.org',
        language: 'fr',
        antenna: 'Nantes',
      },
      ...{ lastLogin: null, lastRequestAt: null, groups: null },
    },
  ]);
});
afterEach(() => stage.close());

/** Opens an invitation and says yes. */
async function begun(browser: Visitor): Promise<Visited> {
  await browser.open(await stage.link(invited, 'invitation'));
  return browser.submit('Donner l’accès en lecture');
}

function addressIn({ html }: Visited): string {
  return /href="([^"]*\/login\/v2\/flow\/[^"]*)"/.exec(html)?.[1]?.replaceAll('&#x3D;', '=') ?? '';
}

async function granted(page: Visited, user: string): Promise<void> {
  await grantInNextcloud(visitor(), stage.server, addressIn(page), user);
}

function keysOf(uid: string): readonly string[] {
  return stage.server.appPasswords(uid).map(({ name }) => name);
}

async function eventually(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await isTrue()) return;
    await new Promise((resume) => setTimeout(resume, 100));
  }
  throw new Error('it did not become so');
}

async function journalOf(member: MemberId): Promise<readonly string[]> {
  return (await stage.store.portal.journal.of(member)).map(({ event }) => event);
}

/** Sends a form without fields, as the browser that has this session. */
async function post(path: string, cookie: string, session: string): Promise<Response> {
  const form = formToken(stage.running.portal, cookieId(session));
  const headers = { cookie, 'sec-fetch-site': 'same-origin', origin: 'null' };
  return fetch(stage.url + path, {
    ...{ method: 'POST', redirect: 'manual', headers, body: new URLSearchParams({ form }) },
  });
}

describe('an invited member', () => {
  it('gives access, is signed in, and sees the first reading', async () => {
    const browser = visitor();
    const page = await begun(browser);
    expect(page.text).toContain('Encore une étape, dans Nextcloud');
    const code = /\b[A-Z]\d \d[A-Z]\b/.exec(page.text)?.[0];
    expect(addressIn(page)).toContain(`?user=${invited}`);
    await granted(page, invited);
    const welcome = await browser.follow('C’est autorisé, continuer');
    expect(new URL(welcome.url).pathname).toBe('/me/welcome');
    expect(welcome.text).toContain('Merci Zélie Clairmontet, l’accès est donné');
    expect(keysOf(invited)).toEqual([`menage, rapport mensuel (${code})`]);
    expect(stage.running.portal.vault.get(invited)).toMatchObject({ login: invited });
    await eventually(async () => (await stage.store.portal.readings.get(invited))?.endedAt !== null);
    const read = await browser.open('/me/welcome');
    expect(read.text).toMatch(/\d+ fichiers? lus?/);
    expect(read.text).toContain('La première lecture est finie.');
    expect((await browser.open('/me/data')).text).toContain(
      `« menage, rapport mensuel (${code}) », donnée le`,
    );
    expect(await journalOf(invited)).toEqual(['reading', 'granted']);
    expect((await stage.store.portal.notices.list(invited)).map(({ kind }) => kind)).toEqual([
      'access-given',
    ]);
    const report = await browser.open('/me');
    expect(report.text).not.toContain('pas encore de bilan');
    expect(report.text).toMatch(/sur 2 Go/);
    expect((await browser.open('/me/data')).text).toContain(`« menage, rapport mensuel (${code}) », donnée`);
  });

  it('who grants with another account gives nothing: that key is revoked, that account shown nowhere', async () => {
    const browser = visitor();
    const before = keysOf(other);
    await granted(await begun(browser), other);
    const page = await browser.follow('C’est autorisé, continuer');
    expect(page.text).toContain('Nextcloud était ouvert avec un autre compte');
    expect(page.html).not.toContain(other);
    await eventually(() => keysOf(other).length === before.length);
    expect(stage.running.portal.vault.get(invited)).toBeNull();
    expect([...browser.cookies.keys()].filter((name) => name === '__Host-menage')).toEqual([]);
    const again = await browser.submit('Recommencer');
    await granted(again, invited);
    expect((await browser.follow('C’est autorisé, continuer')).text).toContain('Merci Zélie');
    expect(JSON.stringify(await stage.store.portal.journal.of(invited))).not.toContain(other);
  });

  it('who cancels gives nothing, even by a page of Nextcloud that is still open', async () => {
    const browser = visitor();
    const page = await begun(browser);
    expect((await browser.submit('Annuler')).text).toContain('C’est annulé.');
    await granted(page, invited);
    await eventually(() => keysOf(invited).length === 0);
    expect(stage.running.portal.vault.get(invited)).toBeNull();
  });

  it('who needs more than twenty minutes begins again', async () => {
    const browser = visitor();
    const page = await begun(browser);
    stage.setNow(stage.clock() + 21 * MINUTE);
    await eventually(async () =>
      (await browser.open(page.url)).text.includes('Les vingt minutes sont passées.'),
    );
    expect((await browser.submit('Recommencer')).text).toContain('Encore une étape');
  });

  it('who grants in two tabs gives one key: the first', async () => {
    const [one, two] = [visitor(), visitor()];
    const [first, second] = [await begun(one), await begun(two)];
    await granted(first, invited);
    expect((await one.follow('C’est autorisé, continuer')).text).toContain('Merci');
    const kept = keysOf(invited);
    expect((await two.open(second.url)).text).toContain('C’est fait depuis un autre onglet.');
    await granted(second, invited);
    await eventually(() => keysOf(invited).length === 1);
    expect(keysOf(invited)).toEqual(kept);
  });

  it('who gives access anew ends the earlier key', async () => {
    const browser = visitor();
    await granted(await begun(browser), invited);
    await browser.follow('C’est autorisé, continuer');
    const [earlier] = keysOf(invited);
    const again = visitor();
    expect((await again.open(await stage.link(invited, 'invitation'))).text).toContain('C’est déjà fait');
    const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
    const [, value = ''] = [...browser.cookies].find(([name]) => name === '__Host-menage') ?? [];
    const begunAgain = await post('/me/grant', cookie, value);
    const flow =
      begunAgain.headers.getSetCookie().find((line) => line.startsWith('__Host-menage-flow=')) ?? '';
    const address = begunAgain.headers.get('location') ?? '';
    const page = await fetch(address, { headers: { cookie: flow.split(';')[0] ?? '' } });
    await granted({ url: address, status: 200, html: await page.text(), text: '' }, invited);
    await eventually(() => keysOf(invited).length === 1 && keysOf(invited)[0] !== earlier);
    const kept = await stage.running.portal.withClient((client) =>
      readOwnAccount(client.as(stage.running.portal.vault.get(invited))),
    );
    expect(kept.id).toBe(invited);
  });

  it('who grants while the portal restarts has given access', async () => {
    const browser = visitor();
    const page = await begun(browser);
    await stage.restart(() => granted(page, invited));
    expect((await browser.follow('C’est autorisé, continuer')).text).toContain('Merci Zélie Clairmontet');
    expect(keysOf(invited)).toHaveLength(1);
    expect(stage.running.portal.vault.get(invited)).toMatchObject({ login: invited });
  });

  it('for whom another account grants five times is written of to the admins, once', async () => {
    const browser = visitor();
    let page = await begun(browser);
    for (let tries = 1; tries <= 5; tries++) {
      await granted(page, other);
      expect((await browser.follow('C’est autorisé, continuer')).text).toContain('avec un autre compte');
      if (tries < 5) page = await browser.submit('Recommencer');
    }
    const [admin = ''] = stage.config.admins.mails;
    const toAdmins = () => stage.mails.received.filter(({ to }) => to.includes(admin));
    stage.running.portal.deliverSoon();
    await eventually(() => toAdmins().length > 0);
    const mails = await Promise.all(toAdmins().map(({ raw }) => simpleParser(raw)));
    expect(mails.map(({ subject }) => subject)).toEqual(['Plusieurs connexions avec un autre compte']);
    expect(mails[0]?.text).toContain('Pour Zélie Clairmontet, 5 fois de suite');
    expect(mails[0]?.text).not.toContain(other);
  });

  it('says no, and is not asked again', async () => {
    const browser = visitor();
    await browser.open(await stage.link(invited, 'invitation'));
    expect((await browser.submit('Non merci')).text).toContain('C’est noté, nous n’en parlerons plus.');
    expect((await stage.store.portal.people.get(invited)).declinedAt).toBe(stage.clock());
    expect(await journalOf(invited)).toEqual(['declined']);
  });

  it('begins nothing while Nextcloud is away', async () => {
    const browser = visitor();
    await browser.open(await stage.link(invited, 'invitation'));
    await stage.server.close();
    const page = await browser.submit('Donner l’accès en lecture');
    expect([page.status, page.text]).toEqual([503, expect.stringContaining('Nextcloud ne répond pas.')]);
  });
});

describe('a waiting page', () => {
  it('is seen by the browser that began it alone', async () => {
    const page = await begun(visitor());
    const stranger = visitor();
    expect((await stranger.open(page.url)).status).toBe(404);
    expect((await stranger.open(`${page.url}/state`)).status).toBe(404);
  });
});

describe('who signs in', () => {
  it('is proved by Nextcloud, whose key is revoked in the same second', async () => {
    const browser = visitor();
    const before = keysOf(other);
    await browser.open(`${await stage.link(other, 'sign-in')}?to=data`);
    const page = await browser.submit('Se connecter');
    expect(page.text).toMatch(/menage, connexion/);
    await granted(page, other);
    await browser.follow('C’est autorisé, continuer');
    expect(new URL(browser.page().url).pathname).toBe('/me/data');
    expect(keysOf(other)).toEqual(before);
    expect(await journalOf(memberId(other))).toEqual(['signed-in']);
  });

  it('gets a mail with a link, and the same answer as whoever is unknown', async () => {
    const browser = visitor();
    for (const who of ['zelie@example.org', 'nobody@example.org', invited.toUpperCase()]) {
      await browser.open(`${stage.url}/sign-in?to=admin`);
      const page = await browser.submit('Recevoir un lien', { who });
      expect(page.text).toContain('Si nous connaissons cette adresse, un mail part.');
    }
    await eventually(async () => (await stage.store.portal.notices.list(invited)).length === 2);
    const [notice] = await stage.store.portal.notices.list(invited);
    expect(notice).toMatchObject({ kind: 'sign-in', params: { page: 'admin' } });
  });

  it('gets a mail as an admin of the server who is no member, by account and by address', async () => {
    const admin = stage.world.users.find(({ id }) => id === other);
    if (admin === undefined) throw new TypeError('the cooperative has nobody else');
    Object.assign(admin, { mail: 'root@example.org', groups: ['admin'] });
    const browser = visitor();
    for (const who of [other.toUpperCase(), 'root@example.org', 'nobody@example.org']) {
      await browser.open(`${stage.url}/sign-in`);
      await browser.submit('Recevoir un lien', { who });
    }
    await eventually(async () => (await stage.store.portal.notices.list(memberId(other))).length === 2);
    const notices = await stage.store.portal.notices.list(memberId(other));
    expect(notices.map(({ kind, recipient }) => [kind, recipient])).toEqual([
      ['sign-in', 'root@example.org'],
      ['sign-in', 'root@example.org'],
    ]);
  });

  it('signs out, and is out', async () => {
    const cookie = await stage.signedIn(other);
    const out = await post('/sign-out', cookie, cookie.split('=')[1] ?? '');
    expect(out.status).toBe(303);
    expect(out.headers.get('clear-site-data')).toBe('"cache"');
    const back = await fetch(`${stage.url}/me/welcome`, { redirect: 'manual', headers: { cookie } });
    expect(back.headers.get('location')).toBe(`${stage.url}/sign-in?to=welcome`);
  });
});
