import { isoDate } from '../../model/time.ts';
import { isOfSome, trendOf } from '../figures/comparison.ts';
import { linksWithoutPassword, linkTotal, readCount } from '../figures/run-point.ts';
import { usageBounds } from '../figures/usage.ts';
import type { KeyFigures, ReportInput } from '../input.ts';
import { formatter, wholePercent } from '../text/format.ts';

const BARS = '▁▂▃▄▅▆▇█';

interface Column {
  readonly title: string;
  readonly of: (figures: KeyFigures) => number | null;
  readonly shown: (value: number) => string;
}

const WIDTH = 12;

/**
 * The runs as a table of their own figures, with a line of bars under each over the members whom all of them read: what
 * `menage history` shows.
 */
export function historyLines(input: ReportInput): readonly string[] {
  const { history, organisation } = input;
  if (history.length === 0) return ['There is no finished run yet.'];
  const columns = columnsOf(input);
  const row = (cells: readonly string[]) => cells.map((cell) => cell.padStart(WIDTH)).join('');
  const titles = columns.map(({ title }) => title);
  const head = `${'run'.padStart(5)}  ${'day'.padEnd(10)}${row(['read', ...titles])}`;
  const lines = history.map((run) => {
    const cells = columns.map(({ of, shown }) => cellOf(of(run.figures), shown));
    const star = run.status === 'partial' ? '*' : ' ';
    const day = isoDate(run.at, organisation.timezone);
    const read = `${readCount(run)}/${run.members.size}`;
    return `${String(run.id).padStart(5)}${star} ${day}${row([read, ...cells])}`;
  });
  const star = history.some(({ status }) => status === 'partial')
    ? ['* not everybody with access was read whole in this run']
    : [];
  return [head, ...lines, ...trendLines(input, columns, row), ...star];
}

function columnsOf({ organisation, result }: ReportInput): readonly Column[] {
  const format = formatter('en', organisation.timezone);
  const limit = wholePercent(usageBounds(result).nearly);
  return [
    { title: 'used', of: ({ usedBytes }) => usedBytes, shown: format.bytes },
    { title: `at ${limit} %`, of: ({ nearlyFull }) => nearlyFull, shown: format.count },
    { title: 'links', of: ({ links }) => links && linkTotal(links), shown: format.count },
    { title: 'no password', of: ({ links }) => links && linksWithoutPassword(links), shown: format.count },
    { title: 'to free', of: ({ freeableBytes }) => freeableBytes, shown: format.bytes },
  ];
}

function cellOf(value: number | null, shown: Column['shown']): string {
  return value === null ? '–' : shown(value).replaceAll('\u00a0', ' ');
}

function trendLines(
  input: ReportInput,
  columns: readonly Column[],
  row: (cells: readonly string[]) => string,
): readonly string[] {
  const trend = trendOf(input);
  if (trend.points.length < 2) return [];
  const bars = columns.map(({ of }) => {
    const values = trend.points.map(({ figures }) => of(figures));
    return values.includes(null) ? '–' : sparkline(values.flatMap((value) => value ?? []));
  });
  const runs = trend.points.map(({ run }) => run.id).join(', ');
  const { members, of } = trend;
  const over = `the trend is over the ${members} of ${of} members whom the runs ${runs} all read`;
  const isOfAll = !isOfSome(trend) && trend.points.length === input.history.length;
  return [`${''.padStart(5)}  ${'trend'.padEnd(10)}${row(['', ...bars])}`, ...(isOfAll ? [] : [over])];
}

/** The last values as bars of eight heights; equal values stand at the lowest. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value) => BARS[span === 0 ? 0 : Math.round(((BARS.length - 1) * (value - low)) / span)] ?? '')
    .join('');
}
