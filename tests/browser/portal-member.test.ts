import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openBrowser } from '../../docs/pictures.ts';
import { type MemberId, memberId } from '../../src/model/ids.ts';
import { addShare, editorOf, putFile, removeShare } from '../helpers/edit-world.ts';
import { openPortal, type PortalStage } from '../helpers/portal.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const MB = 1024 ** 2;
const YEAR = 365 * 86_400_000;
const MINUTE = 60_000;

/** Each way through has people of its own. */
const STORIES = [
  {
    name: 'with scripts, on a phone',
    javaScriptEnabled: true,
    width: 390,
    invited: 'baker',
    member: 'newcomer',
  },
  {
    name: 'without scripts',
    javaScriptEnabled: false,
    width: 840,
    invited: 'photographer',
    member: 'beekeeper',
  },
] as const;

let browser: Browser;
let stage: PortalStage;
/** Somebody else, whose Nextcloud may be open in the same browser. */
let other: string;
beforeAll(async () => {
  stage = await openPortal({ awaiting: STORIES.map(({ invited }) => invited) });
  for (const [at, { member }] of STORIES.entries()) furnish(who(member), at);
  await stage.audit();
  other = who('weaver');
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await stage.close();
});

function who(role: string): MemberId {
  return memberId(stage.truth.roles[role] ?? '');
}

/** Two old films, and one link without a password. */
function furnish(member: MemberId, at: number): void {
  const editor = editorOf(stage.world, { now: stage.clock });
  const old = stage.clock() - 3 * YEAR;
  for (const path of ['/film ancien.mov', '/autre film.mov'])
    putFile(editor, member, path, { size: 300 * MB, modifiedAt: old, uploadedAt: old });
  putFile(editor, member, '/Devis/a.odt', { size: 1_000 });
  const link = { type: 3, createdAt: old, recipient: null, permissions: 17 };
  addShare(editor, member, '/Devis', { ...link, id: `90000${at}`, token: `abcdefghijklmn${at}` });
}

/** A browser of its own, which may complain of nothing. */
async function inBrowser(
  story: (typeof STORIES)[number],
  act: (page: Page, at: ReturnType<typeof handsOn>) => Promise<void>,
): Promise<void> {
  const { javaScriptEnabled, width } = story;
  const context = await browser.newContext({
    ...{ javaScriptEnabled, locale: 'fr-FR', viewport: { width, height: 900 } },
  });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      // Chromium logs each page whose status is an error.
      if (message.type() === 'error' && !/status of (410|422)/.test(message.text()))
        complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await act(page, handsOn(page));
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

/** What a person does on a page. */
function handsOn(page: Page) {
  const title = (text: string) => page.getByRole('heading', { level: 1, name: text }).waitFor();
  return {
    title,
    button: (name: string) => page.getByRole('button', { name }).first().click(),
    link: (name: string) => page.getByRole('link', { name }).first().click(),
    card: (text: string) => page.locator('article', { hasText: text }),
    /** No wider than the screen. */
    async fits() {
      const { width } = page.viewportSize() ?? { width: 0 };
      expect([page.url(), await page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        page.url(),
        width,
      ]);
    },
  };
}

/** Opens Nextcloud from the waiting page, signs in as somebody, and grants. */
async function grantAs(page: Page, user: string): Promise<void> {
  const [tab] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'Ouvrir Nextcloud' }).click(),
  ]);
  await tab.getByText('Se connecter', { exact: true }).click();
  await tab.fill('#user', user);
  await tab.fill('#password', stage.server.memberPassword);
  await tab.getByRole('button', { name: 'Se connecter' }).click();
  await tab.getByRole('button', { name: "Autoriser l'accès" }).click();
  await tab.getByRole('heading', { name: 'Compte connecté' }).waitFor();
  await tab.close();
  await page.context().clearCookies({ name: /^(?!__Host-)/ });
}

it.each(STORIES)('an invited member gives access, takes it back and erases all, $name', async (story) => {
  const invited = who(story.invited);
  await inBrowser(story, async (page, at) => {
    const goOn = async () => {
      if (!story.javaScriptEnabled) await at.link('C’est autorisé, continuer');
    };
    await page.goto(await stage.link(invited, 'invitation'));
    await at.title('Voulez-vous que « menage » lise votre Nextcloud');
    await at.fits();
    await at.button('Donner l’accès en lecture');
    await at.title('Encore une étape, dans Nextcloud');
    await at.fits();
    await at.button('Annuler');
    await at.title('C’est annulé.');
    await at.button('Recommencer');

    await grantAs(page, other);
    await goOn();
    await at.title('Nextcloud était ouvert avec un autre compte');
    await at.fits();
    await at.button('Recommencer');
    await grantAs(page, invited);
    await goOn();
    await at.title('l’accès est donné');
    await at.fits();
    await expect
      .poll(async () => (await stage.store.portal.readings.get(invited))?.endedAt ?? null, {
        timeout: 30_000,
      })
      .not.toBeNull();
    await page.goto(`${stage.url}/me/welcome`);
    await at.link('Voir mon rapport');
    await at.link('Mes données');
    await at.title('Ce qui est gardé sur moi');
    await page.getByText('« menage, rapport mensuel (').first().waitFor();
    await at.fits();
    await at.button('Retirer l’accès');
    await page.getByRole('status').getByText('L’accès est retiré').waitFor();
    expect(stage.running.portal.vault.get(invited)).toBeNull();
    await at.link('Tout effacer…');
    await at.fits();
    await page.getByRole('checkbox').first().check();
    await at.button('Tout effacer');
    await page.waitForURL(`${stage.url}/erased`);
  });
  expect(await stage.store.portal.withdrawals.hasLeft(invited)).toBe(true);
});

it.each(STORIES)('a member answers by the link of a mail, $name', async (story) => {
  const member = who(story.member);
  const editor = editorOf(stage.world, { now: stage.clock });
  await inBrowser(story, async (page, at) => {
    await page.goto(await stage.link(member, 'report'));
    await at.fits();
    await at.card('autre film.mov').getByRole('button', { name: 'C’est fait' }).click();
    await at.title('Pas encore : le fichier est toujours là.');
    await at.fits();
    await at.link('Revenir à mon rapport');

    removeShare(editor, `90000${STORIES.indexOf(story)}`);
    await at.card('« Devis »').getByRole('button', { name: 'C’est fait' }).click();
    await at.title('C’est fermé, merci !');
    expect(await page.title()).toContain('C’est fermé, merci');
    await at.fits();
    await at.link('Revenir à mon rapport');

    await at.card('film ancien.mov').getByRole('link', { name: 'Toujours utile' }).click();
    await at.title('« film ancien.mov » est toujours utile');
    await at.fits();
    await page.getByLabel('Un an').check();
    await page.getByLabel('À quoi sert-il ?').fill('Archives du collectif');
    await at.button('Enregistrer ma réponse');
    await at.title('C’est noté.');
    await at.link('Revenir à mon rapport');
    await page.getByText('toujours utile, jusqu’au 23 novembre 2027').waitFor();
    await at.button('Retirer cette réponse');
    await at.card('film ancien.mov').getByRole('link', { name: 'Une erreur ?' }).click();
    await page.getByRole('textbox').fill('Ce film n’est pas à moi.');
    await at.fits();
    await at.button('Envoyer');
    await at.title('Votre message est parti.');
    await at.link('Revenir à mon rapport');

    await at.link('Mes mails');
    await at.fits();
    await page.getByLabel('Tous les deux mois').check();
    await at.button('Enregistrer');
    await page.getByRole('status').getByText('Enregistré.').waitFor();
    await page.goto(await stage.link(member, 'unsubscribe'));
    expect((await stage.store.portal.people.get(member)).every).toBe(2);
    await at.button('Plus aucun mail');
    await page.getByText('C’est noté : plus aucun mail.').waitFor();
    expect((await stage.store.portal.people.get(member)).every).toBe('never');
  });
});

it.each(STORIES)('a member asks for a new link, signs in and out, $name', async (story) => {
  const member = who(story.member);
  const over = await stage.link(member, 'report', 1_000);
  stage.setNow(stage.clock() + MINUTE);
  await inBrowser(story, async (page, at) => {
    await page.goto(over);
    await at.title('Ce lien n’est plus valable');
    await at.fits();
    await at.button('M’envoyer un nouveau lien');
    await at.title('Un nouveau lien est parti');
    await page.goto(await stage.link(member, 'sign-in'));
    await at.button('Se connecter');
    await grantAs(page, member);
    if (!story.javaScriptEnabled) await at.link('C’est autorisé, continuer');
    await at.link('Mes données');
    await at.button('Se déconnecter');
    await at.title('C’est fermé ici.');
    await page.goBack();
    await page.goto(`${stage.url}/me`);
    await at.title('Se connecter');
    await at.fits();
  });
});
