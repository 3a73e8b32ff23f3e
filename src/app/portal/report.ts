import type { DerivedKey } from '../../credentials/derived-key.ts';
import type { MemberId, RunId } from '../../model/ids.ts';
import type { Language } from '../../model/member.ts';
import type { Answer, Look, ThingKey } from '../../model/portal/answer.ts';
import { hasResult, mayBeUsed } from '../../model/run.ts';
import { isoDate } from '../../model/time.ts';
import type { UtcMs } from '../../model/units.ts';
import { asOnePeriod } from '../../report/figures/one-period.ts';
import type { ReportInput } from '../../report/input.ts';
import {
  type MemberReport,
  mailedThings,
  memberReport,
  thingKeys,
} from '../../report/mail/live/member-report.ts';
import type { RunRow } from '../../store/store.ts';
import { storedReport, withDeeds } from '../report/input.ts';
import { heldReport } from './held-reports.ts';
import type { PortalSetting } from './setting.ts';
import { thingId } from './thing-id.ts';

/** Whose report, and how much of it may be named. */
export interface ReportWish {
  readonly member: MemberId;
  readonly language: Language;
  /** Who came by the link of a mail sees the run of that mail, and no thing that it did not name; null = all. */
  readonly link: { readonly run: RunId | null } | null;
  readonly now: UtcMs;
}

/** A person's report as it stands now. */
export interface PersonReport {
  /** As the run told it, before what the person did since. */
  readonly stored: ReportInput;
  readonly input: ReportInput;
  readonly report: MemberReport;
  /** The things that may be named; null = all. */
  readonly mailed: ReadonlySet<ThingKey> | null;
  /** Of the person, the newest first. */
  readonly answers: readonly Answer[];
  readonly looks: readonly Look[];
  /** Whether a run reads now. */
  readonly isReading: boolean;
  /** When a later run could not use the server; null = none. */
  readonly failedAt: UtcMs | null;
}

/** Null where no run has a result, or it does not know the person. */
export async function personReport(setting: PortalSetting, wish: ReportWish): Promise<PersonReport | null> {
  const { store, config } = setting;
  const { member, language, link, now } = wish;
  // A mail's link outlives the access that its report rests on.
  if (await store.portal.withdrawals.hasLeft(member)) return null;
  const rows = await store.runs.list();
  const found = await storedInput(setting, rows, link?.run ?? (await firstReadingOf(setting, rows, member)));
  const contact = found?.contacts.get(member);
  if (found === null || contact === undefined) return null;
  const contacts = new Map(found.contacts).set(member, { ...contact, language });
  const spoken = { ...found, contacts };
  const stored = asOnePeriod(spoken);
  const answers = await store.portal.answers.list(member);
  const looks = await store.portal.looks.list(member);
  const today = isoDate(now, config.organisation.timezone);
  const input = asOnePeriod(withDeeds(spoken, { answers, looks, today }));
  const mailed = link === null ? null : mailedThings(stored, member);
  const report = memberReport(input, member, mailed);
  if (report === null) return null;
  const later = rows.filter(({ id }) => id > stored.result.run.id);
  return {
    ...{ stored, input, report, mailed, looks },
    answers: answers.toReversed(),
    isReading: later.some(({ status }) => status === 'running'),
    failedAt: later.find(({ status }) => status === 'failed')?.startedAt ?? null,
  };
}

/** The run that read this person alone after access was given, until a run of everybody has read them. */
async function firstReadingOf(
  { store }: PortalSetting,
  rows: readonly RunRow[],
  member: MemberId,
): Promise<RunId | null> {
  const reading = await store.portal.readings.get(member);
  const latest = rows.find((row) => mayBeUsed(row, 'latest'));
  if (reading === null || reading.endedAt === null || reading.outcome === 'failed') return null;
  const { askedAt, endedAt } = reading;
  if (latest !== undefined && latest.startedAt > askedAt) return null;
  const isOfIt = ({ scope, startedAt, finishedAt }: RunRow) =>
    scope === 'members' && startedAt >= askedAt && finishedAt !== null && finishedAt <= endedAt;
  for (const row of rows.filter(isOfIt)) {
    const result = await store.runs.result(row.id);
    if (result?.members.some(({ id, coverage }) => id === member && coverage.status !== 'not-granted'))
      return row.id;
  }
  return null;
}

/** The thing of an id that somebody may see; null where there is none. */
export function thingOf(
  { stored, mailed }: Pick<PersonReport, 'stored' | 'mailed'>,
  key: DerivedKey,
  member: MemberId,
  id: string,
): ThingKey | null {
  const known = thingKeys(stored, member).filter((thing) => mailed === null || mailed.has(thing));
  return known.find((thing) => thingId(key, member, thing) === id) ?? null;
}

/** Reads the latest report ahead, so that the first who looks at it does not wait for it. */
export async function readAhead(setting: PortalSetting): Promise<void> {
  await storedInput(setting, await setting.store.runs.list(), null);
}

/** The report of a run as it was stored, read once for all who look at it. */
async function storedInput(
  { store, config, words }: PortalSetting,
  rows: readonly RunRow[],
  run: RunId | null,
): Promise<ReportInput | null> {
  const latest = rows.find((row) => mayBeUsed(row, 'latest'));
  const wanted = rows.find((row) => row.id === run && hasResult(row)) ?? latest;
  if (wanted === undefined) return null;
  const key = `${wanted.id} of ${latest?.id ?? wanted.id}`;
  return heldReport(store, key, () => storedReport(store, config, words, wanted.id));
}
