import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { sealText, unsealText } from '../../credentials/derived-key.ts';
import { revokeOne } from '../../credentials/revoke.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import { type Credential, reveal, secret } from '../../model/secret.ts';
import type { UtcMs } from '../../model/units.ts';
import type { KeyNote, WaitingKey } from '../../store/portal/withdrawal-store.ts';
import type { Store } from '../../store/store.ts';
import type { AppContext } from '../context.ts';
import { periodEnd } from '../report/period.ts';
import { keyName, USUAL_KEY_NAME } from './flow/key.ts';
import { forgetHeldReports } from './held-reports.ts';
import type { PortalSetting } from './setting.ts';

/** What the withdrawal of a person needs. */
export type WithdrawalSetting = Pick<PortalSetting, 'config' | 'store' | 'vault' | 'withClient'> & {
  readonly context: Pick<AppContext, 'now'>;
  readonly keys: Pick<PortalSetting['keys'], 'sealed'>;
};

/** What became of the key in Nextcloud; "none" = there was none, such as where a registration reads. */
export type KeyOutcome = 'revoked' | 'waiting' | 'none';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** The first tries come soon: a server that restarts is back. */
const SOON = { forMs: 20 * SECOND, pauseMs: 10 * SECOND } as const;
const PAUSE_MS = 15 * MINUTE;
const GIVEN_UP_AFTER_MS = 24 * 60 * MINUTE;

/**
 * Ends the reading of a person at once: one transaction in the store, then the key leaves the vault and revokes itself. Where
 * Nextcloud does not answer, `settleWithdrawals` goes on. Reports of the past stay, without private names.
 */
export async function withdraw(setting: WithdrawalSetting, member: MemberId): Promise<KeyOutcome> {
  const { store, context } = setting;
  const at = context.now();
  const key = await keyOf(setting, member);
  const entry = { at, member, event: 'withdrawn', params: {}, actor: null } as const;
  await store.portal.withdrawals.withdraw({ member, at, sealedKey: key?.sealed ?? null, entry });
  return ended(setting, member, key);
}

/**
 * The same, and everything that is kept of the person. A salted mark keeps them from being invited until the period ends,
 * or for good; where a registration reads everybody it stays, for else the next run would read them again.
 */
export async function eraseMe(
  setting: WithdrawalSetting,
  member: MemberId,
  { neverInvite }: { readonly neverInvite: boolean },
): Promise<KeyOutcome> {
  const { store, context, config, vault } = setting;
  const at = context.now();
  const key = await keyOf(setting, member);
  const isForGood = neverInvite || vault.registration() !== null;
  const until = isForGood ? null : periodEnd(at, config.mail.every, config.organisation.timezone);
  await store.portal.withdrawals.erase({ member, at, sealedKey: key?.sealed ?? null, until });
  return ended(setting, member, key);
}

async function ended(
  setting: WithdrawalSetting,
  member: MemberId,
  key: { readonly sealed: string } | null,
): Promise<KeyOutcome> {
  const { store, vault } = setting;
  forgetHeldReports(store);
  if (key === null) return 'none';
  await vault.remove([member]);
  const waiting = (await store.portal.withdrawals.keys()).find(({ sealed }) => sealed === key.sealed);
  return waiting === undefined || (await tryToRevoke(setting, waiting)) ? 'revoked' : 'waiting';
}

/**
 * Goes on with what was begun, after a restart too: keys that are due are tried again, the vault loses those of people who
 * left, and stored runs lose their names.
 */
export async function settleWithdrawals(setting: WithdrawalSetting): Promise<void> {
  const { store, context } = setting;
  await settleVault(setting);
  const now = context.now();
  for (const key of await store.portal.withdrawals.keys())
    if (key.nextAt <= now) await tryToRevoke(setting, key);
  await clearRuns(store);
}

/** Run by run, so that others are answered meanwhile. */
export async function clearRuns(store: Store): Promise<void> {
  let isCleared = false;
  while (await store.portal.withdrawals.clearRuns()) {
    isCleared = true;
    await setImmediate();
  }
  // One that was read meanwhile has the names still.
  if (isCleared) forgetHeldReports(store);
}

/** A key that came after the person left means that they are back; an older one was left by a process that was killed. */
async function settleVault({ store: { portal }, vault }: WithdrawalSetting): Promise<void> {
  const entries = vault.list();
  const gone = new Set(await portal.withdrawals.leftAmong(entries.map(({ member }) => member)));
  const left: MemberId[] = [];
  for (const { member, addedAt } of entries) {
    if (!gone.has(member)) continue;
    await portal.withdrawals.returned(member, addedAt);
    if (await portal.withdrawals.hasLeft(member)) left.push(member);
  }
  if (left.length > 0) await vault.remove(left);
}

/** What is needed to revoke a key, and to write to its person about it. */
const Sealed = z.object({
  login: z.string(),
  password: z.string(),
  name: z.string(),
  mail: z.string().nullable(),
});

type OpenedKey = z.infer<typeof Sealed>;

/** The key of a person, encrypted for the time until it is revoked; null where the vault has none. */
async function keyOf(
  { store, vault, keys }: WithdrawalSetting,
  member: MemberId,
): Promise<{ readonly sealed: string } | null> {
  await vault.reload();
  const entry = vault.list().find((one) => one.member === member);
  if (entry === undefined) return null;
  const { login, password } = entry;
  const mail = (await store.members.get(member))?.mail ?? null;
  const text = { login, password: reveal(password), name: await keyName(store, entry), mail };
  return { sealed: sealText(keys.sealed, secret(JSON.stringify(text))) };
}

/** One try; true once the key is worth nothing any more. One that was given up is destroyed, and its person gets a mail. */
async function tryToRevoke(setting: WithdrawalSetting, key: WaitingKey): Promise<boolean> {
  const { store, context } = setting;
  const { withdrawals } = store.portal;
  const opened = openKey(setting, key);
  const isRevoked = opened !== null && (await revoke(setting, key, opened));
  const now = context.now();
  // One that was sealed with another vault key opens no more.
  if (!isRevoked && opened !== null && now - key.since < GIVEN_UP_AFTER_MS) {
    await withdrawals.postpone(key.id, nextTry(key.since, now));
    return false;
  }
  await withdrawals.destroy(key.id, noteOf(key, opened, { isRevoked, now }));
  return isRevoked;
}

function openKey({ keys }: WithdrawalSetting, { sealed }: WaitingKey): OpenedKey | null {
  const text = unsealText(keys.sealed, sealed);
  return text === null ? null : Sealed.parse(JSON.parse(reveal(text)));
}

function nextTry(since: UtcMs, now: UtcMs): UtcMs {
  return now + (now - since < SOON.forMs ? SOON.pauseMs : PAUSE_MS);
}

async function revoke(
  { withClient }: WithdrawalSetting,
  { member }: WaitingKey,
  { login, password }: OpenedKey,
): Promise<boolean> {
  const credential: Credential = { login, password: secret(password) };
  const { outcome } = await withClient((client) =>
    revokeOne(member ?? memberId(login), credential, (one) => client.as(one)),
  );
  return outcome !== 'failed';
}

/** A mail where the page could not say it any more; who was erased gets it at the address that was sealed with the key. */
function noteOf(
  { id, member, since }: WaitingKey,
  opened: OpenedKey | null,
  { isRevoked, now }: { readonly isRevoked: boolean; readonly now: UtcMs },
): KeyNote {
  const name = opened?.name ?? USUAL_KEY_NAME;
  const event = isRevoked ? 'key-revoked' : 'key-left';
  const recipient = member === null ? (opened?.mail ?? null) : null;
  const isShownAtOnce = isRevoked && now - since < SOON.pauseMs;
  const hasReader = member !== null || recipient !== null;
  return {
    entry: member === null ? null : { at: now, member, event, params: { keyName: name }, actor: null },
    notice:
      isShownAtOnce || !hasReader
        ? null
        : { kind: event, member, recipient, key: `key:${id}`, params: { keyName: name }, dueAt: now },
  };
}
