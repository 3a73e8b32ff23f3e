import type { Config } from '../../config/load.ts';
import { RequestError, UsageError } from '../../model/errors.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import { visibleText } from '../../model/text/visible-text.ts';
import { readAccount } from '../../nextcloud/ocs/accounts.ts';
import type { Store } from '../../store/store.ts';
import { adminLogin } from '../access.ts';
import type { AppContext } from '../context.ts';
import { nearHint, nearNames } from '../near-names.ts';
import { existingVaultOf, vaultKey, withImpatientClient } from '../open.ts';
import { linksOf } from './links.ts';
import { linkAddress } from './mail-links.ts';

/**
 * The address of a new sign-in link, good for 30 minutes: what the mail of `/sign-in` holds, for whoever gets no mail.
 * Somebody whom the store does not know is asked for at the server.
 * @throws {UsageError} when the config has no portal, or the account is unknown or disabled.
 * @throws {RequestError} when the server does not say whether there is such an account.
 */
export async function signInAddress(
  store: Store,
  config: Config,
  context: AppContext,
  uid: string,
): Promise<string> {
  const { portal } = config;
  if (portal === undefined)
    throw new UsageError(
      `There is no "portal" in ${config.file}: write its url there, as in docs/portal.md.`,
    );
  const key = vaultKey(config, context);
  const row = await store.members.get(memberId(uid));
  const member = row?.id ?? (await accountAtServer(store, config, context, uid));
  const token = await linksOf(store, key).issue(member, 'sign-in', context.now());
  return linkAddress(portal.url, 'sign-in', token);
}

async function accountAtServer(
  store: Store,
  config: Config,
  context: AppContext,
  uid: string,
): Promise<MemberId> {
  const login = await adminLogin(config, context, () => existingVaultOf(config, context));
  try {
    const { id, enabled } = await withImpatientClient(config, (client) => readAccount(client.as(login), uid));
    if (enabled !== false) return memberId(id);
  } catch (error) {
    const isUnknown = error instanceof RequestError && error.failure === 'not-found' && error.ocsCode === 404;
    if (!isUnknown) throw error;
    const near = nearNames(uid, await store.members.list());
    throw new UsageError(
      visibleText(`Nextcloud has no account "${uid}", and no link was made: ${nearHint(near)}.`),
      { cause: error },
    );
  }
  throw new UsageError(
    visibleText(
      `The account "${uid}" is disabled, and no link was made: it could not sign in. Enable it in Nextcloud first.`,
    ),
  );
}
