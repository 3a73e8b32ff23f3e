import { CHECKS } from '../../checks/index.ts';
import type { Config } from '../../config/load.ts';
import { memberId, type RunId } from '../../model/ids.ts';
import { groupedBy } from '../../model/lists/grouped.ts';
import { memberOfKey, type Undelivered } from '../../model/mail.ts';
import { mayBeUsed } from '../../model/run.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { asOnePeriod } from '../../report/figures/one-period.ts';
import { isStanding } from '../../report/figures/totals.ts';
import type { Contact, DeliveryReport, ExceptionView, ReportInput } from '../../report/input.ts';
import { mailedBefore } from '../../report/mail/envelope.ts';
import { asOfNow, type Deeds } from '../../report/mail/live/as-of-now.ts';
import { mailFor } from '../../report/mail/mail.ts';
import type { Words } from '../../report/text/words.ts';
import type { Delivery, Store } from '../../store/store.ts';
import { portalInput } from '../portal/mail-links.ts';
import { leaversOf } from './leavers.ts';
import { periodOf } from './period.ts';
import { periodInput } from './period-input.ts';
import { storedResult } from './stored-result.ts';
import { trendOf } from './trend.ts';

/**
 * Everything the views need about a stored run; the mails know what members did on the portal since.
 * @param number the run, whichever it is; undefined = the latest that may be shown without its number (`RUN_USES`).
 * @throws {UsageError} when there is no such run.
 */
export async function reportInput(
  store: Store,
  config: Config,
  words: Words,
  number?: number,
): Promise<ReportInput> {
  const stored = await storedReport(store, config, words, number);
  const today = isoDate(Date.parse(stored.result.run.startedAt), config.organisation.timezone);
  const { portal } = store;
  const deeds = { answers: await portal.answers.list(), looks: await portal.looks.list(), today };
  const input = withDeeds(stored, deeds);
  const leavers = await departedIn(store, stored);
  return { ...input, leavers, delivery: { held: [], ...(await deliveryOf(store, config, input)) } };
}

/** The sheets of those whom a check found to have left. */
async function departedIn(
  store: Store,
  { result, checks, organisation }: Pick<ReportInput, 'result' | 'checks' | 'organisation'>,
): Promise<NonNullable<ReportInput['leavers']>> {
  const departed = new Set(checks.filter(({ traits }) => traits.departed === true).map(({ id }) => id));
  const found = result.findings.filter((finding) => departed.has(finding.check) && isStanding(finding));
  if (found.length === 0) return new Map();
  const ids = new Set(found.map(({ member }) => member));
  const members = result.members.filter(({ id }) => ids.has(id));
  return leaversOf(store, result, members, organisation.timezone);
}

/** A report after what members did on the portal, as their mails and pages tell it. */
export function withDeeds(input: ReportInput, deeds: Deeds): ReportInput {
  const { answers } = deeds;
  return {
    ...input,
    period: { ...input.period, result: asOfNow(input.period.result, input.checks, deeds) },
    answers: groupedBy(answers, ({ member }) => String(member)),
  };
}

/** A stored run as it was told when it ended: without what became of its mails, and what members did since. */
export async function storedReport(
  store: Store,
  config: Config,
  words: Words,
  number?: number,
): Promise<ReportInput> {
  const rows = await store.runs.list();
  const { id, result } = await storedResult(store, rows, number);
  const earlier = rows.filter((row) => mayBeUsed(row, 'compared') && row.id < id);
  const nameOf = (at: UtcMs) => periodOf(at, config.mail.every, config.organisation.timezone);
  const portal = await portalInput(store, config);
  return {
    result,
    ...(portal !== undefined && { portal }),
    ...(await trendOf(store, earlier, result)),
    period: await periodInput(store, result, earlier, nameOf),
    words,
    checks: CHECKS,
    organisation: organisationOf(config),
    contacts: await contactsOf(store, config),
    referents: config.referents,
    retention: config.retention.runs,
    ...(config.output.csvDialect && { csvDialect: config.output.csvDialect }),
    mailed: await mailedEarlier(store, id, nameOf(Date.parse(result.run.startedAt))),
    exceptions: exceptionsOf(config, Date.parse(result.run.startedAt)),
    delivery: { held: [], undelivered: [] },
  };
}

/** A report looks the same before and after the mails of its period went out. */
async function mailedEarlier(store: Store, run: RunId, period: string) {
  const sent = await store.outbox.sent();
  return mailedBefore(sent.filter((delivery) => delivery.run < run && delivery.period !== period));
}

/** What became of the mails of a run's period. */
export async function deliveryOf(
  store: Store,
  { mail, organisation }: Config,
  input: ReportInput,
): Promise<Omit<DeliveryReport, 'held'>> {
  const period = periodOf(Date.parse(input.result.run.startedAt), mail.every, organisation.timezone);
  const deliveries = await store.outbox.list(period);
  return { undelivered: undeliveredOf(deliveries, input), inPeriod: sentTo(deliveries, input) };
}

/** A report of an earlier run knows nothing of the mails of a later one. */
function sentTo(deliveries: readonly Delivery[], { result }: ReportInput) {
  return new Map(
    deliveries.flatMap(({ key, state, lastAttemptAt: at, run }) => {
      const member = memberOfKey(key);
      const isShown = member !== null && state === 'sent' && at !== null && run <= result.run.id;
      return isShown ? [[member, { at, run }] as const] : [];
    }),
  );
}

/**
 * The mails to members that were not surely handed over. One that waits and for which this run has no reason any more is
 * not among them: no sending will hand it over.
 */
function undeliveredOf(deliveries: readonly Delivery[], input: ReportInput): readonly Undelivered[] {
  const seen = asOnePeriod(input);
  const isStopped = deliveries.some((one) => isHeldByAll(one));
  return deliveries.flatMap((delivery) => {
    const { key, state, lastReply } = delivery;
    const member = memberOfKey(key);
    if (member === null || state === 'sent') return [];
    const isWaiting = state === 'queued' || state === 'deferred';
    if (isWaiting && mailFor(seen, member) === null) return [];
    const isCommon = isHeldByAll(delivery) || (isStopped && state === 'queued');
    // The program ended in between: it may have arrived.
    const shown = state === 'handing-over' ? ('doubtful' as const) : state;
    return [{ member, state: shown, reply: lastReply, ...(isCommon && { isCommon }) }];
  });
}

/** Whether a message waits for a reason that concerns all of them. */
function isHeldByAll({ state, fault }: Delivery): boolean {
  return state === 'deferred' && fault === 'all';
}

export function organisationOf({ organisation }: Config): ReportInput['organisation'] {
  const { name, language, timezone, help = null, replyTo = null } = organisation;
  return { name, language, timezone, help, replyTo };
}

/** What mails need beside the result, by uid; who chose a language on the portal is spoken to in that one. */
export async function contactsOf(store: Store, config: Config): Promise<ReadonlyMap<string, Contact>> {
  const rows = await store.members.list();
  const people = config.portal === undefined ? [] : await store.portal.people.list();
  const chosen = new Map(people.map(({ member, language }) => [member, language]));
  const excepted = new Set(config.members.except.map(memberId));
  return new Map(
    rows
      .filter(({ id }) => !excepted.has(id))
      .map(({ id, mail, language, antenna }) => [
        id,
        { mail, language: chosen.get(id) ?? language, antenna },
      ]),
  );
}

/** Exceptions, and what need not be read: that is an exception to the check that reports it. */
function exceptionsOf({ exceptions, accept, organisation }: Config, now: UtcMs): readonly ExceptionView[] {
  const today = isoDate(now, organisation.timezone);
  const reporting = CHECKS.filter(({ traits }) => traits.reportsCoverage === true);
  const accepted = reporting.flatMap(({ id: check }) => accept.map((one) => ({ ...one, check })));
  return [...exceptions, ...accepted].map(({ check, member = null, path, reason, until = null }) => ({
    check,
    member,
    path: path === '**' ? null : path,
    reason,
    until,
    ended: until !== null && until < today,
  }));
}
