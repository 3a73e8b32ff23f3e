import { type Language, LOCALES } from '../member.ts';

/** `comma`: RFC 4180, as programs read it; `semicolon`: as spreadsheets of most of Europe do, with a decimal comma. */
export const CSV_DIALECTS = ['comma', 'semicolon'] as const;
export type CsvDialect = (typeof CSV_DIALECTS)[number];

/** What a spreadsheet in that language takes for columns: where the comma begins decimals, it cannot end cells. */
export function dialectOf(language: Language): CsvDialect {
  const decimal = new Intl.NumberFormat(LOCALES[language])
    .formatToParts(0.5)
    .find(({ type }) => type === 'decimal')?.value;
  return decimal === ',' ? 'semicolon' : 'comma';
}

export function delimiterOf(dialect: CsvDialect): ',' | ';' {
  return dialect === 'semicolon' ? ';' : ',';
}

/** A number as the dialect writes it, without thousands. */
export function csvNumber(value: number, dialect: CsvDialect): string {
  return dialect === 'semicolon' ? String(value).replace('.', ',') : String(value);
}
