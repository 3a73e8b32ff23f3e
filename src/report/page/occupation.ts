import type { ResultMember } from '../../model/result.ts';
import { type UsageLevel, usageLevel } from '../../model/usage-level.ts';
import { figuresOf } from '../figures/figures.ts';
import { countedMembers } from '../figures/population.ts';
import { storageChecks } from '../figures/totals.ts';
import type { ReportInput } from '../input.ts';
import { checkWords } from '../text/check-words.ts';
import { wholePercent } from '../text/format.ts';
import { meterOf, toneOf } from './common/member-row.ts';
import { count, type PageLocale, percent, points, size } from './locale.ts';

/** Who will soon be stuck: the members by tenths of their quota, the nearly full ones, what could be freed. */
export function occupationView(input: ReportInput, locale: PageLocale) {
  return {
    histogram: histogramOf(input, locale),
    full: fullTable(input, locale),
    freeable: freeableByCheck(input, locale),
  };
}

const BARS = 11;
const TENTH = 10;

const CHART = { width: 440, height: 200, base: 178, gap: 3, bar: 37 };

function histogramOf(input: ReportInput, locale: PageLocale) {
  // A quota of 0 is known, and nothing is a tenth of it.
  const rated = countedMembers(input.result).filter(({ quota }) => quota.bytes !== 0);
  const known = rated.filter(({ usage }) => usage.percent !== null);
  const unknown = rated.length - known.length;
  const bins = Array.from({ length: BARS }, () => ({ crawled: 0, reported: 0 }));
  for (const { usage } of known) {
    const bin = bins[Math.min(BARS - 1, Math.floor((usage.percent ?? 0) / 10))];
    if (bin !== undefined) bin[usage.source === 'crawl' ? 'crawled' : 'reported'] += 1;
  }
  const most = Math.max(1, ...bins.map(({ crawled, reported }) => crawled + reported));
  const scale = (CHART.base - 22) / most;
  const { bounds, members } = figuresOf(input);
  const counted = { calm: 0, near: 0, full: 0 };
  for (const { id } of known) counted[toneOf(members.get(id)?.level ?? null)] += 1;
  const [near, full] = [bounds.filling / TENTH, bounds.nearly / TENTH];
  const reported = known.filter(({ usage }) => usage.source === 'server').length;
  return {
    ...CHART,
    bars: bins.map((bin, at) => barOf(bin, at, scale, toneOf(usageLevel(at * TENTH, bounds)))),
    zones: [
      {
        tone: 'calm',
        ...stretch(0, near),
        text: locale.say('occupation.below', { n: counted.calm, limit: percent(locale, bounds.filling) }),
      },
      { tone: 'near', ...stretch(near, full), text: String(counted.near) },
      {
        tone: 'full',
        ...stretch(full, BARS),
        text: locale.say('occupation.from', { n: counted.full, limit: percent(locale, bounds.nearly) }),
      },
    ].filter(({ width }) => width > 0),
    told: reported === 0 ? '' : locale.say('occupation.told', { n: reported }),
    unknown: unknown === 0 ? '' : locale.say('occupation.unknown', { n: unknown }),
    subtitle: locale.say('occupation.byTenths', { n: known.length }),
    label: locale.say('occupation.histogramLabel', {
      below: counted.calm,
      near: counted.near,
      full: counted.full,
      filling: percent(locale, bounds.filling),
      hasNear: String(bounds.filling < bounds.nearly),
      from: wholePercent(bounds.filling),
      to: percent(locale, bounds.nearly - 1),
      limit: percent(locale, bounds.nearly),
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

function barOf(
  { crawled, reported }: { crawled: number; reported: number },
  at: number,
  scale: number,
  tone: ReturnType<typeof toneOf>,
) {
  const { x, middle } = stretch(at, at + 1);
  const height = (value: number) => Math.round(value * scale * 10) / 10;
  const top = CHART.base - height(crawled + reported);
  return {
    x,
    middle,
    width: CHART.bar,
    tone,
    crawled: { y: Math.round((CHART.base - height(crawled)) * 10) / 10, height: height(crawled) },
    told: reported === 0 ? null : { y: top, height: height(reported) },
    total: crawled + reported,
    labelY: top - 6,
    range: at === BARS - 1 ? '≥ 100' : `${at * 10}–${at * 10 + 9}`,
  };
}

/** Members who are nearly full, with pace and what they could free: sums only, no name of a file. */
function fullTable(input: ReportInput, locale: PageLocale) {
  const { nearlyFull: members, nearlyFullFreeable: all, members: figures, bounds } = figuresOf(input);
  const before = new Map((input.previous?.members ?? []).map(({ id, usage }) => [id, usage]));
  const rows = members.map((member) => {
    const { level = null, freeable, fullOn = null } = figures.get(member.id) ?? {};
    const { bytes, items } = freeable ?? { bytes: 0, items: 0 };
    return {
      member: member.id,
      antenna: input.contacts.get(member.id)?.antenna ?? '',
      meter: meterOf(member.usage.percent ?? 0, level),
      percent: percent(locale, member.usage.percent ?? 0),
      pace: paceOf(member, before.get(member.id) ?? null, locale),
      fullOn: fullWords(level, fullOn, locale),
      isFull: level === 'full',
      freeable: bytes === 0 ? '' : size(locale, bytes),
      items: items === 0 ? '' : count(locale, items),
    };
  });
  const limit = percent(locale, bounds.nearly);
  return {
    rows,
    title: locale.say('occupation.fullTitle', { limit }),
    nobody: locale.say('occupation.nobody', { limit }),
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

/** The change, or why there is none; the server counts otherwise than the crawl: no step between them is a change. */
function paceOf({ usage }: ResultMember, before: ResultMember['usage'] | null, locale: PageLocale): string {
  if (before === null) return locale.say('occupation.paceNone', { reason: 'fresh' });
  if (before.percent === null || usage.percent === null)
    return locale.say('occupation.paceNone', { reason: 'unknown' });
  if (before.source !== usage.source) return locale.say('occupation.paceNone', { reason: 'measured' });
  return points(locale, usage.percent - before.percent);
}

function fullWords(level: UsageLevel | null, day: string | null, locale: PageLocale): string {
  if (level === 'full') return locale.say('occupation.isFull');
  return day === null ? '' : locale.format.date(day, 'shortDay');
}

/** What each check would free by itself; overlaps are told, the sum of the panel counts each byte once. */
function freeableByCheck(input: ReportInput, locale: PageLocale) {
  const storage = storageChecks(input.checks);
  const { byCheck, freeable: all } = figuresOf(input);
  const totals = [...byCheck]
    .filter(([check, own]) => storage.has(check) && own.freeable.bytes > 0)
    .sort(([, a], [, b]) => b.freeable.bytes - a.freeable.bytes);
  const most = totals[0]?.[1].freeable.bytes ?? 1;
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
