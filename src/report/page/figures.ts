import { type Figures, figuresOf } from '../figures/figures.ts';
import { isComparable, linksWithoutPassword, runPoint } from '../figures/totals.ts';
import type { ReportInput, RunPoint } from '../input.ts';
import { count, listed, month, type PageLocale, percent, size, sizeParts } from './locale.ts';

/** Whether less of a figure is good, bad or neither. */
type Wish = 'less' | 'none';

interface Measure {
  readonly key: 'used' | 'full' | 'links' | 'freeable';
  readonly wish: Wish;
  readonly now: number;
  readonly of: (point: RunPoint) => number;
  readonly shown: (locale: PageLocale, value: number) => string;
}

/** The four key figures, each with its trend. */
function measuresOf({ usedBytes, nearlyFull, links, freeable }: Figures): readonly Measure[] {
  return [
    { key: 'used', wish: 'none', now: usedBytes, of: (point) => point.usedBytes, shown: size },
    {
      key: 'full',
      wish: 'less',
      now: nearlyFull.length,
      of: (point) => point.nearlyFull,
      shown: count,
    },
    {
      key: 'links',
      wish: 'less',
      now: links.withoutPassword,
      of: (point) => linksWithoutPassword(point.links),
      shown: count,
    },
    { key: 'freeable', wish: 'less', now: freeable.bytes, of: (point) => point.freeableBytes, shown: size },
  ];
}

/** The figures as the first screen shows them. */
export function figuresView(input: ReportInput, locale: PageLocale) {
  const figures = figuresOf(input);
  return measuresOf(figures).map((measure) => {
    const inBytes = measure.shown === size;
    const isUnknown = figures.nothingIsKnown && (measure.key === 'links' || measure.key === 'freeable');
    return {
      key: measure.key,
      label: locale.say(`figure.${measure.key}`, { limit: percent(locale, figures.bounds.nearly) }),
      ...(isUnknown
        ? { number: '–', unit: '', context: '', change: unknownChange(locale) }
        : {
            ...(inBytes ? sizeParts(locale, measure.now) : { number: count(locale, measure.now), unit: '' }),
            context: contextOf(measure.key, figures, locale),
            change: changeOf(measure, input, locale),
          }),
      spark: sparkOf(input.history, measure, locale),
      href: { used: '#occupation', full: '#occupation', links: '#links?f=nopw', freeable: '#occupation' }[
        measure.key
      ],
    };
  });
}

function contextOf(key: Measure['key'], figures: Figures, locale: PageLocale): string {
  const { usedBytes, quotaBytes, full, links, freeable } = figures;
  switch (key) {
    case 'used':
      if (quotaBytes === null) return '';
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

/** The change since the run before, in words: direction, amount, and whether that is good. */
function changeOf(measure: Measure, { history, result }: ReportInput, locale: PageLocale) {
  const before = history.at(-2);
  if (before === undefined) return { text: locale.say('change.first'), tone: 'quiet', arrow: '' };
  if (!isComparable(before, runPoint(result))) {
    return { text: locale.say('change.fewerRead'), tone: 'quiet', arrow: '' };
  }
  const step = measure.now - measure.of(before);
  const star = before.status === 'partial' ? '*' : '';
  if (step === 0) return { text: locale.say('change.none') + star, tone: 'quiet', arrow: '' };
  const amount = measure.shown(locale, Math.abs(step));
  return {
    text: locale.say(step > 0 ? 'change.more' : 'change.less', { amount }) + star,
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

/** A line over the last runs; runs that were partial stand as hollow points. */
function sparkOf(history: readonly RunPoint[], { of, shown }: Measure, locale: PageLocale) {
  if (history.length < 2) return null;
  const values = history.map(of);
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const step = (WIDTH - 2 * EDGE) / (history.length - 1);
  const points = values.map((value, at) => ({
    x: Math.round((EDGE + at * step) * 10) / 10,
    y: Math.round((HEIGHT - EDGE - ((HEIGHT - 2 * EDGE) * (value - low)) / span) * 10) / 10,
  }));
  const months = history.slice(-4).map((point) => `${month(locale, point.at)} ${shown(locale, of(point))}`);
  return {
    line: points.map(({ x, y }) => `${x},${y}`).join(' '),
    last: points.at(-1),
    partial: points.filter((_, at) => history[at]?.status === 'partial'),
    label: locale.say('figure.trend', { n: history.length, told: listed(locale, months) }),
  };
}
