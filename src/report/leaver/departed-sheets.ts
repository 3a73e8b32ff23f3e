import type { Language } from '../../model/member.ts';
import type { ReportInput } from '../input.ts';
import { adminSheet } from './admin-sheet.ts';
import type { Sheet } from './sheet.ts';
import { sheetWording } from './wording.ts';

/** Maximum number of sheets in the page: `menage leaver` has the others. */
const MOST_SHEETS = 10;

/** The sheets of those who left, each to be opened below the accounts of the page. */
export function departedSheets(input: ReportInput, language: Language): readonly Sheet[] {
  const wording = sheetWording(input, language);
  const leavers = [...(input.leavers?.values() ?? [])].slice(0, MOST_SHEETS);
  return leavers.map((facts) => adminSheet(facts, input, wording));
}
