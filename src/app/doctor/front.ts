import type { Config } from '../../config/load.ts';
import { RequestError } from '../../model/errors.ts';
import { memberId } from '../../model/ids.ts';
import type { AppApiRegistration } from '../../model/secret.ts';
import { readFrontRule } from '../../nextcloud/dav/front-rule.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import type { AccountRecord } from '../../nextcloud/ocs/accounts.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';

const WHAT = 'read-only rule';

/** Whether the server's front keeps the registration to reading: by one GET that such a rule refuses, never by a write. */
export async function examineFront(
  client: Client,
  config: Config,
  registration: AppApiRegistration,
  accounts: readonly AccountRecord[],
): Promise<Diagnosis> {
  const uid = whoMayAsk(config, accounts);
  if (uid === null) return warning(WHAT, 'not known: no account could ask', null);
  try {
    const rule = await readFrontRule(client.as({ appSecret: registration.secret, uid: memberId(uid) }));
    if (rule === 'stands')
      return ok(WHAT, "the server's front refuses contents of files to menage's registration");
    return warning(
      WHAT,
      "the server's front hands menage's registration contents of files, and may let it write: who gets its secret could change everything",
      'menage credentials appapi --proxy-rule nginx (or apache, caddy)',
    );
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return warning(WHAT, `not known: ${error.message}`, null);
  }
}

/** An account with a home folder already, since asking makes one: the administrator, else the first that logged in. */
function whoMayAsk({ server, members }: Config, accounts: readonly AccountRecord[]): string | null {
  const able = accounts.filter(
    ({ id, enabled, lastLogin = 0 }) => enabled === true && lastLogin > 0 && !members.declined.includes(id),
  );
  return (able.find(({ id }) => id === server.admin.user) ?? able[0])?.id ?? null;
}
