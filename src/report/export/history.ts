import type { Language } from '../../model/member.ts';
import { isoDate } from '../../model/time.ts';
import { isOfSome, type Trend, trendOf } from '../figures/comparison.ts';
import { knowsReach } from '../figures/reach.ts';
import { linksWithoutPassword, linkTotal, readCount } from '../figures/run-point.ts';
import { usageBounds } from '../figures/usage.ts';
import type { KeyFigures, ReportInput } from '../input.ts';
import { formatter, wholePercent } from '../text/format.ts';
import { columnsOf, lineSpeaker, padded, type SayLine } from '../text/lines.ts';

const BARS = '▁▂▃▄▅▆▇█';

interface Column {
  readonly title: string;
  readonly of: (figures: KeyFigures) => number | null;
  readonly shown: (value: number) => string;
  /** The runs and members over which its trend is; those of all the others unless said. */
  readonly trend?: Trend;
}

/** Columns between two right edges, unless a title needs more. */
const WIDTH = 12;
const GAP = 2;
const ID_WIDTH = 5;
const DAY_WIDTH = 10;

/**
 * The runs as a table of their own figures, with a line of bars under each over the members whom all of them read: what
 * `menage history` shows.
 */
export function historyLines(input: ReportInput, language: Language = 'en'): readonly string[] {
  const { history, organisation } = input;
  const say = lineSpeaker(input.words, language);
  if (history.length === 0) return [say('history.none')];
  const columns = figuresIn(input, language, say);
  const titles = [say('history.read'), ...columns.map(({ title }) => title)];
  const widths = titles.map((title) => Math.max(WIDTH, columnsOf(title) + GAP));
  const row = (cells: readonly string[]) =>
    cells.map((cell, at) => padded(cell, widths[at] ?? WIDTH, 'before')).join('');
  const first = (id: string, day: string) => `${padded(id, ID_WIDTH, 'before')}  ${padded(day, DAY_WIDTH)}`;
  const head = first(say('history.run'), say('history.day')) + row(titles);
  const lines = history.map((run) => {
    const cells = columns.map(({ of, shown }) => cellOf(of(run.figures), shown));
    const star = run.status === 'partial' ? '*' : ' ';
    const day = isoDate(run.at, organisation.timezone);
    const read = `${readCount(run)}/${run.members.size}`;
    return `${String(run.id).padStart(ID_WIDTH)}${star} ${day}${row([read, ...cells])}`;
  });
  const star = history.some(({ status }) => status === 'partial') ? [say('history.partial')] : [];
  return [head, ...lines, ...trendLines(input, columns, { first, row, say }), ...star];
}

function figuresIn(input: ReportInput, language: Language, say: SayLine): readonly Column[] {
  const { organisation, result } = input;
  const format = formatter(language, organisation.timezone);
  const limit = wholePercent(usageBounds(result).nearly);
  return [
    { title: say('history.used'), of: ({ usedBytes }) => usedBytes, shown: format.bytes },
    { title: say('history.full', { limit }), of: ({ nearlyFull }) => nearlyFull, shown: format.count },
    { title: say('history.links'), of: ({ links }) => links && linkTotal(links), shown: format.count },
    {
      title: say('history.open'),
      of: ({ links }) => links && linksWithoutPassword(links),
      shown: format.count,
    },
    {
      title: say('history.anyone'),
      of: ({ reach }) => reach?.by.anyone.files ?? null,
      shown: format.count,
      trend: trendOf(input, knowsReach),
    },
    { title: say('history.free'), of: ({ freeableBytes }) => freeableBytes, shown: format.bytes },
  ];
}

function cellOf(value: number | null, shown: Column['shown']): string {
  return value === null ? '–' : shown(value).replaceAll(/[\u00a0\u202f]/g, ' ');
}

interface Rows {
  readonly say: SayLine;
  /** The columns of the run and its day. */
  first(id: string, day: string): string;
  row(cells: readonly string[]): string;
}

function trendLines(
  input: ReportInput,
  columns: readonly Column[],
  { first, row, say }: Rows,
): readonly string[] {
  const trend = trendOf(input);
  if (trend.points.length < 2) return [];
  const bars = columns.map((column) => {
    const { points } = column.trend ?? trend;
    const values = points.map(({ figures }) => column.of(figures));
    return values.length < 2 || values.includes(null)
      ? '–'
      : sparkline(values.flatMap((value) => value ?? []));
  });
  const isOfAll = !isOfSome(trend) && trend.points.length === input.history.length;
  const others = columns.flatMap(({ title, trend: own }) => {
    if (own === undefined || own.points.length < 2 || overText(own) === overText(trend)) return [];
    return [say('history.overColumn', { title, over: say('history.over', overOf(own)) })];
  });
  return [
    first('', say('history.trend')) + row(['', ...bars]),
    ...(isOfAll ? [] : [say('history.over', overOf(trend))]),
    ...others,
  ];
}

function overOf({ members, of, points }: Trend) {
  return { members, all: of, runs: points.map(({ run }) => run.id).join(', ') };
}

function overText(trend: Trend): string {
  return JSON.stringify(overOf(trend));
}

/** The last values as bars of eight heights; equal values stand at the lowest. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value) => BARS[span === 0 ? 0 : Math.round(((BARS.length - 1) * (value - low)) / span)] ?? '')
    .join('');
}
