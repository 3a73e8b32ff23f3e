import type { ResultMember } from '../../model/result.ts';
import { freeable, groupBy, nearlyFull, storageChecks, totalsByCheck } from '../figures/totals.ts';
import { forecastDays } from '../figures/usage.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from './check-words.ts';
import { count, type PageLocale, percent, points, size } from './locale.ts';
import { meterOf } from './shared/member-row.ts';
import { membersToRead } from './trust.ts';

/** Who will soon be stuck: the members by tenths of their quota, the nearly full ones, what could be freed. */
export function occupationView(input: ReportInput, locale: PageLocale) {
  return {
    histogram: histogramOf(input, locale),
    full: fullTable(input, locale),
    freeable: freeableByCheck(input, locale),
  };
}

const BARS = 11;
const CHART = { width: 440, height: 200, base: 178, gap: 3, bar: 37 };

function histogramOf(input: ReportInput, locale: PageLocale) {
  // A quota of 0 is known, and nothing is a tenth of it.
  const rated = membersToRead(input).filter(({ quota }) => quota.bytes !== 0);
  const known = rated.filter(({ usage }) => usage.percent !== null);
  const unknown = rated.length - known.length;
  const bins = Array.from({ length: BARS }, () => ({ crawled: 0, told: 0 }));
  for (const { usage } of known) {
    const bin = bins[Math.min(BARS - 1, Math.floor((usage.percent ?? 0) / 10))];
    if (bin !== undefined) bin[usage.source === 'crawl' ? 'crawled' : 'told'] += 1;
  }
  const most = Math.max(1, ...bins.map(({ crawled, told }) => crawled + told));
  const scale = (CHART.base - 22) / most;
  const zone = (from: number, to: number) =>
    bins.slice(from, to).reduce((sum, { crawled, told }) => sum + crawled + told, 0);
  const told = known.filter(({ usage }) => usage.source === 'server').length;
  return {
    ...CHART,
    bars: bins.map((bin, at) => barOf(bin, at, scale)),
    zones: [
      { tone: 'calm', ...stretch(0, 8), text: locale.say('occupation.below80', { n: zone(0, 8) }) },
      { tone: 'near', ...stretch(8, 9), text: String(zone(8, 9)) },
      { tone: 'full', ...stretch(9, 11), text: locale.say('occupation.from90', { n: zone(9, 11) }) },
    ],
    told: told === 0 ? '' : locale.say('occupation.told', { n: told }),
    unknown: unknown === 0 ? '' : locale.say('occupation.unknown', { n: unknown }),
    subtitle: locale.say('occupation.byTenths', { n: known.length }),
    label: locale.say('occupation.histogramLabel', {
      below: zone(0, 8),
      near: zone(8, 9),
      full: zone(9, 11),
    }),
  };
}

function stretch(
  from: number,
  to: number,
): { readonly x: number; readonly width: number; readonly middle: number } {
  const x = from * (CHART.bar + CHART.gap);
  const width = (to - from) * (CHART.bar + CHART.gap) - CHART.gap;
  return { x, width, middle: x + width / 2 };
}

function barOf({ crawled, told }: { crawled: number; told: number }, at: number, scale: number) {
  const { x, middle } = stretch(at, at + 1);
  const height = (value: number) => Math.round(value * scale * 10) / 10;
  const top = CHART.base - height(crawled + told);
  return {
    x,
    middle,
    width: CHART.bar,
    tone: at >= 9 ? 'full' : at === 8 ? 'near' : 'calm',
    crawled: { y: Math.round((CHART.base - height(crawled)) * 10) / 10, height: height(crawled) },
    told: told === 0 ? null : { y: top, height: height(told) },
    total: crawled + told,
    labelY: top - 6,
    range: at === BARS - 1 ? '≥ 100' : `${at * 10}–${at * 10 + 9}`,
  };
}

/** Members from 90 % on, with pace and what they could free: sums only, no name of a file. */
function fullTable(input: ReportInput, locale: PageLocale) {
  const members = nearlyFull(input.result);
  const storage = storageChecks(input.checks);
  const perMember = groupBy(
    input.result.findings.filter(({ check }) => storage.has(check)),
    ({ member }) => member,
  );
  const before = new Map((input.previous?.members ?? []).map(({ id, usage }) => [id, usage.percent]));
  const forecasts = forecastDays(input);
  const rows = members.map((member) => {
    const own = perMember.get(member.id) ?? [];
    const { bytes, items } = freeable(own);
    return {
      member: member.id,
      antenna: input.contacts.get(member.id)?.antenna ?? '',
      meter: meterOf(member.usage.percent ?? 0),
      percent: percent(locale, member.usage.percent ?? 0),
      pace: paceOf(member, before.get(member.id) ?? null, locale),
      fullOn: fullWords(member, forecasts.get(member.id) ?? null, locale),
      isFull: (member.usage.percent ?? 0) >= 100,
      freeable: bytes === 0 ? '' : size(locale, bytes),
      items: items === 0 ? '' : count(locale, items),
    };
  });
  const ids = new Set(members.map(({ id }) => id));
  const all = freeable(input.result.findings.filter(({ member }) => member !== null && ids.has(member)));
  return {
    rows,
    subtitle:
      all.bytes === 0
        ? locale.say('occupation.fullCount', { n: members.length })
        : locale.say('occupation.fullSubtitle', {
            n: members.length,
            bytes: size(locale, all.bytes),
            items: all.items,
          }),
    hasPace: input.previous !== null,
    hasFreeable: all.bytes > 0,
    hasFullOn: rows.some(({ fullOn }) => fullOn !== ''),
  };
}

function paceOf({ usage }: ResultMember, before: number | null, locale: PageLocale): string {
  if (before === null || usage.percent === null) return '';
  return points(locale, usage.percent - before);
}

function fullWords(member: ResultMember, day: string | null, locale: PageLocale): string {
  if ((member.usage.percent ?? 0) >= 100) return locale.say('occupation.isFull');
  return day === null ? '' : locale.format.date(day, 'shortDay');
}

/** What each check would free by itself; overlaps are told, the sum of the panel counts each byte once. */
function freeableByCheck(input: ReportInput, locale: PageLocale) {
  const storage = storageChecks(input.checks);
  const totals = [...totalsByCheck(input.result.findings)]
    .filter(([check, own]) => storage.has(check) && own.freeable.bytes > 0)
    .sort(([, a], [, b]) => b.freeable.bytes - a.freeable.bytes);
  const most = totals[0]?.[1].freeable.bytes ?? 1;
  const all = freeable(input.result.findings);
  return {
    title: locale.say('occupation.freeable', { bytes: size(locale, all.bytes), n: all.items }),
    subtitle: locale.say('occupation.items', { n: all.items }),
    rows: totals.map(([check, { freeable: own, standing }]) => ({
      title: checkWords(input, check, locale).title,
      bytes: size(locale, own.bytes),
      items: locale.say('occupation.findings', { n: standing }),
      width: Math.max(1, Math.round((1000 * own.bytes) / most) / 10),
    })),
  };
}
