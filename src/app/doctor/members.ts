import { existsSync } from 'node:fs';
import type { Config } from '../../config/load.ts';
import type { Vault } from '../../credentials/vault.ts';
import { MenageError, messageOf, UsageError } from '../../model/errors.ts';
import { memberId } from '../../model/ids.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { shownShellWord } from '../../model/text/shell-word.ts';
import { readRoot } from '../../nextcloud/dav/root.ts';
import type { Client } from '../../nextcloud/http/client.ts';
import type { AccountRecord } from '../../nextcloud/ocs/accounts.ts';
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
    uid === undefined || accounts === null ? [] : [await examineOne(client, config, context, vault, uid)];
  return [
    key,
    accessOf(config, vault, accounts),
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
function accessOf(config: Config, vault: Vault | null, accounts: readonly AccountRecord[] | null): Diagnosis {
  const remedy = 'menage credentials mint, or menage credentials login MEMBER';
  if (vault === null) return warning(ACCESS, 'there is no vault yet', remedy);
  const { groups, except } = config.members;
  const members = (accounts ?? []).filter(
    (account) =>
      account.enabled === true &&
      !except.includes(account.id) &&
      (groups.length === 0 || groups.some((group) => account.groups?.includes(group))),
  );
  const missing = members.map(({ id }) => id).filter((id) => vault.get(memberId(id)) === null);
  const held = `${vault.list().length} in ${config.credentials.vault}`;
  if (missing.length === 0) return ok(ACCESS, held);
  const names = missing.slice(0, MOST_NAMES).map(outsideText).join(', ');
  const more = missing.length > MOST_NAMES ? ` and ${missing.length - MOST_NAMES} more` : '';
  return warning(
    ACCESS,
    `${held}; ${missing.length} of ${members.length} members lack one: ${names}${more}`,
    remedy,
  );
}

async function examineOne(
  client: Client,
  config: Config,
  context: AppContext,
  vault: Vault | null,
  uid: string,
): Promise<Diagnosis> {
  const member = memberId(uid);
  const remedy = `menage credentials login ${shownShellWord(uid)}`;
  const credential = vault?.get(member) ?? null;
  if (credential === null) return failure(uid, 'has granted no access', remedy);
  try {
    const root = await askingAs(config, context, client, [member], () =>
      readRoot(client.as(credential), member),
    );
    return ok(uid, `the tree can be read (${root.size ?? 'unknown'} bytes with what others share)`);
  } catch (error) {
    if (!(error instanceof MenageError)) throw error;
    return failure(uid, messageOf(error), remedy);
  }
}
