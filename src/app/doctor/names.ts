import type { Config } from '../../config/load.ts';
import { UsageError } from '../../model/errors.ts';
import type { Session } from '../../nextcloud/http/exchange.ts';
import { nameQuestions } from '../../nextcloud/ocs/account-by-name.ts';
import { type AccountList, shownName } from '../../nextcloud/ocs/accounts.ts';
import { askForGroup } from '../../nextcloud/ocs/group-by-name.ts';
import type { SayLine } from '../../report/text/lines.ts';
import {
  configNames,
  declinedProblems,
  groupProblems,
  groupsHere,
  memberProblems,
  type ServerNames,
} from '../config-names.ts';
import { antennasOf, directoryOf } from '../directory.ts';
import { type Diagnosis, failure, ok, warning } from './diagnosis.ts';

/** Whether the groups and members that the config names exist: as an audit compares them. */
export async function examineNames(
  session: Session,
  config: Config,
  list: AccountList,
  say: SayLine,
): Promise<readonly Diagnosis[]> {
  const names = configNames(config, antennasIn(config));
  const server = serverNames(list);
  const { wrong, doubtful } = await groupProblems(names, server, (id) => askForGroup(session, id));
  const questions = nameQuestions(session);
  const declined = await declinedProblems(names, server, questions);
  const unknown = await memberProblems(names, server, questions);
  const remedy = say('doctor.correct', { file: config.file });
  const [groups, members] = [say('doctor.groups'), say('doctor.members')];
  const rows = [
    ...wrong.map((one) => failure(groups, `${one} ${groupsHere(server)}`, remedy, 'ours')),
    ...doubtful.map((one) => warning(groups, one, remedy)),
    ...declined.wrong.map((one) => failure(members, one, remedy, 'ours')),
    ...[...declined.doubtful, ...unknown].map((one) => warning(members, one, null)),
  ];
  const isNamed = names.groups.length > 0 && wrong.length + doubtful.length === 0;
  return isNamed ? [ok(groups, names.groups.map(({ id }) => id).join(', ')), ...rows] : rows;
}

/** A directory that cannot be read is a matter of its own. */
function antennasIn(config: Config): ReadonlySet<string> {
  try {
    return antennasOf(directoryOf(config));
  } catch (error) {
    if (error instanceof UsageError) return new Set(config.referents.map(({ group }) => group));
    throw error;
  }
}

function serverNames({ records, isShort, pastBound }: AccountList): ServerNames {
  return {
    groups: new Set(records.flatMap(({ groups }) => groups ?? [])),
    accounts: records.map((record) => ({
      id: record.id,
      name: shownName(record),
      mail: record.email ?? null,
    })),
    isShort:
      isShort ||
      pastBound !== null ||
      records.length === 0 ||
      records.some(({ groups }) => groups === undefined),
  };
}
