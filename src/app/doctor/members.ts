import { existsSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import { type Access, type AccessRules, accessOf } from '../../gather/members/access.ts';
import { MenageError, UsageError } from '../../model/errors.ts';
import { memberId } from '../../model/ids.ts';
import { because, type ReasonKey } from '../../model/reasons/reason.ts';
import { isAppApi } from '../../model/secret.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { shownShellWord } from '../../model/text/shell-word.ts';
import { readRoot } from '../../nextcloud/dav/root.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import { type AccountRecord, shownName } from '../../nextcloud/ocs/accounts.ts';
import type { SayLine } from '../../report/text/lines.ts';
import { accessRules } from '../access.ts';
import type { AppContext } from '../context.ts';
import { askingAs } from '../credentials/ask-as-members.ts';
import { existingVaultOf, vaultKey } from '../open.ts';
import { type Diagnosis, failure, ok, warning } from './diagnosis.ts';
import { examineFront } from './front.ts';
import type { DoctorWords } from './words.ts';

/** More names than these say nothing more. */
const MOST_NAMES = 20;

/** What every look at members needs. */
interface Examining {
  readonly client: Client;
  readonly config: Config;
  readonly context: AppContext;
  readonly words: DoctorWords;
}

/** The key, the vault, who has granted access, and whether one member's tree can be read. */
export async function examineMembers(
  { client, config, context, words }: Examining,
  accounts: readonly AccountRecord[] | null,
  uid: string | undefined,
): Promise<readonly Diagnosis[]> {
  const key = examineKey(config, context, words);
  if (key.state !== 'ok') return [key];
  let vault: Vault | null;
  try {
    vault = await existingVaultOf(config, context);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    const { say, problem } = words;
    return [key, failure(say('doctor.access'), problem(error), say('doctor.vaultHow'), 'ours')];
  }
  const one =
    uid === undefined || accounts === null
      ? []
      : [await examineOne({ client, config, context, words }, accessRules(config, vault), accounts, uid)];
  return [
    key,
    examineAccess(config, vault, accounts, words.say),
    ...(await frontOf({ client, config, words }, vault, accounts)),
    ...one,
  ];
}

/** Only of a registration that would be used. */
async function frontOf(
  { client, config, words }: Pick<Examining, 'client' | 'config' | 'words'>,
  vault: Vault | null,
  accounts: readonly AccountRecord[] | null,
): Promise<readonly Diagnosis[]> {
  const registration = vault?.registration() ?? null;
  if (registration === null || accounts === null || !config.credentials.use.includes('appapi')) return [];
  return [await examineFront(client, config, registration, accounts, words)];
}

function examineKey(config: Config, context: AppContext, { say }: DoctorWords): Diagnosis {
  const what = say('doctor.key');
  try {
    vaultKey(config, context);
    return ok(what, config.credentials.keyFile ?? say('doctor.keyFrom'));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const remedy = say('doctor.keyHow');
    return existsSync(config.credentials.vault)
      ? failure(what, error.message, remedy, 'ours')
      : warning(what, error.message, remedy);
  }
}

/** Who of the members has granted access, without asking as one of them. */
function examineAccess(
  config: Config,
  vault: Vault | null,
  accounts: readonly AccountRecord[] | null,
  say: SayLine,
): Diagnosis {
  const [what, remedy] = [say('doctor.access'), say('doctor.accessHow')];
  if (vault === null) return warning(what, say('doctor.noVault'), remedy);
  const { groups, except } = config.members;
  const members = (accounts ?? []).filter(
    (account) =>
      account.enabled === true &&
      !except.includes(account.id) &&
      (groups.length === 0 || groups.some((group) => account.groups?.includes(group))),
  );
  const rules = accessRules(config, vault);
  const accesses = members.map((account) => ({ id: account.id, access: accessTo(account, rules) }));
  const missing = accesses.flatMap(({ id, access }) =>
    access.kind === 'none' && access.reason.key === 'member.not-granted' ? [id] : [],
  );
  const counts = { n: vault.list().length, vault: config.credentials.vault };
  const held = say('doctor.held', { ...counts, ...othersOf(accesses.map(({ access }) => access)) });
  const n = missing.length;
  if (n === 0) return ok(what, held);
  const names = missing.slice(0, MOST_NAMES).map(outsideText).join(', ');
  const more = Math.max(0, n - MOST_NAMES);
  return warning(what, say('doctor.lacking', { held, n, all: members.length, names, more }), remedy);
}

/** How many are read otherwise, or by intent not at all. */
function othersOf(accesses: readonly Access[]) {
  const withReason = (key: ReasonKey) =>
    accesses.filter((access) => access.kind === 'none' && access.reason.key === key).length;
  return {
    appapi: accesses.filter((access) => access.kind === 'login' && isAppApi(access.login)).length,
    declined: withReason('member.declined'),
    never: withReason('member.never-logged-in'),
  };
}

/** By what an account is read, as the server listed it. */
function accessTo(account: AccountRecord, rules: AccessRules): Access {
  const { id, email = null, enabled, lastLogin } = account;
  return accessOf(
    {
      id: memberId(id),
      name: shownName(account),
      mail: email,
      enabled: enabled ?? true,
      lastLogin: lastLogin === 0 ? null : (lastLogin ?? null),
      lastLoginLack: lastLogin === undefined ? because('last-login.unreadable') : null,
    },
    rules,
  );
}

async function examineOne(
  { client, config, context, words: { say, because: shown, problem } }: Examining,
  rules: AccessRules,
  accounts: readonly AccountRecord[],
  uid: string,
): Promise<Diagnosis> {
  const member = memberId(uid);
  const account = accounts.find(({ id }) => id === uid);
  const access = accessTo(
    account ?? { id: uid },
    account === undefined ? { ...rules, registration: null } : rules,
  );
  const remedy = `menage credentials login ${shownShellWord(uid)}`;
  if (access.kind === 'none') {
    const { reason } = access;
    if (reason.key === 'member.not-granted') return failure(uid, say('doctor.notGranted'), remedy);
    return warning(uid, shown(reason), say('doctor.notRead'));
  }
  const { login } = access;
  const byAppApi = isAppApi(login);
  const read = () => readRoot(client.as(login), member);
  try {
    const root = await (byAppApi ? read() : askingAs(config, context, client, [member], read));
    const how = byAppApi ? 'appapi' : 'own';
    return ok(uid, say('doctor.readable', { how, bytes: root.size ?? say('doctor.bytesUnknown') }));
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    return failure(uid, problem(error), byAppApi ? 'menage credentials appapi' : remedy);
  }
}
