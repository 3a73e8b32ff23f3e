import type { Config } from '../../config/load.ts';
import { hasDeclined } from '../../gather/members/declined.ts';
import { RequestError } from '../../model/errors.ts';
import { memberId } from '../../model/ids.ts';
import type { AppApiRegistration } from '../../model/secret.ts';
import { readFrontRule } from '../../nextcloud/dav/front-rule.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import { type AccountRecord, shownName } from '../../nextcloud/ocs/accounts.ts';
import { type Diagnosis, ok, warning } from './diagnosis.ts';
import type { DoctorWords } from './words.ts';

/** Whether the server's front keeps the registration to reading: by one GET that such a rule refuses, never by a write. */
export async function examineFront(
  client: Client,
  config: Config,
  registration: AppApiRegistration,
  accounts: readonly AccountRecord[],
  { say, problem }: DoctorWords,
): Promise<Diagnosis> {
  const what = say('doctor.rule');
  const uid = whoMayAsk(config, accounts);
  if (uid === null) return warning(what, say('doctor.ruleNotAsked'), null);
  try {
    const rule = await readFrontRule(client.as({ appSecret: registration.secret, uid: memberId(uid) }));
    if (rule === 'stands') return ok(what, say('doctor.ruleStands'));
    return warning(what, say('doctor.ruleLacks'), say('doctor.ruleHow'));
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    return warning(what, say('doctor.ruleUnknown', { why: problem(error) }), null);
  }
}

/** An account with a home folder already, since asking makes one: the administrator, else the first that logged in. */
function whoMayAsk({ server, members }: Config, accounts: readonly AccountRecord[]): string | null {
  const able = accounts.filter(
    (account) =>
      account.enabled === true &&
      (account.lastLogin ?? 0) > 0 &&
      !hasDeclined(
        { id: account.id, name: shownName(account), mail: account.email ?? null },
        members.declined,
      ),
  );
  return (able.find(({ id }) => id === server.admin.user) ?? able[0])?.id ?? null;
}
