import { type Comparison, comparisonOf, isOfSome, type Trend, trendOf } from '../figures/comparison.ts';
import { type Figures, figuresOf } from '../figures/figures.ts';
import { linksWithoutPassword } from '../figures/run-point.ts';
import type { KeyFigures, ReportInput } from '../input.ts';
import { count, listed, month, type PageLocale, percent, size, sizeParts } from './locale.ts';

/** Whether less of a figure is good, bad or neither. */
type Wish = 'less' | 'none';

/** A figure that is compared over the runs. */
interface Compared {
  readonly wish: Wish;
  readonly of: (figures: KeyFigures) => number | null;
  readonly shown: (locale: PageLocale, value: number) => string;
}

interface Measure extends Compared {
  readonly key: 'used' | 'full' | 'links' | 'freeable';
  /** Null where it is not known. */
  readonly now: number | null;
}

/** The four key figures, each with its trend. */
function measuresOf(figures: Figures): readonly Measure[] {
  const { usedBytes, nearlyFullCount, links, freeable, nothingIsKnown } = figures;
  return [
    { key: 'used', wish: 'none', now: usedBytes, of: (point) => point.usedBytes, shown: size },
    { key: 'full', wish: 'less', now: nearlyFullCount, of: (point) => point.nearlyFull, shown: count },
    {
      key: 'links',
      wish: 'less',
      now: nothingIsKnown ? null : links.withoutPassword,
      of: (point) => point.links && linksWithoutPassword(point.links),
      shown: count,
    },
    {
      key: 'freeable',
      wish: 'less',
      now: nothingIsKnown ? null : freeable.bytes,
      of: (point) => point.freeableBytes,
      shown: size,
    },
  ];
}

/** The figures as the first screen shows them. */
export function figuresView(input: ReportInput, locale: PageLocale) {
  const figures = figuresOf(input);
  const comparison = comparisonOf(input);
  const trend = trendOf(input);
  return measuresOf(figures).map((measure) => {
    const { key, now, shown } = measure;
    return {
      key,
      label: locale.say(`figure.${key}`, { limit: percent(locale, figures.bounds.nearly) }),
      ...(now === null
        ? { number: '–', unit: '', context: '', change: unknownChange(locale) }
        : {
            ...(shown === size ? sizeParts(locale, now) : { number: count(locale, now), unit: '' }),
            context: contextOf(key, figures, locale),
            change: changeOf(measure, input, comparison, locale),
          }),
      spark: sparkOf(trend, measure, locale),
      href: { used: '#occupation', full: '#occupation', links: '#links?f=nopw', freeable: '#occupation' }[
        key
      ],
    };
  });
}

function contextOf(key: Measure['key'], figures: Figures, locale: PageLocale): string {
  const { usedBytes, quotaBytes, full, links, freeable } = figures;
  switch (key) {
    case 'used':
      if (usedBytes === null || quotaBytes === null) return '';
      return locale.say('figure.usedOf', {
        percent: percent(locale, (100 * usedBytes) / quotaBytes),
        quota: size(locale, quotaBytes),
      });
    case 'full':
      return locale.say('figure.fullOf', { n: full });
    case 'links':
      return locale.say('figure.linksOf', { n: links.all });
    case 'freeable':
      return locale.say('figure.freeableOf', { n: freeable.items });
  }
}

/** The change since the run before, over those whom both read: direction, amount, and whether that is good. */
export function changeOf(
  measure: Compared,
  input: ReportInput,
  comparison: Comparison | null,
  locale: PageLocale,
) {
  if (input.history.length < 2) return { text: locale.say('change.first'), tone: 'quiet', arrow: '' };
  if (comparison === null) return { text: locale.say('change.incomparable'), tone: 'quiet', arrow: '' };
  const before = measure.of(comparison.before);
  const now = measure.of(comparison.now);
  if (before === null || now === null)
    return { text: locale.say('change.unknownBefore'), tone: 'quiet', arrow: '' };
  const step = now - before;
  if (step === 0) return { text: locale.say('change.none'), tone: 'quiet', arrow: '' };
  const amount = measure.shown(locale, Math.abs(step));
  return {
    text: locale.say(step > 0 ? 'change.more' : 'change.less', { amount }),
    tone: measure.wish === 'none' ? '' : step > 0 ? 'worse' : 'better',
    arrow: step > 0 ? '▲' : '▼',
  };
}

function unknownChange(locale: PageLocale): ReturnType<typeof changeOf> {
  return { text: locale.say('figure.unknown'), tone: 'quiet', arrow: '' };
}

const WIDTH = 84;
const HEIGHT = 24;
const EDGE = 3;

/** A line over the runs of the trend; none where one of them does not know the figure. */
export function sparkOf(
  { points: runs }: Trend,
  { of, shown }: Pick<Compared, 'of' | 'shown'>,
  locale: PageLocale,
) {
  const known = runs.flatMap(({ run, figures }) => {
    const value = of(figures);
    return value === null ? [] : [{ at: run.at, value }];
  });
  if (runs.length < 2 || known.length < runs.length) return null;
  const values = known.map(({ value }) => value);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = (WIDTH - 2 * EDGE) / (values.length - 1);
  const points = values.map((value, at) => ({
    x: Math.round((EDGE + at * step) * 10) / 10,
    y: Math.round((HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - low)) / span) * 10) / 10,
  }));
  const months = known.slice(-4).map(({ at, value }) => `${month(locale, at)} ${shown(locale, value)}`);
  return {
    line: points.map(({ x, y }) => `${x},${y}`).join(' '),
    last: points.at(-1),
    label: locale.say('figure.trend', { n: known.length, told: listed(locale, months) }),
  };
}

/** Over whom changes and trends of the page are, where that is not all members; else empty. */
export function comparedNote(input: ReportInput, locale: PageLocale): string {
  const comparison = comparisonOf(input);
  const trend = trendOf(input);
  const { members: n, of: all } = comparison ?? trend;
  const notes = [
    comparison !== null && isOfSome(comparison) ? locale.say('change.compared', { n, all }) : '',
    trend.points.length > 2 && isOfSome(trend) ? locale.say('change.trend', { n: trend.members, all }) : '',
  ];
  return notes.filter((note) => note !== '').join(' ');
}
