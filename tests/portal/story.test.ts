import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportAndSend } from '../../src/app/report-and-send.ts';
import { senderOf } from '../../src/app/send/send.ts';
import { VIDEO_TEAM } from '../../src/demo/coop/people.ts';
import type { WorldShare } from '../../src/demo/nextcloud/world/world.ts';
import type { RunResult } from '../../src/model/result.ts';
import { grantInNextcloud } from '../helpers/grant.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';
import { type Visitor, visitor } from '../helpers/visitor.ts';

/** Three of the forty, by what they do in the cooperative: each grants; one tidies up, one keeps a link, one withdraws. */
const ROLES = ['videographer', 'curator', 'baker'] as const;
const DAY = 86_400_000;
const MINUTE = 60_000;
const FILM = 'film de la fête (v3).mov';
type Role = (typeof ROLES)[number];

let stage: PortalStage;
let first: RunResult;
const browsers: Readonly<Record<Role, Visitor>> = {
  videographer: visitor(),
  curator: visitor(),
  baker: visitor(),
};

beforeAll(async () => {
  stage = await openPortal({ awaiting: ROLES });
  const page = join(stage.folder, 'liens.html');
  writeFileSync(page, listOf([linkOf('journalist', '/Reportages/Livrés'), linkOf('curator', '/Expo')]));
  Object.assign(stage.config, { register: [page] });
  // A collective place: its folder is shared with a team, too.
  const team = { id: '900001', type: 1, recipient: VIDEO_TEAM, token: null, passwordHash: null };
  stage.world.shares.push({ ...linkOf('curator', '/Expo privée'), ...team });
  first = await monthly();
}, 120_000);
afterAll(() => stage.close());

const uidOf = (role: Role) => stage.truth.roles[role] ?? '';

/** The cooperative's page of the links that are meant to be open. */
function listOf(links: readonly WorldShare[]): string {
  const items = links.map(
    ({ token, path }) => `<li><a href="${stage.server.url}/s/${token}">Le dossier ${path}</a></li>`,
  );
  return `<!doctype html><title>Liens publics</title><ul>${items.join('')}</ul>`;
}

/** What cron does each month. */
async function monthly(): Promise<RunResult> {
  const result = await stage.audit();
  const { config, store, running } = stage;
  const sending = {
    ...{ sender: senderOf(config), secrets: { mailPassword: null, webhook: null } },
    ...{ yes: true, agreeFirst: async () => true, retryRefused: false },
  };
  await reportAndSend(store, config, running.portal.context, result.run.id, sending, () => {});
  return result;
}

function linkOf(role: string, path: string): WorldShare {
  const owner = stage.truth.roles[role];
  const link = stage.world.shares.find(
    (one) => one.fileOwner === owner && one.path === path && one.type === 3,
  );
  if (link === undefined) throw new Error(`no link on ${path} of the ${role}`);
  return link;
}

const statusOf = (role: Role, { members }: RunResult) =>
  members.find(({ id }) => id === uidOf(role))?.coverage.status;

/** The texts of the mails to somebody, oldest first. */
async function mailsTo(role: Role): Promise<readonly string[]> {
  const address = stage.world.users.find(({ id }) => id === uidOf(role))?.mail ?? '';
  const own = stage.mails.received.filter(({ to }) => to.includes(address));
  return Promise.all(
    own.map(async ({ raw }) => ((await simpleParser(raw)).text ?? '').replaceAll(/\s+/g, ' ')),
  );
}

/** A link as a report mail to somebody holds it. */
const reportLink = (role: Role) => stage.link(uidOf(role), 'report');

describe('three members of the cooperative', () => {
  it('have given no access at first', () => {
    for (const role of ROLES) expect(statusOf(role, first)).toBe('not-granted');
  });

  it.each(ROLES)('grant: the %s', async (role) => {
    const browser = browsers[role];
    const uid = uidOf(role);
    await browser.open(await stage.link(uid, 'invitation'));
    const { url: waiting } = await browser.submit('Donner l’accès en lecture');
    const login = await grantInNextcloud(browser, stage.server, browser.address('Ouvrir Nextcloud'), uid);
    expect(login.text).toContain('Compte connecté');
    await browser.open(waiting);
    expect((await browser.follow('C’est autorisé, continuer')).text).toContain('l’accès est donné');
    const names = stage.server.appPasswords(uid).map(({ name }) => name);
    expect(names).toEqual([expect.stringMatching(/^menage, rapport mensuel \(\w\w \w\w\)$/)]);
  });

  it('take access back: the baker', async () => {
    const browser = browsers.baker;
    stage.setNow(stage.clock() + MINUTE);
    await browser.open(`${stage.url}/me/data`);
    const page = await browser.submit('Retirer l’accès');
    expect(page.text).toContain('L’accès est retiré, la liste de vos fichiers est effacée.');
    expect(stage.server.appPasswords(uidOf('baker'))).toEqual([]);
  });

  it('are read, or not, a month later, and the register is compared', async () => {
    stage.setNow(stage.clock() + 31 * DAY);
    const closed = linkOf('journalist', '/Reportages/Livrés');
    stage.world.shares = stage.world.shares.filter((share) => share !== closed);
    const second = await monthly();
    const curator = uidOf('curator');
    expect(ROLES.map((role) => statusOf(role, second))).toEqual(['unchanged', 'unchanged', 'not-granted']);
    const found = (check: string) => second.findings.filter((finding) => finding.check === check);
    expect(found('register-entry-dead')).toMatchObject([
      { actual: { fault: 'nowhere', purpose: 'Le dossier /Reportages/Livrés' }, state: 'new' },
    ]);
    const registered = (path: string) =>
      second.shares.filter(
        ({ type, owner, ...share }) => type === 'link' && owner === curator && share.path === path,
      );
    expect(registered('/Expo')).toMatchObject([{ registered: true }]);
    expect(registered('/Expo privée')).toMatchObject([{ registered: false }]);
    expect(found('link-not-registered').map(({ subject: { path } }) => path)).toEqual(['/Expo privée']);
  }, 120_000);

  it('get mails that follow: of what there is to do where it may be read, and of nothing else', async () => {
    const [asked, thanked, reported] = await mailsTo('videographer');
    expect(asked).toContain('Vous n’avez pas donné accès à vos fichiers');
    expect(thanked).toContain('Merci, l’accès est donné.');
    expect(reported).toContain('Dossier « Mariage Étoile »');
    expect((await mailsTo('curator')).at(-1)).toContain('Dossier « Prêteurs »');
    const [welcome, ...others] = await mailsTo('baker');
    expect(welcome).toContain('Merci, l’accès est donné.');
    expect(others.join()).not.toMatch(/Dossier «|Fichier «/);
  });

  it('say by the link of their mail what is done: the videographer', async () => {
    const browser = browsers.videographer;
    const film = stage.world.users
      .find(({ id }) => id === uidOf('videographer'))
      ?.home.children.flatMap((one) => (one.kind === 'folder' ? one.children : []))
      .find(({ name }) => name === FILM);
    await browser.open(await reportLink('videographer'));
    expect((await browser.submit('C’est fait', {}, FILM)).text).toContain('Pas encore');
    await browser.open(`${stage.server.url}/f/${film?.fileId}`);
    await browser.submit('Supprimer le fichier');
    stage.setNow(stage.clock() + MINUTE);
    await browser.open(await reportLink('videographer'));
    expect((await browser.submit('C’est fait', {}, FILM)).text).toContain('C’est fait, merci !');
  });

  it('say what is still useful: the curator', async () => {
    const browser = browsers.curator;
    await browser.open(await reportLink('curator'));
    await browser.follow('Toujours utile', 'Prêteurs');
    const page = await browser.submit('Enregistrer ma réponse', {
      reason: 'Les prêteurs y déposent leurs listes',
    });
    expect(page.text).toContain('C’est noté.');
  });

  it('are not asked again the month after', async () => {
    // January has begun; the links still have some days.
    stage.setNow(stage.clock() + 9 * DAY);
    const third = await monthly();
    const linksOfCurator = third.findings.filter(
      ({ member, check }) => member === uidOf('curator') && /^link-(bypassed|without)/.test(check),
    );
    expect(linksOfCurator).toMatchObject([
      { subject: { path: '/Expo' }, state: 'open' },
      { subject: { path: '/Expo/Prêteurs' }, state: 'excepted', answer: { state: 'in-force' } },
    ]);
    const last = (await mailsTo('videographer')).at(-1);
    expect(last).toContain('Dossier « Mariage Étoile »');
    expect(last).not.toContain(`- ${FILM}`);
    expect((await mailsTo('baker')).slice(1).join()).not.toMatch(/Dossier «|Fichier «/);
  }, 120_000);
});
