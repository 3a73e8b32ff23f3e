import type { MemberId } from '../model/ids.ts';
import { requestError } from '../model/reasons/errors.ts';
import { because } from '../model/reasons/reason.ts';
import { secret } from '../model/secret.ts';
import type { UtcMs } from '../model/units.ts';
import type { Session } from '../nextcloud/http/exchange.ts';
import { startLoginFlow } from '../nextcloud/ocs/app-password.ts';
import { checkCredentials, type SessionOf } from './check.ts';
import { revokeOne } from './revoke.ts';
import type { VaultEntry } from './vault.ts';

/** What granting needs from outside. */
export interface GrantSetting {
  /** A session in which nobody is logged in. */
  readonly anonymous: Session;
  readonly sessionOf: SessionOf;
  /** Hands the member the address to open in a browser. */
  readonly show: (link: string) => void;
  readonly wait: (ms: number) => Promise<void>;
  readonly now: () => UtcMs;
  /** True once the program was asked to end. */
  readonly stopping: () => boolean;
}

export type Grant =
  | { readonly outcome: 'granted'; readonly entry: VaultEntry }
  | { readonly outcome: 'not-granted'; readonly reason: string };

const PAUSE_MS = 3_000;
/** Lifetime of a flow on the server (Nextcloud manual, Login Flow v2). */
const LIFE_MS = 20 * 60_000;

/**
 * Lets a member grant access in the browser (Login Flow v2), and waits until it is done. An access that another person
 * granted by mistake is revoked at once.
 */
export async function grantAccess(member: MemberId, setting: GrantSetting): Promise<Grant> {
  const { anonymous, show, wait, now, stopping } = setting;
  const until = now() + LIFE_MS;
  const flow = await startLoginFlow(anonymous);
  show(flow.login);
  while (now() < until && !stopping()) {
    await wait(PAUSE_MS);
    const granted = await flow.poll();
    if (granted === null) continue;
    const { loginName, appPassword } = granted;
    const entry = { member, login: loginName, password: secret(appPassword), tokenId: null, addedAt: now() };
    return accepted(entry, setting);
  }
  return {
    outcome: 'not-granted',
    reason: stopping() ? 'stopped' : 'the link was not used within 20 minutes',
  };
}

async function accepted(entry: VaultEntry, { sessionOf }: GrantSetting): Promise<Grant> {
  const { member, login } = entry;
  const [check] = await checkCredentials([entry], sessionOf);
  if (check?.outcome !== 'wrong-person') return { outcome: 'granted', entry };
  const { outcome, detail } = await revokeOne(member, entry, sessionOf);
  if (outcome === 'failed') {
    throw requestError('unexpected', because('login.left', { login, member, detail: detail ?? '' }), null);
  }
  return { outcome: 'not-granted', reason: `${login} granted access, not ${member}; it was revoked again` };
}
