import { isoDate } from '../../model/time.ts';
import { linksWithoutPassword, linkTotal } from '../figures/totals.ts';
import { usageBounds } from '../figures/usage.ts';
import type { ReportInput, RunPoint } from '../input.ts';
import { formatter, wholePercent } from '../text/format.ts';

const BARS = '▁▂▃▄▅▆▇█';

/** The runs as a table with a line of bars under each figure: what `menage history` shows. */
export function historyLines({ history, organisation, result }: ReportInput): readonly string[] {
  if (history.length === 0) return ['There is no finished run yet.'];
  const format = formatter('en', organisation.timezone);
  const columns = [
    { title: 'used', of: (point: RunPoint) => point.usedBytes, shown: format.bytes },
    {
      title: `at ${wholePercent(usageBounds(result).nearly)} %`,
      of: (point: RunPoint) => point.nearlyFull,
      shown: format.count,
    },
    { title: 'links', of: (point: RunPoint) => linkTotal(point.links), shown: format.count },
    { title: 'no password', of: (point: RunPoint) => linksWithoutPassword(point.links), shown: format.count },
    { title: 'to free', of: (point: RunPoint) => point.freeableBytes, shown: format.bytes },
  ];
  const width = 12;
  const row = (cells: readonly string[]) => cells.map((cell) => cell.padStart(width)).join('');
  const head = `${'run'.padStart(5)}  ${'day'.padEnd(10)}${row(columns.map(({ title }) => title))}`;
  const lines = history.map((point) => {
    const cells = columns.map(({ of, shown }) => shown(of(point)).replaceAll('\u00a0', ' '));
    const star = point.status === 'partial' ? '*' : ' ';
    return `${String(point.id).padStart(5)}${star} ${isoDate(point.at, organisation.timezone)}${row(cells)}`;
  });
  const trend = `${''.padStart(5)}  ${'trend'.padEnd(10)}${row(columns.map(({ of }) => sparkline(history.map(of))))}`;
  const star = history.some(({ status }) => status === 'partial')
    ? ['* a member with access could not be read in this run']
    : [];
  return [head, ...lines, trend, ...star];
}

/** The last values as bars of eight heights; equal values stand at the lowest. */
export function sparkline(values: readonly number[]): string {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  return values
    .map((value) => BARS[span === 0 ? 0 : Math.round(((BARS.length - 1) * (value - low)) / span)] ?? '')
    .join('');
}
