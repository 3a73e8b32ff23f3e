import type { Language } from '../../model/member.ts';
import { isoDate } from '../../model/time.ts';
import { isOfSome, trendOf } from '../figures/comparison.ts';
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

function figuresIn(
  { organisation, result }: ReportInput,
  language: Language,
  say: SayLine,
): readonly Column[] {
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
  const bars = columns.map(({ of }) => {
    const values = trend.points.map(({ figures }) => of(figures));
    return values.includes(null) ? '–' : sparkline(values.flatMap((value) => value ?? []));
  });
  const runs = trend.points.map(({ run }) => run.id).join(', ');
  const { members, of } = trend;
  const over = say('history.over', { members, all: of, runs });
  const isOfAll = !isOfSome(trend) && trend.points.length === input.history.length;
  return [first('', say('history.trend')) + row(['', ...bars]), ...(isOfAll ? [] : [over])];
}

/** The last values as bars of eight heights; equal values stand at the lowest. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value) => BARS[span === 0 ? 0 : Math.round(((BARS.length - 1) * (value - low)) / span)] ?? '')
    .join('');
}
