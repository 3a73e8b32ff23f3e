import type { ShownStatus } from '../../model/coverage.ts';
import { hasReason } from '../../model/reasons/reason.ts';
import { registrationStop } from '../../model/reasons/registration-stop.ts';
import type { ResultMember, RunResult } from '../../model/result.ts';
import { shownShellWord } from '../../model/text/shell-word.ts';
import { isRead, marksOf } from '../figures/coverage-marks.ts';
import { countedMembers } from '../figures/population.ts';
import { knowsMembers, shownStatus, unreadCounts } from '../figures/run-kind.ts';
import type { ReportInput } from '../input.ts';
import { type DeliveryView, deliveryView } from '../text/delivery.ts';
import type { PlainKeyOf } from '../text/words.ts';
import { count, type PageLocale } from './locale.ts';

/** Members whose tree and shares were read whole, now or unchanged since. */
function membersRead(input: ReportInput): readonly ResultMember[] {
  return countedMembers(input.result).filter(({ coverage }) => isRead(coverage.status));
}

/** The line that stands before any number: who was read, who was not, and what that changes. */
export function trustView(input: ReportInput, locale: PageLocale) {
  const all = countedMembers(input.result);
  const read = membersRead(input);
  const delivery = deliveryView(input, locale.language);
  const missing = all.filter(({ coverage }) => !isRead(coverage.status));
  const number = allOf(input, locale);
  const complete = knowsMembers(input.result) && missing.length === 0;
  return {
    read: locale.say('trust.read', { read: read.length, all: number }),
    missing: [...missingWords(input, locale), ...mailWords(delivery)],
    delivery,
    complete,
    marks: marksOf(all),
    marksLabel: locale.say('trust.marks', { read: read.length, all: number }),
    fold: locale.say(complete ? 'trust.foldComplete' : 'trust.fold'),
    covers: coversOf(input, locale),
    unread: missing.map((member) => unreadRow(member, input, locale)),
  };
}

/** How many members there are, as far as that is known. */
function allOf({ result }: ReportInput, locale: PageLocale): string {
  return knowsMembers(result) ? count(locale, countedMembers(result).length) : '–';
}

/** Mails that wait or were not handed over: told where nobody can miss it. */
function mailWords({ held, undelivered }: DeliveryView) {
  return [undelivered?.heading, held?.short]
    .filter((text) => text !== undefined)
    .map((text) => ({ text, tone: 'warn' }));
}

function missingWords({ result }: ReportInput, locale: PageLocale) {
  const { notGranted, partial, disabled } = result.coverage;
  const { failed, notReached } = unreadCounts(result);
  const accepted = result.accepted.length;
  const missing = [
    { number: notGranted, key: 'trust.notGranted', tone: '' },
    { number: partial, key: 'trust.partial', tone: 'warn' },
    { number: failed, key: 'trust.failed', tone: 'bad' },
    { number: notReached, key: 'trust.notReached', tone: 'warn' },
    { number: accepted, key: 'trust.acceptedNumber', tone: 'quiet' },
    { number: disabled, key: 'trust.disabled', tone: 'quiet' },
  ] as const satisfies readonly {
    readonly number: number;
    readonly key: PlainKeyOf<'page'>;
    readonly tone: string;
  }[];
  return missing
    .filter(({ number }) => number > 0)
    .map(({ number, key, tone }) => ({ text: locale.say(key, { n: number }), tone }));
}

function acceptedWords(
  { reason, until }: RunResult['accepted'][number],
  { say, format }: PageLocale,
): string {
  return until === null
    ? say('trust.accepted', { reason })
    : say('trust.acceptedUntil', { reason, day: format.date(until, 'shortDay') });
}

/** What each figure rests on. */
function coversOf(input: ReportInput, locale: PageLocale) {
  const all = countedMembers(input.result);
  const known = all.filter(({ usage }) => usage.bytes !== null).length;
  const trees = all.filter(({ usage }) => usage.source === 'crawl').length;
  const shares = membersRead(input).length;
  const of = (number: number) => locale.say('trust.of', { n: number, all: allOf(input, locale) });
  return [
    { label: locale.say('figure.used'), of: of(known), note: locale.say('trust.coverUsed') },
    { label: locale.say('figure.freeable'), of: of(trees), note: locale.say('trust.coverTrees') },
    { label: locale.say('figure.links'), of: of(shares), note: locale.say('trust.coverLinks') },
  ];
}

function unreadRow(member: ResultMember, { result }: ReportInput, locale: PageLocale) {
  const { id, coverage } = member;
  const { unreadable } = coverage;
  const status = shownStatus(member);
  const acceptance = result.accepted.find((one) => one.member === id);
  return {
    member: id,
    status,
    word: locale.say(`coverage.${status}`),
    reason: locale.sayReason(coverage),
    folders: unreadable.length === 0 ? '' : locale.say('trust.unreadable', { n: unreadable.length }),
    accepted: acceptance === undefined ? '' : acceptedWords(acceptance, locale),
    command: commandFor(status, member),
  };
}

/** What an admin does about a member who was not read. */
function commandFor(status: ShownStatus, { id, coverage }: ResultMember): string {
  if (status === 'not-reached') return 'menage audit';
  if (registrationStop(coverage.reasons) !== null) return 'menage credentials appapi';
  // Whoever said no is not asked again, and nothing is to be done for an account that nobody has used.
  if (hasReason(coverage.reasons, ['member.declined', 'member.never-logged-in'])) return '';
  return status === 'not-granted'
    ? `menage credentials login ${shownShellWord(id)}`
    : `menage doctor --member ${shownShellWord(id)}`;
}
