import { stringify } from 'csv-stringify/sync';
import { visibleText } from '../../model/visible-text.ts';

/** A cell: text, a number (which stays one), a flag, or nothing. */
export type Cell = string | number | boolean | null;

/**
 * A table as RFC 4180 says, in UTF-8 with a byte order mark, so that a spreadsheet shows accents.
 * Each row is one record on one line: control characters, line ends too, are made visible. A text that a spreadsheet
 * would take for a formula, also behind blanks or behind a semicolon in it, gets an apostrophe there.
 */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return stringify([header, ...rows.map((row) => row.map(harmless))], {
    bom: true,
    record_delimiter: 'windows',
    cast: { boolean: String },
  });
}

/** Spreadsheets cut blanks of all kinds before they look, and take wide forms of the signs for the signs. */
const FORMULA_SIGN =
  '[\\s\\p{Z}\\p{Cc}\\p{Cf}\\u2400-\\u2421\\ufffd"]*[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20\\u2212]';
const FORMULA = new RegExp(`^${FORMULA_SIGN}`, 'u');
/** Where a semicolon separates cells, as for a French spreadsheet, it does so within ours too. */
const FORMULA_IN_NEXT_CELL = new RegExp(`;(?=${FORMULA_SIGN})`, 'gu');

function harmless(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  const seen = visibleText(cell);
  const guarded = seen.replaceAll(FORMULA_IN_NEXT_CELL, ";'");
  return FORMULA.test(cell) || FORMULA.test(seen) ? `'${guarded}` : guarded;
}
