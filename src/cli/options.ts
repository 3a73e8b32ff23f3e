import { InvalidArgumentError, Option } from 'commander';
import { CSV_DIALECTS } from '../model/text/csv-dialect.ts';

/** What several commands take. */
export function csvDialectOption(): Option {
  return new Option(
    '--csv-dialect <NAME>',
    "separators of CSV: comma, or semicolon with decimal comma (default: by the organisation's language)",
  ).choices([...CSV_DIALECTS]);
}

/** Reads a whole number from 1. */
export function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('must be a whole number from 1.');
  return Number(text);
}
