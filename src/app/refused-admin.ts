import type { Reason } from '../model/reasons/reason.ts';
import { reasonSentence } from '../model/reasons/sentence.ts';
import { isAppApi, type Login, reveal } from '../model/secret.ts';

/** As Nextcloud makes them: five groups of five, or 72 characters by the Login Flow and occ. */
const APP_PASSWORD = /^(?:[A-Za-z0-9]{5}(?:-[A-Za-z0-9]{5}){4}|[A-Za-z0-9]{72})$/;

/** Where the administrator's password comes from, for messages. */
export function adminPasswordPlace(passwordFile: string | undefined): string {
  return passwordFile ?? 'MENAGE_ADMIN_PASSWORD';
}

/**
 * Why the server refused the administrator, and what to do; a sentence. It answers the same to a wrong password and to a
 * login password where two-factor authentication is on: the form of what we hold tells them apart.
 * @param place where the password comes from.
 */
export function refusedAdmin(
  admin: Login,
  failure: 'unauthorised' | 'forbidden',
  url: string,
  place: string,
): string {
  const name = isAppApi(admin) ? admin.uid : admin.login;
  const refused = `The administrator ${name} was refused by ${url}`;
  if (failure === 'forbidden')
    return `${refused}: this account may not list accounts. In server.admin name an administrator, or delegate "Users" to this account.`;
  if (isAppApi(admin))
    return `${refused}, though the server knows the registration with AppAPI: the account is disabled, or its uid is written otherwise there. Correct server.admin.user: it must be the exact uid.`;
  const make = `correct server.admin.user, or make an app password as ${name} (in Nextcloud: Settings › Security) and put it into ${place}.`;
  return APP_PASSWORD.test(reveal(admin.password))
    ? `${refused}: the app password in ${place} is wrong, was revoked, or is another account's; ${make}`
    : `${refused}: what ${place} holds is wrong, or a login password, which two-factor authentication refuses (it has not the form of an app password); ${make}`;
}

/** Why an administrator without a password could not ask, and what to do. */
export function stoppedAdmin(stop: Reason, url: string): string {
  return `The accounts of ${url} cannot be listed: ${reasonSentence([stop])}, or name a password in server.admin.passwordFile.`;
}
