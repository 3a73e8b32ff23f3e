import { CHECKS } from '../../../checks/index.ts';
import type { Config } from '../../../config/load.ts';
import type { Vault } from '../../../credentials/vault.ts';
import { memberId } from '../../../model/ids.ts';
import type { Answer, Message } from '../../../model/portal/answer.ts';
import { ENTRY_FAULTS, type EntryFault, type RegisterEntry } from '../../../model/register/entry.ts';
import type { RunResult } from '../../../model/result.ts';
import { mayBeUsed } from '../../../model/run.ts';
import type { UtcMs } from '../../../model/units.ts';
import type { Contact } from '../../../report/input.ts';
import type { Delivery, HeldMail, MemberRow, RunRow, Store } from '../../../store/store.ts';
import { periodOf } from '../../report/period.ts';
import { openAnswers, openMessages } from '../answers.ts';
import { isRunUnderWay } from '../run-under-way.ts';
import { accessOfAll, type PersonAccess } from './people.ts';

/** What the team's pages rest on. */
export interface TeamFacts {
  /** The latest run of all members that ended; null before the first. */
  readonly result: RunResult | null;
  /** The run that reads now; null where none does. */
  readonly running: RunRow | null;
  /** By uid. */
  readonly members: ReadonlyMap<string, MemberRow>;
  /** Everybody of the result who counts as a member. */
  readonly people: readonly PersonAccess[];
  readonly held: readonly HeldMail[];
  /** Of the period of the latest run. */
  readonly deliveries: readonly Delivery[];
  /** Those that wait for an admin, the oldest first. */
  readonly answers: readonly Answer[];
  /** Open ones, to whomever, the newest first. */
  readonly messages: readonly Message[];
  readonly register: RegisterCounts;
}

/** The register in numbers; `dead` is in `accepted`. */
export interface RegisterCounts {
  readonly accepted: number;
  readonly proposed: number;
  readonly dead: Readonly<Record<EntryFault, number>>;
  readonly allDead: number;
}

/** Reads what the team's pages show: of stored runs the latest alone. */
export async function teamFacts(store: Store, config: Config, vault: Vault, now: UtcMs): Promise<TeamFacts> {
  const rows = await store.runs.list();
  const result = await latestResult(store, rows);
  const { timezone } = config.organisation;
  const period = result && periodOf(Date.parse(result.run.startedAt), config.mail.every, timezone);
  const isRegistered = config.credentials.use.includes('appapi') && vault.registration() !== null;
  return {
    result,
    running: (await isRunUnderWay(store)) ? (rows[0] ?? null) : null,
    members: new Map((await store.members.list()).map((row) => [row.id, row])),
    people:
      result === null
        ? []
        : accessOfAll(result, {
            people: await store.portal.people.list(),
            hasAccess: (uid) => isRegistered || vault.get(memberId(uid)) !== null || isAdmin(config, uid),
            withdrawn: new Set((await store.portal.withdrawals.withdrawn()).keys()),
            reminders: config.portal?.reminders ?? 0,
          }),
    held: await store.outbox.held(),
    deliveries: period === null ? [] : await store.outbox.list(period),
    answers: await openAnswers(store, now, timezone),
    messages: await openMessages(store),
    register: registerCounts(await store.register.list()),
  };
}

/** The run's own account is read by its own password, which is in no vault. */
function isAdmin({ server }: Config, uid: string): boolean {
  return server.admin.user === uid;
}

async function latestResult(store: Store, rows: readonly RunRow[]): Promise<RunResult | null> {
  for (const row of rows.filter((one) => mayBeUsed(one, 'latest'))) {
    const result = await store.runs.result(row.id);
    if (result !== null) return result;
  }
  return null;
}

export function registerCounts(entries: readonly RegisterEntry[]): RegisterCounts {
  const accepted = entries.filter(({ state }) => state === 'accepted');
  const faults = accepted.flatMap(({ standing }) => (standing?.state === 'dead' ? [standing.fault] : []));
  const dead: Record<EntryFault, number> = {
    nowhere: 0,
    expired: 0,
    passwordLost: 0,
    targetChanged: 0,
  };
  for (const fault of faults) dead[fault] += 1;
  return {
    accepted: accepted.length,
    proposed: entries.filter(({ state }) => state === 'proposed').length,
    dead,
    allDead: ENTRY_FAULTS.reduce((sum, fault) => sum + dead[fault], 0),
  };
}

/** What figures and antennas are computed of, without the results of earlier runs. */
export function figured({ members }: Pick<TeamFacts, 'members'>, result: RunResult) {
  const contacts: ReadonlyMap<string, Contact> = new Map(
    [...members].map(([id, { mail, language, antenna }]) => [id, { mail, language, antenna }]),
  );
  return { result, contacts, checks: CHECKS };
}
