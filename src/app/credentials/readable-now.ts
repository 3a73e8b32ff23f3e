import type { Config } from '../../config/load.ts';
import { accessOf } from '../../gather/members/access.ts';
import type { Right } from '../../model/coverage.ts';
import { MenageError } from '../../model/errors.ts';
import type { MemberId } from '../../model/ids.ts';
import type { ReasonKey } from '../../model/reasons/reason.ts';
import { type AppApiRegistration, rightOf, type Secret } from '../../model/secret.ts';
import { readRoot } from '../../nextcloud/dav/root.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import { accessRules, adminLogin } from '../access.ts';
import type { AppContext } from '../context.ts';
import { clientOf, vaultOf } from '../open.ts';
import { membersNow } from './members-now.ts';

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
  registration: AppApiRegistration,
): Promise<ReadableNow> {
  const vault = await vaultOf(config, context);
  const client = await clientOf(config);
  try {
    const admin = await adminLogin(config, context, async () => vault);
    const inventory = await membersNow(client, admin, config);
    const rules = { ...accessRules(config, vault), registration };
    const members = inventory.members.filter(({ enabled }) => enabled);
    const accesses = members.map((member) => ({ member, access: accessOf(member, rules) }));
    const by = (right: Right) =>
      accesses.filter(({ access }) => access.kind === 'login' && rightOf(access.login) === right);
    const without = (key: ReasonKey) =>
      accesses.filter(({ access }) => access.kind === 'none' && access.reason.key === key).length;
    const [one] = by('appapi');
    return {
      members: members.length,
      byRegistration: by('appapi').length,
      byOwn: by('own').length,
      neverLoggedIn: without('member.never-logged-in'),
      declined: without('member.declined'),
      trial:
        one === undefined
          ? null
          : { member: one.member.id, problem: await triedRoot(client, one.member.id, registration.secret) },
    };
  } finally {
    client.close();
  }
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
