import type { ReportInput } from '../input.ts';
import { adminSheet } from '../leaver/admin-sheet.ts';
import { sheetWording } from '../leaver/wording.ts';
import type { PageLocale } from './locale.ts';

/** Maximum number of sheets in the page: `menage leaver` has the others. */
const MOST_SHEETS = 10;

/** The sheets of those who left, each to be opened below the accounts. */
export function leaverSheets(input: ReportInput, { language }: PageLocale) {
  const wording = sheetWording(input, language);
  const leavers = [...(input.leavers?.values() ?? [])].slice(0, MOST_SHEETS);
  return leavers.map((facts) => adminSheet(facts, input, wording));
}
