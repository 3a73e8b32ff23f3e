import { DATA } from './page-data.ts';
import type { Kind, TableRow, TableState } from './table-types.ts';
import { fold } from './texts.ts';

/** The rows that are shown, in their order. */
export function matchesOf<Row extends TableRow>(kind: Kind<Row>, state: TableState<Row>): readonly Row[] {
  return sorted(kind.rows.filter(matcher(kind, state)), kind, state);
}

/** A test of rows for the search, chips and check that are chosen. */
function matcher<Row extends TableRow>(kind: Kind<Row>, state: TableState<Row>): (row: Row) => boolean {
  const { severities, chip, check } = state;
  const words = fold(state.query)
    .split(/\s+/)
    .filter((word) => word !== '');
  const checkAt = DATA.checks.indexOf(check);
  return (row) =>
    (words.length > 0 || kind.isAskedFor?.(row) !== true) &&
    (severities.size === 0 || severities.has(row.severity)) &&
    (chip === '' || kind.passes(row, chip)) &&
    (checkAt < 0 || row.checks.has(checkAt)) &&
    words.every((word) => row.search.includes(word));
}

function sorted<Row extends TableRow>(
  rows: readonly Row[],
  { columns, isAskedFor }: Kind<Row>,
  { sort, descending }: TableState<Row>,
): readonly Row[] {
  const column = columns.find(({ id }) => id === sort);
  if (column === undefined) return rows;
  const sign = descending ? -1 : 1;
  const asked = isAskedFor === undefined ? [] : rows.filter(isAskedFor);
  const others = asked.length === 0 ? rows : rows.filter((row) => isAskedFor?.(row) !== true);
  return [
    ...asked,
    ...others
      .map((row) => ({ row, key: column.sort(row) }))
      .sort((a, b) => sign * compared(a.key, b.key) || a.row.at - b.row.at)
      .map(({ row }) => row),
  ];
}

function compared(a: string | number, b: string | number): number {
  if (a === b) return 0;
  if (typeof a === 'number' && typeof b === 'number') return a < b ? -1 : 1;
  return String(a) < String(b) ? -1 : 1;
}
