import type { Config } from '../config/load.ts';
import { readSecret } from '../config/secret-file.ts';
import type { Vault } from '../credentials/vault.ts';
import type { AccessRules } from '../gather/members/access.ts';
import { UsageError } from '../model/errors.ts';
import { memberId } from '../model/ids.ts';
import type { AppApiRegistration, Login } from '../model/secret.ts';
import type { AppContext } from './context.ts';
import { existingVaultOf } from './open.ts';

const VARIABLE = 'MENAGE_ADMIN_PASSWORD';

/**
 * What lists the accounts as the administrator: their password where one is named, else the registration with AppAPI.
 * @throws {UsageError} where there is neither.
 */
export async function adminLogin(
  config: Config,
  context: AppContext,
  openVault: () => Promise<Vault | null> = () => existingVaultOf(config, context),
): Promise<Login> {
  const { user, passwordFile: file } = config.server.admin;
  if (hasAdminPassword(config, context)) {
    const source = { what: "the administrator's app password", key: 'server.admin.passwordFile' };
    return {
      login: user,
      password: readSecret({ ...source, file, variable: VARIABLE }, context.environment),
    };
  }
  const registration = registrationOf(config, await openVault());
  if (registration !== null) return { appSecret: registration.secret, uid: memberId(user) };
  throw new UsageError(
    `Nothing to log in with as ${user}: name a file with an app password in server.admin.passwordFile (or set ${VARIABLE}), ` +
      'or register menage with AppAPI (menage credentials appapi), by which it lists the accounts without one.',
  );
}

/** Whether the administrator's password is named, be it right or wrong. */
export function hasAdminPassword(config: Config, { environment }: Pick<AppContext, 'environment'>): boolean {
  return config.server.admin.passwordFile !== undefined || (environment[VARIABLE] ?? '') !== '';
}

/** By which rights members are read: what the config wants, and what the vault holds. */
export function accessRules(config: Config, vault: Vault | null): AccessRules {
  const { credentials, members } = config;
  return {
    use: credentials.use,
    credentialOf: (member) => vault?.get(member) ?? null,
    registration: registrationOf(config, vault),
    declined: members.declined,
    readDeparted: members.departed.read,
  };
}

function registrationOf({ credentials }: Config, vault: Vault | null): AppApiRegistration | null {
  return credentials.use.includes('appapi') ? (vault?.registration() ?? null) : null;
}
