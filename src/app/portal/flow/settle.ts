import { RequestError } from '../../../model/errors.ts';
import { type Credential, isSameSecret } from '../../../model/secret.ts';
import { type OwnAccount, readOwnAccount } from '../../../nextcloud/ocs/accounts.ts';
import type { StoredFlow } from '../../../store/portal/flow-store.ts';
import type { PortalSetting } from '../setting.ts';
import { keyIn, revokeKey, sealedKey } from './key.ts';

/** Maximum number of browsers in which a person is signed in. */
const MOST_SESSIONS = 5;
/** Number of wrong accounts within a day that the admins are told of. */
const WRONG_ACCOUNTS = 5;
const DAY = 86_400_000;

/**
 * Finds out whose account a key opens that has come, and does what follows. May be called again after it was broken off
 * anywhere: each step leaves what is done as it is.
 */
export async function settleFlow(portal: PortalSetting, flow: StoredFlow): Promise<void> {
  const { flows } = portal.store.portal;
  const key = flow.given === null ? null : keyIn(portal, flow.given);
  if (key === null) {
    await flows.change(flow.id, ['checking'], { state: 'refused', given: null });
    return;
  }
  const account = await accountOf(portal, key);
  if (account === 'refused') {
    await flows.change(flow.id, ['checking'], { state: 'refused', given: null });
  } else if (account === 'unknown') {
    // Asked again at the next turn; in the end the key is revoked rather than kept for nothing.
    if (portal.context.now() >= flow.endsAt) await flows.change(flow.id, ['checking'], { state: 'over' });
  } else if (account.id !== flow.member) {
    await refuseAccount(portal, flow, key);
  } else if (flow.purpose === 'grant') await takeKey(portal, flow, key);
  else await signIn(portal, flow, key, account);
}

async function accountOf(
  portal: PortalSetting,
  key: Credential,
): Promise<OwnAccount | 'refused' | 'unknown'> {
  try {
    return await portal.withClient((client) => readOwnAccount(client.as(key)));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return error.failure === 'unauthorised' ? 'refused' : 'unknown';
  }
}

/** Somebody else's account: the key goes at once, and the account is noted nowhere. */
async function refuseAccount(portal: PortalSetting, flow: StoredFlow, key: Credential): Promise<void> {
  const { flows, journal } = portal.store.portal;
  const { id, member, keyName } = flow;
  const now = portal.context.now();
  const wrong = await flows.change(id, ['checking'], { state: 'wrong-account' });
  if (wrong === null) return;
  await revokeGiven(portal, wrong, key);
  await journal.note({ at: now, member, event: 'wrong-account', params: { keyName }, actor: null });
  if ((await flows.count(member, 'wrong-account', now - DAY)) >= WRONG_ACCOUNTS)
    await tellAdmins(portal, flow);
}

/** Tells the admins, once a day for one person. */
async function tellAdmins({ store, config, context }: PortalSetting, { member }: StoredFlow): Promise<void> {
  const now = context.now();
  const tries = await store.portal.flows.count(member, 'wrong-account', now - DAY);
  await store.portal.notices.queue(
    config.admins.mails.map((recipient) => ({
      ...{ kind: 'wrong-accounts', member, recipient, params: { tries }, dueAt: now },
      key: `wrong-accounts:${member}:${Math.floor(now / DAY)}:${recipient}`,
    })),
  );
}

/** The person's own account: the key goes into the vault, and then the earlier one ends. */
async function takeKey(portal: PortalSetting, flow: StoredFlow, key: Credential): Promise<void> {
  const { store, vault, context } = portal;
  const { flows, journal, notices, people, readings, withdrawals } = store.portal;
  const { id, member, keyName } = flow;
  const earlier = vault.get(member);
  const isOther = earlier !== null && !isSameSecret(earlier.password, key.password);
  // Before it leaves the vault: whoever breaks off after that would forget to revoke it.
  const older = isOther ? sealedKey(portal, earlier) : flow.older;
  if ((await flows.change(id, ['checking'], { older })) === null) return;
  const now = context.now();
  await vault.put([{ member, ...key, tokenId: null, addedAt: now }]);
  await withdrawals.returned(member, now);
  await people.setDeclined(member, null);
  await readings.ask(member, now);
  await beginSessionOf(portal, flow);
  const notes = await journal.of(member);
  if (!notes.some(({ event, params }) => event === 'granted' && params['keyName'] === keyName))
    await journal.note({ at: now, member, event: 'granted', params: { keyName }, actor: null });
  await notices.queue([
    {
      kind: 'access-given',
      member,
      recipient: null,
      key: `access-given:${id}`,
      params: { keyName },
      dueAt: now,
    },
  ]);
  portal.deliverSoon();
  await flows.change(id, ['checking'], { state: 'done', given: null });
  await flows.supersede(flow);
}

/** The key has proved who it is: it is revoked in the same second. */
async function signIn(
  portal: PortalSetting,
  flow: StoredFlow,
  key: Credential,
  { groups }: OwnAccount,
): Promise<void> {
  const { store, context, accounts } = portal;
  const { member } = flow;
  await revokeGiven(portal, flow, key);
  if (groups !== null) accounts.note(member, groups);
  if ((await store.portal.sessions.get(flow.session)) === null) {
    await beginSessionOf(portal, flow);
    const at = context.now();
    await store.portal.journal.note({ at, member, event: 'signed-in', params: {}, actor: null });
  }
  await store.portal.flows.change(flow.id, ['checking'], { state: 'done' });
}

async function beginSessionOf({ store, context }: PortalSetting, flow: StoredFlow): Promise<void> {
  const { sessions } = store.portal;
  const { session: id, member, browser } = flow;
  const now = context.now();
  if ((await sessions.get(id)) === null)
    await sessions.begin({ id, member, browser, begunAt: now, seenAt: now }, MOST_SESSIONS);
}

/** Maximum number of times that a key is asked to revoke itself. */
const MOST_TRIES = 5;

/** Revokes the key that a flow was given and that is not kept. In the end the journal names it, for somebody to delete. */
export async function revokeGiven(portal: PortalSetting, flow: StoredFlow, key: Credential): Promise<void> {
  await revoked(portal, flow, key, 'given');
}

/** Revokes the key that stood in the vault before. */
export async function revokeOlder(portal: PortalSetting, flow: StoredFlow): Promise<void> {
  const key = flow.older === null ? null : keyIn(portal, flow.older);
  if (key === null) await portal.store.portal.flows.change(flow.id, [flow.state], { older: null });
  else await revoked(portal, flow, key, 'older');
}

async function revoked(
  portal: PortalSetting,
  flow: StoredFlow,
  key: Credential,
  which: 'given' | 'older',
): Promise<void> {
  const { flows, journal } = portal.store.portal;
  const { id, member, keyName, state } = flow;
  const tries = flow.tries + 1;
  const isGone = (await revokeKey(portal, member, key)) !== 'failed';
  if (!isGone && tries < MOST_TRIES) {
    await flows.change(id, [state], { tries });
    return;
  }
  await flows.change(id, [state], { [which]: null, tries: 0 });
  if (isGone) return;
  const params = { keyName: which === 'given' ? keyName : '' };
  await journal.note({ at: portal.context.now(), member, event: 'key-left', params, actor: null });
  if (state === 'wrong-account') await tellAdmins(portal, flow);
}
