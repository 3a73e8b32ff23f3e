import type { UtcMs } from '../../model/units.ts';
import { isOfSome, type Trend, trendOf } from '../figures/comparison.ts';
import { linksWithoutPassword, linkTotal } from '../figures/run-point.ts';
import type { LinkCounts, ReportInput } from '../input.ts';
import { count, month, type PageLocale } from './locale.ts';

/** From the worst, which stands on the base line so that its fall can be read. */
export const PROTECTIONS = [
  'neither',
  'expiryOnly',
  'passwordOnly',
  'both',
] as const satisfies readonly (keyof LinkCounts)[];

const CHART = { width: 440, top: 20, base: 230, slots: 12 };
const LABEL_GAP = 18;

/** The links of one run. */
interface Column {
  readonly at: UtcMs;
  readonly links: LinkCounts;
}

/** The trend; a first run, or one that has none, by itself. */
function runsOf(trend: Trend, { history }: ReportInput): readonly Column[] {
  const last = history.at(-1);
  const own = last === undefined ? [] : [{ run: last, figures: last.figures }];
  const points = trend.points.length < 2 ? own : trend.points;
  return points.flatMap(({ run, figures: { links } }) => (links === null ? [] : [{ at: run.at, links }]));
}

/** The public links of each run as a column, over the members whom all of the runs read. */
export function linkColumns(input: ReportInput, locale: PageLocale) {
  const trend = trendOf(input);
  const runs = runsOf(trend, input);
  const slots = Math.max(4, runs.length);
  const pitch = CHART.width / slots;
  const most = Math.max(1, ...runs.map(({ links }) => linkTotal(links)));
  const scale = (CHART.base - CHART.top) / most;
  const columns = runs.map(({ at, links }, place) => ({
    ...stackOf(links, scale),
    x: round(place * pitch + pitch * 0.08),
    width: round(pitch * 0.84),
    middle: round(place * pitch + pitch / 2),
    month: month(locale, at),
    last: place === runs.length - 1,
    total: linkTotal(links),
  }));
  const [first, last] = [runs[0], runs.at(-1)];
  const labels = last === undefined ? [] : labelsOf(last.links, scale, locale);
  return {
    width: CHART.width,
    height: CHART.base + 24,
    base: CHART.base,
    labelY: CHART.base + 18,
    columns,
    labels,
    legend: [...labels].reverse(),
    subtitle: locale.say('links.runs', { n: runs.length }),
    note:
      first === undefined || last === undefined || runs.length < 2
        ? ''
        : locale.say('links.from', {
            first: linksWithoutPassword(first.links),
            last: linksWithoutPassword(last.links),
            since: month(locale, first.at, 'long'),
          }),
    compared:
      runs.length > 1 && isOfSome(trend)
        ? locale.say('links.compared', { n: trend.members, all: trend.of })
        : '',
    label: locale.say(
      'links.columnsLabel',
      last === undefined
        ? { without: 0, all: 0 }
        : { without: linksWithoutPassword(last.links), all: linkTotal(last.links) },
    ),
    rows: runs.map(({ at, links }) => ({
      month: month(locale, at, 'long'),
      counts: PROTECTIONS.map((key) => links[key]),
      total: linkTotal(links),
    })),
    headers: PROTECTIONS.map((key) => locale.say(`protection.${key}`)),
  };
}

function stackOf(links: LinkCounts, scale: number) {
  let y = CHART.base;
  const parts = PROTECTIONS.map((key) => {
    const height = links[key] * scale;
    y -= height;
    return { key, hatched: key === 'neither', y: round(y), height: round(Math.max(0, height - 1)) };
  }).filter(({ height }) => height > 0);
  return { parts, top: round(y - 6) };
}

/** Names and counts stand beside the last column, pushed apart where they would overlap. */
function labelsOf(links: LinkCounts, scale: number, locale: PageLocale) {
  let base = CHART.base;
  const wanted = PROTECTIONS.map((key) => {
    const height = links[key] * scale;
    const y = base - height / 2;
    base -= height;
    return { key, y, count: count(locale, links[key]), name: locale.say(`protection.${key}`) };
  });
  let lowest = CHART.base + LABEL_GAP / 2;
  return wanted.map((label) => {
    lowest = Math.min(lowest - LABEL_GAP, label.y);
    return {
      ...label,
      hatched: label.key === 'neither',
      y: round(lowest + 4),
      swatchY: round(lowest - 6),
    };
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
