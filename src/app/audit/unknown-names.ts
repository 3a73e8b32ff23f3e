import type { Inventory } from '../../gather/inventory/inventory.ts';
import { RequestError, UsageError } from '../../model/errors.ts';
import type { NameQuestions } from '../../nextcloud/ocs/account-by-name.ts';
import { askForGroup } from '../../nextcloud/ocs/group-by-name.ts';
import {
  declinedProblems,
  groupProblems,
  groupsHere,
  memberProblems,
  type ServerNames,
} from '../config-names.ts';
import type { AuditSetting } from './setting.ts';

/**
 * Compares the groups of the config, and who it says declined, with what the server has, before anybody is read.
 * @returns what an admin should know of names of which nothing is sure.
 * @throws {UsageError} naming every group that cannot be meant, with those that exist, and who might be read against
 *   their will.
 */
export async function refuseUnknownNames(
  { names, client, admin }: AuditSetting,
  inventory: Inventory,
  questions: NameQuestions,
): Promise<readonly string[]> {
  if (names === undefined) return [];
  const server = serverNames(inventory);
  const groups = await groupProblems(names, server, (id) => askForGroup(client.as(admin), id));
  const declined = await declinedProblems(names, server, questions);
  const wrong = [
    ...groups.wrong,
    ...(groups.wrong.length === 0 ? [] : [groupsHere(server)]),
    ...declined.wrong,
  ];
  if (wrong.length === 0) return [...groups.doubtful, ...declined.doubtful];
  throw new UsageError(`${wrong.join(' ')} Nothing was done; correct it in ${names.file}.`);
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

function serverNames({ groups, accounts, members, short }: Inventory): ServerNames {
  const mails = new Map(members.map(({ id, mail }) => [id, mail]));
  return {
    groups: new Set<string>(groups.keys()),
    accounts: [...accounts.values()].map(({ id, name }) => ({ id, name, mail: mails.get(id) ?? null })),
    isShort: short !== null,
  };
}
