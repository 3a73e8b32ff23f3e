import { type AbsentQuestion, type Inventory, takeInventory } from '../../gather/inventory/inventory.ts';
import { knownPeople } from '../../gather/members/known-people.ts';
import { RequestError, ServerUnusableError, UsageError } from '../../model/errors.ts';
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
import { NOTHING_ACCEPTED } from './acceptance.ts';
import { type AuditOutcome, auditMembers } from './audit-members.ts';
import { failedResult, interruptedResult } from './failed-result.ts';
import { isInterrupted } from './interrupted.ts';
import type { AuditSetting } from './setting.ts';
import { refuseUnknownNames, unknownMembers } from './unknown-names.ts';

/**
 * One audit: who the members are, what they hold and share, what is to be said about it. The result is stored.
 * A server that cannot be used gives a failed result (exit 4), not an exception.
 * @throws {UsageError} when there is no Nextcloud, or one of its kin, the administrator's login is wrong, or a group of the config
 * does not exist: nothing was done.
 */
export async function runAudit(setting: AuditSetting): Promise<AuditOutcome> {
  const startedAt = setting.clock();
  try {
    const { major, version, clock } = await askForStatus(setting);
    assertClocksAgree(clock, setting.clock());
    assertNoRunAhead(await setting.store.runs.list(), startedAt);
    const earlier = await setting.store.members.list();
    const absences = await setting.store.members.absences();
    const leftBefore = before(startedAt, setting.keepDeparted, setting.zone);
    const people = await knownPeople(setting, earlier, absences, leftBefore);
    const questions = nameQuestions(setting.client.as(setting.admin));
    const inventory = await inventoryOf(setting, earlier, { people, questions, leftBefore });
    if (isInterrupted(setting)) return interruptedRun(setting, startedAt);
    const doubtful = await refuseUnknownNames(setting, inventory, questions);
    refuseStrangers(setting, inventory);
    const denied = absences.flatMap(({ id, deniedAt }) =>
      deniedAt === null ? [] : [[id, deniedAt] as const],
    );
    const known = { earlier, people, questions, deniedBefore: new Map(denied) };
    const outcome = await auditMembers(setting, { startedAt, version, major, inventory, ...known });
    const unknown = isInterrupted(setting) ? [] : await unknownMembers(setting, inventory, questions);
    return { ...outcome, warnings: [...doubtful, ...unknown, ...outcome.warnings] };
  } catch (error) {
    const problem = asUnusable(error);
    return isInterrupted(setting)
      ? interruptedRun(setting, startedAt)
      : failedRun(setting, startedAt, problem);
  }
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

/** A server that cannot be reached or used makes the run worth nothing; anything else is not ours to soften. */
function asUnusable(error: unknown): ServerUnusableError {
  if (error instanceof ServerUnusableError) return error;
  if (!(error instanceof RequestError)) throw error;
  return serverUnusable(because('run.unusable', { cause: [reasonOf(error)] }), { cause: error });
}

/** A run that was interrupted before it asked a member. */
async function interruptedRun(setting: AuditSetting, startedAt: UtcMs): Promise<AuditOutcome> {
  const { store, clock } = setting;
  const run = await store.runs.start(startedAt);
  const result = interruptedResult(run, setting, { startedAt, finishedAt: clock() });
  await store.runs.finish(run, result, []);
  return { result, problem: null, odd: [], warnings: [], accepted: NOTHING_ACCEPTED };
}

/** A run that reached nothing: it is noted, and changes no state. */
async function failedRun(
  setting: AuditSetting,
  startedAt: UtcMs,
  problem: ServerUnusableError,
): Promise<AuditOutcome> {
  const { store, clock } = setting;
  const run = await store.runs.start(startedAt);
  const finishedAt = clock();
  const result = failedResult(run, setting, reasonOf(problem), { startedAt, finishedAt });
  await store.runs.fail(run, result, finishedAt);
  return { result, problem, odd: [], warnings: [], accepted: NOTHING_ACCEPTED };
}
