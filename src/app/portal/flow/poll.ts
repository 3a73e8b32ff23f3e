import { RequestError } from '../../../model/errors.ts';
import { secret } from '../../../model/secret.ts';
import type { Client } from '../../../nextcloud/http/client.ts';
import type { Session } from '../../../nextcloud/http/exchange.ts';
import { type GrantedLogin, pollLoginFlow } from '../../../nextcloud/ocs/app-password.ts';
import { FLOW_STATES, type StoredFlow } from '../../../store/portal/flow-store.ts';
import type { PortalSetting } from '../setting.ts';
import { keyIn, sealedKey, ticketOf } from './key.ts';
import { revokeGiven, revokeOlder, settleFlow } from './settle.ts';

/** Asks Nextcloud about the flows under way: the server does, not the page, for a page may be closed. */
export interface FlowPoller {
  /** One turn: each flow is asked about once, and what came is settled. False where there is nothing to ask about. */
  turn(client: Client): Promise<boolean>;
}

/** Between the tries to revoke a key: this, and four times as long after each. */
const FIRST_PAUSE_MS = 3_000;

/** @param clock monotonic milliseconds. */
export function flowPoller(portal: PortalSetting, clock: () => number): FlowPoller {
  // A session of its own for each flow, else every question would begin one at the server (API notes, 7.4).
  const sessions = new Map<string, { readonly client: Client; readonly session: Session }>();
  const notBefore = new Map<string, number>();
  let isFirst = true;

  function sessionOf(client: Client, { id }: StoredFlow): Session {
    const known = sessions.get(id);
    if (known?.client === client) return known.session;
    const session = client.as(null);
    sessions.set(id, { client, session });
    return session;
  }

  async function one(client: Client, flow: StoredFlow): Promise<void> {
    const now = portal.context.now();
    if (!flow.isHandedOver && flow.endsAt > now) await ask(portal, sessionOf(client, flow), flow);
    else if (!flow.isHandedOver) await end(portal, flow);
    const asked = await portal.store.portal.flows.get(flow.id);
    if (asked === null) return;
    if (asked.state === 'checking') return settleFlow(portal, asked);
    if (asked.given === null && asked.older === null) return;
    if ((notBefore.get(asked.id) ?? 0) > clock()) return;
    notBefore.set(asked.id, clock() + FIRST_PAUSE_MS * 4 ** asked.tries);
    const key = asked.given === null ? null : keyIn(portal, asked.given);
    if (key !== null) await revokeGiven(portal, asked, key);
    else if (asked.older !== null) await revokeOlder(portal, asked);
  }

  return {
    async turn(client) {
      const { flows } = portal.store.portal;
      const pending = await flows.pending(portal.context.now());
      if (isFirst) {
        // A question that was on its way when the program ended may have been answered with the key.
        for (const { id, asking } of pending)
          if (asking === 'now') await flows.change(id, FLOW_STATES, { asking: 'lost' });
        isFirst = false;
        return pending.length > 0;
      }
      // One after the other: what one flow settles, the next of the same person must see.
      for (const flow of pending) await one(client, flow);
      if (pending.length === 0) sessions.clear();
      return pending.length > 0;
    },
  };
}

async function ask(portal: PortalSetting, session: Session, flow: StoredFlow): Promise<void> {
  const { flows } = portal.store.portal;
  const ticket = ticketOf(portal, flow);
  if (ticket === null) return end(portal, flow);
  if (flow.asking !== 'lost') await flows.change(flow.id, FLOW_STATES, { asking: 'now' });
  const granted = await answerOf(() => pollLoginFlow(session, ticket));
  if (granted === 'lost') await flows.change(flow.id, FLOW_STATES, { asking: 'lost' });
  else if (granted === null) await flows.change(flow.id, FLOW_STATES, { asking: flow.asking });
  else await receive(portal, flow, granted);
}

/** Null = no key yet, "lost" = an answer was under way and did not arrive. */
async function answerOf(poll: () => Promise<GrantedLogin | null>): Promise<GrantedLogin | 'lost' | null> {
  try {
    return await poll();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return ['connection', 'time-out'].includes(error.failure) ? 'lost' : null;
  }
}

/** The key is on the disk before anything else is done with it. */
async function receive(
  portal: PortalSetting,
  { id }: StoredFlow,
  { loginName, appPassword }: GrantedLogin,
): Promise<void> {
  const { flows } = portal.store.portal;
  const given = sealedKey(portal, { login: loginName, password: secret(appPassword) });
  const change = { asking: 'no', isHandedOver: true, given } as const;
  const waiting = await flows.change(id, ['waiting'], { ...change, state: 'checking' });
  // Cancelled, or another flow was first: nobody waits for this key, and it is revoked.
  if (waiting === null) await flows.change(id, FLOW_STATES, change);
}

/** Nothing more comes of this flow. The journal names the key where its answer may have been lost. */
async function end({ store, context }: PortalSetting, flow: StoredFlow): Promise<void> {
  const { flows, journal } = store.portal;
  const { id, member, keyName, asking } = flow;
  if (asking === 'lost')
    await journal.note({ at: context.now(), member, event: 'key-left', params: { keyName }, actor: null });
  await flows.change(id, FLOW_STATES, { asking: 'no', isHandedOver: true });
  await flows.change(id, ['waiting'], { state: 'over' });
}
