import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { memberId } from '../../src/model/ids.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { ClockedWorkspace } from './clocked-workspace.ts';
import { grantInNextcloud } from './grant.ts';
import { storeAt } from './stores.ts';
import { type Visitor, visitor } from './visitor.ts';

/** Where the portal of the rounds is, and beside which server. */
export interface PortalPlace {
  readonly workspace: ClockedWorkspace;
  readonly url: string;
}

/** A person at the portal, signed in. */
export interface PortalVisitor {
  readonly member: string;
  readonly browser: Visitor;
}

/** How far a person came before the portal was killed; "allowed": in Nextcloud, and the portal has not confirmed it. */
export type GrantOutcome = 'confirmed' | 'allowed' | 'cut-off';

const FLOW_MS = 60_000;
const LOOK_MS = 100;

export async function withStore<T>(
  workspace: ClockedWorkspace,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(storeAt(workspace.folder));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** As the flow of the sign-in does it. */
export async function signedInAs({ workspace }: PortalPlace, member: string): Promise<PortalVisitor> {
  const value = randomBytes(32).toString('base64url');
  const id = createHash('sha256').update(value).digest('hex');
  const at = workspace.now();
  await withStore(workspace, (store) =>
    store.portal.sessions.begin(
      { id, member: memberId(member), browser: 'Firefox', begunAt: at, seenAt: at },
      5,
    ),
  );
  return { member, browser: visitor([['__Host-menage', value]]) };
}

/** Takes access back; whether the portal confirmed it. */
export async function withdraw({ url }: PortalPlace, { browser }: PortalVisitor): Promise<boolean> {
  return isAnswered(browser, async () => {
    await browser.open(`${url}/me/data`);
    await browser.submit('Retirer l’accès');
  });
}

/** Answers that the first thing of the report is still useful, and proposes a link for the register. */
export async function keepFirstThing(
  { url }: PortalPlace,
  { browser }: PortalVisitor,
  reason: string,
): Promise<boolean> {
  return isAnswered(browser, async () => {
    await browser.open(`${url}/me`);
    await browser.follow('Toujours utile');
    await browser.submit('Enregistrer ma réponse', { reason, register: 'yes' });
  });
}

/** Lets menage read: begins on the portal, allows it in Nextcloud, and waits until the portal has seen it. */
export async function grantAccess(
  { url, workspace }: PortalPlace,
  { member, browser }: PortalVisitor,
): Promise<GrantOutcome> {
  const isBegun = await isAnswered(browser, async () => {
    await browser.open(`${url}/me`);
    await browser.submit('Donner l’accès en lecture');
  });
  const { url: waiting, status } = browser.page();
  if (!isBegun || status !== 200) return 'cut-off';
  await grantInNextcloud(visitor(), workspace.server, browser.address('Ouvrir Nextcloud'), member);
  const until = performance.now() + FLOW_MS;
  while (performance.now() < until) {
    const state = await browser.open(`${waiting}/state`).catch(() => null);
    if (state === null) return 'allowed';
    if (state.html.includes('"done"')) return 'confirmed';
    await pause(LOOK_MS);
  }
  throw new Error(`the portal does not see that ${member} gave access`);
}

/** Whether the portal took the last form of an act: a redirect counts, even where the portal was killed before its page. */
async function isAnswered(browser: Visitor, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
  } catch (error) {
    // What fetch throws for a connection that was refused or cut.
    if (!(error instanceof TypeError)) throw error;
    return browser.page().status === 303;
  }
  const { status, text } = browser.page();
  // A machine that stalls is slower than the portal's limits allow: nothing was confirmed.
  if (status === 408) return false;
  if (status !== 200) throw new Error(`the portal answered ${status}: ${text}`);
  return true;
}
