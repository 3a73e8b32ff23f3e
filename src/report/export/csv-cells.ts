import { stringify } from 'csv-stringify/sync';
import { csvNumber, delimiterOf, dialectOf } from '../../model/text/csv-dialect.ts';
import { spreadsheetText } from '../../model/text/visible-text.ts';
import type { ReportInput } from '../input.ts';

/** A cell: text, a number (which stays one), a flag, or nothing. */
export type Cell = string | number | boolean | null;

/**
 * A table as RFC 4180 says, or with the separators of the dialect, in UTF-8 with a byte order mark, so that a spreadsheet
 * shows accents. Each row is one record on one line: control characters, line ends too, are made visible. A text that a
 * spreadsheet would take for a formula, also behind blanks or behind a semicolon in it, gets an apostrophe there.
 */
export function csv(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { csvDialect, organisation }: Pick<ReportInput, 'csvDialect' | 'organisation'>,
): string {
  const dialect = csvDialect ?? dialectOf(organisation.language);
  return stringify([header, ...rows.map((row) => row.map(harmless))], {
    bom: true,
    delimiter: delimiterOf(dialect),
    record_delimiter: 'windows',
    cast: { boolean: String, number: (value) => csvNumber(value, dialect) },
  });
}

function harmless(cell: Cell): Cell {
  return typeof cell === 'string' ? spreadsheetText(cell) : cell;
}
