import type { Config } from '../../config/load.ts';
import { takeInventory } from '../../gather/inventory/inventory.ts';
import { MenageError } from '../../model/errors.ts';
import { type MemberId, memberId } from '../../model/ids.ts';
import type { Member } from '../../model/member.ts';
import type { AppApiRegistration, Login, Secret } from '../../model/secret.ts';
import { readRoot } from '../../nextcloud/dav/root.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import type { AppContext } from '../context.ts';
import { adminCredential, clientOf, vaultOf } from '../open.ts';

/** Who can be read now, in numbers. */
export interface ReadableNow {
  readonly members: number;
  /** By the registration, and by an app password of their own. */
  readonly byRegistration: number;
  readonly byOwn: number;
  /** Not asked: asking would make their home folder. */
  readonly neverLoggedIn: number;
  readonly declined: number;
  /** Whose root was read as a trial, and why it failed, a sentence; null where nobody is to be read by the registration. */
  readonly trial: { readonly member: MemberId; readonly problem: string | null } | null;
}

/**
 * Asks who there is, and reads one root as a trial. By AppAPI no last login changes.
 * @throws {RequestError} where the accounts cannot be listed.
 */
export async function readableNow(
  config: Config,
  context: AppContext,
  { secret: appSecret }: AppApiRegistration,
): Promise<ReadableNow> {
  const vault = await vaultOf(config, context);
  const client = await clientOf(config);
  try {
    const inventory = await takeInventory(client.as(adminLogin(config, context, appSecret)), {
      groups: config.members.groups,
      except: config.members.except,
      quotaRule: config.members.quota,
      language: config.organisation.language,
      directory: null,
      antennas: [],
      lastRequestAt: new Map(),
      earlierLastLogin: new Map(),
    });
    const members = inventory.members.filter(({ enabled }) => enabled);
    const declined = members.filter(({ id }) => config.members.declined.includes(id));
    const open = members.filter((one) => !declined.includes(one));
    const own = config.credentials.use.includes('own') ? open.filter(({ id }) => vault.get(id) !== null) : [];
    const rest = open.filter((one) => !own.includes(one));
    const fresh = rest.filter(hasNeverLoggedIn);
    const byRegistration = config.credentials.use.includes('appapi')
      ? rest.filter((one) => !fresh.includes(one))
      : [];
    const [one] = byRegistration;
    return {
      members: members.length,
      byRegistration: byRegistration.length,
      byOwn: own.length,
      neverLoggedIn: fresh.length,
      declined: declined.length,
      trial:
        one === undefined ? null : { member: one.id, problem: await triedRoot(client, one.id, appSecret) },
    };
  } finally {
    client.close();
  }
}

function hasNeverLoggedIn({ lastLogin, lastLoginLack }: Member): boolean {
  return lastLogin === null && lastLoginLack === null;
}

async function triedRoot(client: Client, uid: MemberId, appSecret: Secret): Promise<string | null> {
  try {
    await readRoot(client.as({ appSecret, uid }), uid);
    return null;
  } catch (error) {
    if (error instanceof MenageError) return error.message;
    throw error;
  }
}

function adminLogin(config: Config, context: AppContext, appSecret: Secret): Login {
  const { user, passwordFile } = config.server.admin;
  const hasPassword =
    passwordFile !== undefined || (context.environment['MENAGE_ADMIN_PASSWORD'] ?? '') !== '';
  return hasPassword ? adminCredential(config, context) : { appSecret, uid: memberId(user) };
}
