import { randomBytes } from 'node:crypto';
import { type Answer, document, json } from './http/answer.ts';
import type { Asked } from './http/request.ts';
import { userNamed } from './world/received.ts';
import type { Site } from './world/site.ts';

/** A flow lives twenty minutes. */
const LIFE_MS = 1_200_000;
const NO_CACHE = { 'cache-control': 'no-cache, no-store, must-revalidate' };

/** Login flow v2: start, the page that the member opens, poll. */
export function loginFlowAnswer(site: Site, asked: Asked): Answer {
  const path = asked.segments.filter((name) => name !== 'index.php').join('/');
  if (path === 'login/v2' && asked.method === 'POST') return started(site);
  if (path === 'login/v2/poll' && asked.method === 'POST') return polled(site, asked);
  const page =
    '<!DOCTYPE html>\n<html lang="fr"><title>Nextcloud</title><p>Connexion à votre compte</p></html>\n';
  return document(200, 'text/html; charset=UTF-8', page, NO_CACHE);
}

function started(site: Site): Answer {
  const token = randomBytes(64).toString('hex');
  const login = `${site.address()}/login/v2/flow/${randomBytes(64).toString('hex')}`;
  site.flows.set(token, { login, startedAt: site.now(), grantedTo: null });
  site.secrets.add(token);
  return json(200, { poll: { token, endpoint: `${site.address()}/login/v2/poll` }, login });
}

/** 404 until the member granted it, then once the new app password. */
function polled(site: Site, asked: Asked): Answer {
  const token = new URLSearchParams(asked.body).get('token') ?? '';
  const flow = site.flows.get(token);
  const user = userNamed(site.world, flow?.grantedTo ?? '');
  if (flow === undefined || user === undefined || site.now() - flow.startedAt > LIFE_MS) return json(404, []);
  site.flows.delete(token);
  const appPassword = randomBytes(54).toString('base64url');
  site.tokens.set(appPassword, user.id);
  site.secrets.add(appPassword);
  return json(200, { server: site.address(), loginName: user.loginName, appPassword });
}

/** What the member does in the browser: grants the flow of this address, else the one begun last. */
export function grantFlow(site: Site, member: string, login?: string): void {
  const waiting = [...site.flows.values()].filter(({ grantedTo }) => grantedTo === null);
  const flow = login === undefined ? waiting.at(-1) : waiting.find((one) => one.login === login);
  if (flow === undefined) throw new RangeError('no login flow waits for a member');
  flow.grantedTo = member;
}
