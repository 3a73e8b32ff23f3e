import { randomUUID } from 'node:crypto';
import { RequestError } from '../../model/errors.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import { addressIdentity, isMailAddress } from '../../model/text/mail-address.ts';
import { readAccount } from '../../nextcloud/ocs/accounts.ts';
import { readGroupMembers } from '../../nextcloud/ocs/group-by-name.ts';
import { adminLogin } from '../access.ts';
import type { PortalSetting } from './setting.ts';

/**
 * Mails a link to sign in to whom a text names, by address or account, if anybody. Admins need not be members: where the
 * server knows such an account, its address is taken.
 * @param page the page to go on to, by name; '' = the usual one.
 * @param mayHave counts a mail for a person; false where it is one too many.
 */
export async function sendSignInLink(
  portal: PortalSetting,
  named: string,
  page: string,
  mayHave: (member: MemberId) => boolean,
): Promise<void> {
  const { store, context } = portal;
  const found = (await memberNamed(portal, named)) ?? (await adminNamed(portal, named));
  if (found === null || !mayHave(found.member)) return;
  const now = context.now();
  await store.portal.notices.queue([
    // Each is another mail: the one before may be lost.
    { kind: 'sign-in', ...found, key: `sign-in:${randomUUID()}`, params: { page }, dueAt: now },
  ]);
  portal.deliverSoon();
}

interface Found {
  readonly member: MemberId;
  /** Null = the member's own address. */
  readonly recipient: string | null;
}

async function memberNamed({ store }: PortalSetting, named: string): Promise<Found | null> {
  const rows = await store.members.list();
  const isAddress = isMailAddress(named);
  const wanted = isAddress ? addressIdentity(named) : named.toLowerCase();
  const row = rows.find(
    ({ id, mail }) =>
      id.toLowerCase() === wanted || (isAddress && mail !== null && addressIdentity(mail) === wanted),
  );
  return row === undefined || row.mail === null ? null : { member: row.id, recipient: null };
}

/** Maximum number of admins who are looked at for an address. */
const MOST_ADMINS = 20;

/**
 * An admin who is no member: by the config, or in the server's group. Whoever types names must not make the server be
 * asked about each: what is asked for does not depend on the name, unless an admin has it.
 */
async function adminNamed(portal: PortalSetting, named: string): Promise<Found | null> {
  const { config, context, vault } = portal;
  try {
    const login = await adminLogin(config, context, async () => vault);
    return await portal.withClient(async (client) => {
      const session = client.as(login);
      const inGroup = await readGroupMembers(session, 'admin');
      const admins = [...new Set([...(config.portal?.admins ?? []), config.server.admin.user, ...inGroup])];
      const isNamed = (id: string) => id.toLowerCase() === named.toLowerCase();
      for (const id of isMailAddress(named) ? admins.slice(0, MOST_ADMINS) : admins.filter(isNamed)) {
        const { email, enabled } = await readAccount(session, id);
        const isUsable = enabled === true && email !== null && email !== undefined && isMailAddress(email);
        if (isUsable && (isNamed(id) || addressIdentity(email) === addressIdentity(named)))
          return { member: memberId(id), recipient: email };
      }
      return null;
    });
  } catch (error) {
    if (error instanceof RequestError) return null;
    throw error;
  }
}
