import { type CsvDialect, csvNumber, delimiterOf } from '../../../model/text/csv-dialect.ts';
import { spreadsheetText } from '../../../model/text/visible-text.ts';

/** Letters without case and accents, for searching. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** What is not empty of a list, in one line. */
export function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' · ');
}

/** A table as RFC 4180 says but for the separators of the dialect, without formulas. */
export function csv(rows: readonly (readonly (string | number)[])[], dialect: CsvDialect): string {
  const delimiter = delimiterOf(dialect);
  return rows.map((row) => row.map((value) => cellOf(value, dialect)).join(delimiter)).join('\r\n');
}

function cellOf(value: string | number, dialect: CsvDialect): string {
  const text = typeof value === 'number' ? csvNumber(value, dialect) : spreadsheetText(value);
  return /["\r\n]/.test(text) || text.includes(delimiterOf(dialect))
    ? `"${text.replaceAll('"', '""')}"`
    : text;
}
