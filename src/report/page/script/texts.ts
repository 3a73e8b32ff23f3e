import { spreadsheetText } from '../../../model/text/visible-text.ts';

/** Letters without case and accents, for searching. */
export function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

/** What is not empty of a list, in one line. */
export function joined(texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' · ');
}

/** A table as RFC 4180 says, without formulas. */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => row.map(cellOf).join(',')).join('\r\n');
}

function cellOf(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = spreadsheetText(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
