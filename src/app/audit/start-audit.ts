import { type AbsentQuestion, type Inventory, takeInventory } from '../../gather/inventory/inventory.ts';
import { knownPeople } from '../../gather/members/known-people.ts';
import type { Start } from '../../gather/start.ts';
import { RequestError, UsageError } from '../../model/errors.ts';
import { reasonOf, serverUnusable } from '../../model/reasons/errors.ts';
import { because } from '../../model/reasons/reason.ts';
import { registrationStop } from '../../model/reasons/registration-stop.ts';
import { reasonSentence } from '../../model/reasons/sentence.ts';
import { before } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { nameQuestions } from '../../nextcloud/ocs/account-by-name.ts';
import { closedBecause, isStranger, readStatus, type ServerStatus } from '../../nextcloud/ocs/status.ts';
import type { MemberRow } from '../../store/store.ts';
import { assertClocksAgree, assertNoRunAhead } from '../clocks.ts';
import { nearNames } from '../near-names.ts';
import { refusedAdmin, stoppedAdmin } from '../refused-admin.ts';
import { unsupportedBecause } from '../unsupported.ts';
import { isInterrupted } from './run-status.ts';
import type { AuditSetting } from './setting.ts';
import { refuseUnknownNames } from './unknown-names.ts';

/** What an audit knows before it asks the first member. */
export interface Started {
  readonly start: Start;
  /** On names of the config of which nothing is sure, one English sentence each. */
  readonly doubtful: readonly string[];
}

/**
 * The first stage: is the server there, who are the members. Nothing is stored.
 * @returns null where the audit was interrupted meanwhile.
 * @throws {UsageError} when there is no Nextcloud, or one of its kin, the administrator's login is wrong, or a group of the config
 * does not exist.
 * @throws {ServerUnusableError | RequestError} when the server cannot be used.
 */
export async function startAudit(setting: AuditSetting, startedAt: UtcMs): Promise<Started | null> {
  const { major, version, clock } = await askForStatus(setting);
  assertClocksAgree(clock, setting.clock());
  assertNoRunAhead(await setting.store.runs.list(), startedAt);
  const earlier = await setting.store.members.list();
  const absences = await setting.store.members.absences();
  const leftBefore = before(startedAt, setting.keepDeparted, setting.zone);
  const people = await knownPeople(setting, earlier, absences, leftBefore);
  const questions = nameQuestions(setting.client.as(setting.admin));
  const inventory = await inventoryOf(setting, earlier, { people, questions, leftBefore });
  if (isInterrupted(setting)) return null;
  const doubtful = await refuseUnknownNames(setting, inventory, questions);
  refuseStrangers(setting, inventory);
  const denied = absences.flatMap(({ id, deniedAt }) => (deniedAt === null ? [] : [[id, deniedAt] as const]));
  const missed = people.filter(({ id, isDue }) => isDue || inventory.absent.missed.has(id));
  const known = { earlier, people: missed, questions, deniedBefore: new Map(denied) };
  return { start: { startedAt, version, major, inventory, ...known }, doubtful };
}

/** Asks the server whether it is there, and a Nextcloud, and open. */
async function askForStatus({ client, url }: AuditSetting): Promise<ServerStatus> {
  const status = await readStatus(client.as(null));
  if (isStranger(status)) throw new UsageError(reasonSentence([status.stranger]));
  const unsupported = unsupportedBecause(status, url);
  if (unsupported !== null) throw new UsageError(`${unsupported} Nothing was done.`);
  const closed = closedBecause(status);
  if (closed === null) return status;
  throw serverUnusable(because(`run.${closed}`, { url }));
}

async function inventoryOf(
  setting: AuditSetting,
  earlier: readonly MemberRow[],
  beside: AbsentQuestion,
): Promise<Inventory> {
  const { groups, except, quotaRule, language, directory, antennas } = setting;
  const asked = earlier.flatMap(({ id, lastRequestAt }) =>
    lastRequestAt === null ? [] : [[id, lastRequestAt] as const],
  );
  try {
    const question = {
      groups,
      except,
      quotaRule,
      language,
      directory,
      antennas,
      lastRequestAt: new Map(asked),
      earlierLastLogin: new Map(earlier.map(({ id, lastLogin }) => [id, lastLogin])),
    };
    return await takeInventory(setting.client.as(setting.admin), question, beside);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const { failure } = error;
    const { admin, url, passwordPlace = 'its file' } = setting;
    const stop = registrationStop([reasonOf(error)]);
    if (stop !== null && stop.key !== 'stop.registration-locked-out')
      throw new UsageError(stoppedAdmin(stop, url), { cause: error });
    if (failure !== 'unauthorised' && failure !== 'forbidden') throw error;
    throw new UsageError(refusedAdmin(admin, failure, url, passwordPlace), { cause: error });
  }
}

/** Who is named but not there would make a run that seems to have found nothing. */
function refuseStrangers({ only, groups }: AuditSetting, { members }: Inventory): void {
  const strangers = [...(only ?? [])].filter((uid) => !members.some(({ id }) => id === uid));
  if (strangers.length === 0) return;
  const where =
    groups.length === 0 ? 'no account of the server' : `in none of the groups ${groups.join(', ')}`;
  const near = [...new Set(strangers.flatMap((uid) => nearNames(uid, members)))];
  const hint = near.length === 0 ? '' : ` (perhaps ${near.join(', ')})`;
  throw new UsageError(
    `--member ${strangers.join(', ')}: ${where}. Nothing was done; correct the member id${hint}.`,
  );
}
