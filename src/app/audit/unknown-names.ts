import type { Inventory } from '../../gather/inventory/inventory.ts';
import { RequestError, UsageError } from '../../model/errors.ts';
import type { NameQuestions } from '../../nextcloud/ocs/account-by-name.ts';
import { askForGroup } from '../../nextcloud/ocs/group-by-name.ts';
import { groupProblems, groupsHere, memberProblems, type ServerNames } from '../config-names.ts';
import type { AuditSetting } from './setting.ts';

/**
 * Compares the groups of the config with those of the server, before anybody is read.
 * @returns what an admin should know of groups of which nothing is sure.
 * @throws {UsageError} naming every group that cannot be meant, with those that exist.
 */
export async function refuseUnknownGroups(
  { names, client, admin }: AuditSetting,
  inventory: Inventory,
): Promise<readonly string[]> {
  if (names === undefined) return [];
  const server = serverNames(inventory);
  const { wrong, doubtful } = await groupProblems(names, server, (id) => askForGroup(client.as(admin), id));
  if (wrong.length === 0) return doubtful;
  throw new UsageError(
    `${[...wrong, groupsHere(server)].join(' ')} Nothing was done; correct it in ${names.file}.`,
  );
}

/** Accounts that the config names and the server says it does not have, one sentence each; asked for once all else is. */
export async function unknownMembers(
  { names }: AuditSetting,
  inventory: Inventory,
  questions: NameQuestions,
): Promise<readonly string[]> {
  if (names === undefined) return [];
  try {
    return await memberProblems(names, serverNames(inventory), questions);
  } catch (error) {
    // The run is done: a server that goes into maintenance now takes nothing from it.
    if (error instanceof RequestError) return [];
    throw error;
  }
}

function serverNames({ groups, accounts, short }: Inventory): ServerNames {
  return {
    groups: new Set<string>(groups.keys()),
    accounts: [...accounts.values()],
    isShort: short !== null,
  };
}
