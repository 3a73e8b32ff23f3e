import { existsSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import { type Access, type AccessRules, accessOf } from '../../gather/members/access.ts';
import { MenageError, messageOf, UsageError } from '../../model/errors.ts';
import { memberId } from '../../model/ids.ts';
import { because, type ReasonKey } from '../../model/reasons/reason.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import { isAppApi } from '../../model/secret.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { shownShellWord } from '../../model/text/shell-word.ts';
import { readRoot } from '../../nextcloud/dav/root.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import type { AccountRecord } from '../../nextcloud/ocs/accounts.ts';
import { accessRules } from '../access.ts';
import type { AppContext } from '../context.ts';
import { askingAs } from '../credentials/ask-as-members.ts';
import { existingVaultOf, vaultKey } from '../open.ts';
import { type Diagnosis, failure, ok, warning } from './diagnosis.ts';
import { examineFront } from './front.ts';

const ACCESS = 'app passwords of members';
/** More names than these say nothing more. */
const MOST_NAMES = 20;

/** The key, the vault, who has granted access, and whether one member's tree can be read. */
export async function examineMembers(
  client: Client,
  config: Config,
  context: AppContext,
  accounts: readonly AccountRecord[] | null,
  uid: string | undefined,
): Promise<readonly Diagnosis[]> {
  const key = examineKey(config, context);
  if (key.state !== 'ok') return [key];
  let vault: Vault | null;
  try {
    vault = await existingVaultOf(config, context);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    const remedy = 'correct credentials.vault or credentials.keyFile';
    return [key, failure(ACCESS, error.message, remedy, 'ours')];
  }
  const one =
    uid === undefined || accounts === null
      ? []
      : [await examineOne(client, config, context, accessRules(config, vault), accounts, uid)];
  return [
    key,
    examineAccess(config, vault, accounts),
    ...(await frontOf(client, config, vault, accounts)),
    ...one,
  ];
}

/** Only of a registration that would be used. */
async function frontOf(
  client: Client,
  config: Config,
  vault: Vault | null,
  accounts: readonly AccountRecord[] | null,
): Promise<readonly Diagnosis[]> {
  const registration = vault?.registration() ?? null;
  if (registration === null || accounts === null || !config.credentials.use.includes('appapi')) return [];
  return [await examineFront(client, config, registration, accounts)];
}

function examineKey(config: Config, context: AppContext): Diagnosis {
  const what = 'vault key';
  try {
    vaultKey(config, context);
    return ok(what, config.credentials.keyFile ?? 'from MENAGE_KEY');
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const remedy = 'correct credentials.keyFile, or set MENAGE_KEY; "menage init" makes a key';
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
): Diagnosis {
  const remedy = 'menage credentials mint, or menage credentials login MEMBER';
  if (vault === null) return warning(ACCESS, 'there is no vault yet', remedy);
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
  const held = `${vault.list().length} in ${config.credentials.vault}${othersOf(accesses.map(({ access }) => access))}`;
  if (missing.length === 0) return ok(ACCESS, held);
  const names = missing.slice(0, MOST_NAMES).map(outsideText).join(', ');
  const more = missing.length > MOST_NAMES ? ` and ${missing.length - MOST_NAMES} more` : '';
  return warning(
    ACCESS,
    `${held}; ${missing.length} of ${members.length} members lack one: ${names}${more}`,
    remedy,
  );
}

/** How many are read otherwise, or by intent not at all; empty where that is so of nobody. */
function othersOf(accesses: readonly Access[]): string {
  const withReason = (key: ReasonKey) =>
    accesses.filter((access) => access.kind === 'none' && access.reason.key === key).length;
  const byAppApi = accesses.filter((access) => access.kind === 'login' && isAppApi(access.login));
  return [
    ['by AppAPI', byAppApi.length],
    ['declined', withReason('member.declined')],
    ['never logged in', withReason('member.never-logged-in')],
  ]
    .map(([what, count]) => (count === 0 ? '' : `; ${what}: ${count}`))
    .join('');
}

/** By what an account is read, as the server listed it. */
function accessTo({ id, enabled, lastLogin }: AccountRecord, rules: AccessRules): Access {
  return accessOf(
    {
      id: memberId(id),
      enabled: enabled ?? true,
      lastLogin: lastLogin === 0 ? null : (lastLogin ?? null),
      lastLoginLack: lastLogin === undefined ? because('last-login.unreadable') : null,
    },
    rules,
  );
}

async function examineOne(
  client: Client,
  config: Config,
  context: AppContext,
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
    if (reason.key === 'member.not-granted') return failure(uid, 'has granted no access', remedy);
    return warning(uid, reasonSentence([reason]), 'it is not read, and no run is incomplete for it');
  }
  const { login } = access;
  const byAppApi = isAppApi(login);
  const read = () => readRoot(client.as(login), member);
  try {
    const root = await (byAppApi ? read() : askingAs(config, context, client, [member], read));
    const how = byAppApi ? ' by AppAPI' : '';
    return ok(uid, `the tree can be read${how} (${root.size ?? 'unknown'} bytes with what others share)`);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    return failure(uid, messageOf(error), byAppApi ? 'menage credentials appapi' : remedy);
  }
}
