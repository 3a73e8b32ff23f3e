import { randomBytes, randomUUID } from 'node:crypto';
import { type Answer, json } from '../http/answer.ts';
import type { Asked } from '../http/request.ts';
import { userNamed } from '../world/received.ts';
import type { LoginFlow, Site } from '../world/site.ts';

/** A flow lives twenty minutes, by the server's clock. */
const LIFE_MS = 1_200_000;

/** What a program asks of login flow v2: begin one, or whether it was granted. */
export function loginFlowAnswer(site: Site, asked: Asked): Answer {
  return asked.segments.at(-1) === 'poll' ? polled(site, asked) : started(site, asked);
}

function started(site: Site, asked: Asked): Answer {
  const token = randomBytes(64).toString('hex');
  const loginToken = randomBytes(64).toString('hex');
  const clientName = asked.header('user-agent') ?? '';
  site.flows.set(token, { loginToken, clientName, startedAt: site.now(), granted: null });
  site.secrets.add(token).add(loginToken);
  const poll = { token, endpoint: `${site.address()}/login/v2/poll` };
  return json(200, { poll, login: `${site.address()}/login/v2/flow/${loginToken}` });
}

/** 404 until it was granted, then once the new app password. */
function polled(site: Site, asked: Asked): Answer {
  const token = new URLSearchParams(asked.body).get('token') ?? '';
  const flow = site.flows.get(token);
  if (flow === undefined || flow.granted === null || isOver(site, flow)) return json(404, []);
  site.flows.delete(token);
  return json(200, { server: site.address(), ...flow.granted });
}

function isOver(site: Site, flow: LoginFlow): boolean {
  return site.now() - flow.startedAt > LIFE_MS;
}

/** The flow that a login address begins; null where it is unknown, over, or was handed to its program. */
export function flowOf(site: Site, loginToken: string | null): LoginFlow | null {
  const flow = [...site.flows.values()].find((one) => one.loginToken === loginToken);
  return flow === undefined || isOver(site, flow) ? null : flow;
}

/**
 * Makes the app password for the program of a flow. As on the server, a flow granted twice before its program asked hands
 * out the second one, and the first stays with its account.
 */
export function grantTo(site: Site, flow: LoginFlow, uid: string, loginName: string): void {
  const appPassword = randomBytes(54).toString('base64url');
  const { clientName: name } = flow;
  site.tokens.set(appPassword, { id: randomUUID(), uid, name, madeAt: site.now() });
  site.secrets.add(appPassword);
  flow.granted = { loginName, appPassword };
}

/** What the member does in the browser, in short: grants the flow of this address, else the one begun last. */
export function grantFlow(site: Site, member: string, login?: string): void {
  const waiting = [...site.flows.values()].filter(({ granted }) => granted === null);
  const flow =
    login === undefined ? waiting.at(-1) : waiting.find(({ loginToken }) => login.endsWith(`/${loginToken}`));
  const user = userNamed(site.world, member);
  if (flow === undefined || user === undefined) throw new RangeError('no login flow waits for a member');
  grantTo(site, flow, user.id, user.loginName);
}
