import type { ResultFinding } from '../../model/result.ts';
import { bySeverity } from '../../model/severity.ts';
import { outsideText } from '../../model/text/outside-text.ts';
import { startOfDay } from '../../model/time.ts';
import { isNearlyFull, usageLevel } from '../../model/usage-level.ts';
import { changesOf, isOfSome } from '../figures/comparison.ts';
import { figuresOf } from '../figures/figures.ts';
import { countedMembers } from '../figures/population.ts';
import { groupBy, isStanding } from '../figures/totals.ts';
import { usageBounds } from '../figures/usage.ts';
import type { ExceptionView, ReportInput } from '../input.ts';
import { checkWords, findingSentence } from '../text/check-words.ts';
import { wholePercent } from '../text/format.ts';
import { type PageLocale, percent, severityWord, size } from './locale.ts';

const DAY = 86_400_000;
const MOST_NAMED = 12;

/** Accounts to settle: departed, dormant, without mail, outside the groups, with a quota unlike the rule. */
export function accountsView(input: ReportInput, locale: PageLocale) {
  const { checks, result } = input;
  const { isFresh } = changesOf(input);
  const speaking = checks.filter(
    ({ area, audience }) => area === 'accounts' || (area === 'storage' && audience === 'admin'),
  );
  const rows = speaking.flatMap((check) => {
    const findings = result.findings.filter((finding) => finding.check === check.id && isStanding(finding));
    if (findings.length === 0) return [];
    const severity = findings.map((finding) => finding.severity).sort(bySeverity)[0] ?? check.severity;
    const words = checkWords(input, check.id, locale);
    return [
      {
        id: check.id,
        title: words.title,
        severity,
        word: severityWord(locale, severity),
        number: findings.length,
        people: findings.slice(0, MOST_NAMED).map((finding) => ({
          member: finding.member ?? finding.subject.id,
          detail: findingSentence(check, finding, locale),
          fresh: isFresh(finding),
        })),
        more:
          findings.length > MOST_NAMED
            ? locale.say('accounts.more', { n: findings.length - MOST_NAMED })
            : '',
        remedy: words.remedy,
      },
    ];
  });
  const active = countedMembers(result).length;
  return {
    rows: rows.sort((a, b) => bySeverity(a.severity, b.severity)),
    number: rows.reduce((sum, { number }) => sum + number, 0),
    subtitle: locale.say('accounts.subtitle', {
      all: result.members.length,
      enabled: active,
      disabled: result.members.length - active,
    }),
  };
}

/** Exceptions by their end, the ended ones first: they are shown, not obeyed. */
export function exceptionsView(input: ReportInput, locale: PageLocale) {
  const { exceptions } = input;
  const rows = [...exceptions]
    .sort((a, b) => Number(b.ended) - Number(a.ended) || endOf(a).localeCompare(endOf(b)))
    .map((exception) => ({
      ...exception,
      title: checkWords(input, exception.check, locale).title,
      path: shownPath(exception, input, locale),
      who: exception.member ?? locale.say('exceptions.everybody'),
      ...timeLeft(exception, input, locale),
    }));
  const ended = exceptions.filter((exception) => exception.ended).length;
  return { rows, subtitle: locale.say('exceptions.subtitle', { active: exceptions.length - ended, ended }) };
}

/** After every day that a config can name. */
function endOf({ until }: ExceptionView): string {
  return until ?? '~';
}

function timeLeft(
  { until, ended }: ExceptionView,
  { organisation, result }: ReportInput,
  { say, format }: PageLocale,
) {
  if (until === null) return { until: say('exceptions.noEnd'), left: '', soon: false };
  const end = startOfDay(until, organisation.timezone);
  const now = Date.parse(result.run.startedAt);
  const days = end === null ? 0 : Math.max(0, Math.floor((end - now) / DAY) + 1);
  return {
    until: format.date(until, 'shortDay'),
    left: ended ? say('exceptions.ended') : say('exceptions.left', { n: days }),
    soon: !ended && days <= 30,
  };
}

/** A path that only its owner knows stays with its owner; exceptions of sharing checks name what is shared. */
function shownPath({ path, check }: ExceptionView, { checks }: ReportInput, { say }: PageLocale): string {
  if (path === null) return say('exceptions.anything');
  const isShared = checks.some(({ id, area }) => id === check && area === 'sharing');
  return isShared ? outsideText(path) : say('exceptions.private');
}

/** Now against the run before: measures side by side, what is new, what was settled. */
export function changesView(input: ReportInput, locale: PageLocale) {
  const { bounds } = figuresOf(input);
  const changes = changesOf(input);
  const { byCheck, members: n, of: all } = changes;
  const rows = (pick: 'fresh' | 'fixed') =>
    [...byCheck]
      .filter(([, own]) => own[pick] > 0)
      .map(([check, own]) => ({ check, number: own[pick], severity: severityOf(check, input) }))
      .sort((a, b) => bySeverity(a.severity, b.severity) || b.number - a.number)
      .map(({ check, number, severity }) => ({
        title: checkWords(input, check, locale).title,
        number,
        severity,
        word: severityWord(locale, severity),
      }));
  return {
    fresh: rows('fresh'),
    fixed: rows('fixed'),
    members: movedMembers(input, locale),
    note: isOfSome(changes) ? locale.say('changes.compared', { n, all }) : '',
    membersTitle: locale.say('changes.members', { limit: percent(locale, bounds.nearly) }),
  };
}

function severityOf(check: string, { checks }: ReportInput): ResultFinding['severity'] {
  return checks.find(({ id }) => id === check)?.severity ?? 'info';
}

type Crossing = 'up' | 'down';

/** Members who became nearly full or no longer are; both runs by the bounds of this one. */
function movedMembers({ result, previous }: ReportInput, locale: PageLocale) {
  if (previous === null) return [];
  const bounds = usageBounds(result);
  const isNearly = (percent: number) => isNearlyFull(usageLevel(percent, bounds));
  const known = groupBy(previous.members, ({ id }) => id);
  return result.members
    .flatMap((member) => {
      const before = known.get(member.id)?.[0]?.usage;
      const now = member.usage;
      if (before?.percent == null || now.percent === null || before.bytes === null || now.bytes === null)
        return [];
      // The server counts otherwise than the crawl.
      if (before.source !== now.source) return [];
      const step = now.bytes - before.bytes;
      const [was, is] = [isNearly(before.percent), isNearly(now.percent)];
      if (was === is) return [];
      const crossed: Crossing = is ? 'up' : 'down';
      return [{ member: member.id, crossed, before: before.percent, now: now.percent, step }];
    })
    .sort((a, b) => Math.abs(b.step) - Math.abs(a.step))
    .slice(0, 8)
    .map(({ member, crossed, before, now, step }) => ({
      member,
      text: locale.say(crossingWords(crossed, step), {
        before: wholePercent(before),
        now: wholePercent(now),
        bytes: size(locale, Math.abs(step)),
      }),
      tone: crossed === 'up' ? 'worse' : 'better',
      arrow: crossed === 'up' ? '▲' : '▼',
    }));
}

/** What came or went is said only where it explains the crossing: else the quota is what changed. */
function crossingWords(crossed: Crossing, step: number) {
  if (crossed === 'up') return step > 0 ? 'changes.crossedUp' : 'changes.crossed';
  return step < 0 ? 'changes.crossedDown' : 'changes.crossed';
}
