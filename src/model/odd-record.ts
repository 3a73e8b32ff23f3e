import { visibleText } from './visible-text.ts';

/** A record of an answer of which something could not be read. */
export interface OddRecord {
  /** What it is a record of: `account`, `group folder`, `share`, `file`, `folder`. */
  readonly what: string;
  /** Its id, its path, or its place in the list: text from outside. */
  readonly name: string;
  /** The fields that could not be read, as the server calls them. */
  readonly fields: readonly string[];
  /** Whether the whole record was left out; else only these fields are unknown. */
  readonly isLeftOut: boolean;
}

const MOST_NAMED = 3;
const LONGEST_NAME = 120;

/** One English sentence that names the records and their fields; null where there are none. */
export function oddSentence(records: readonly OddRecord[]): string | null {
  return records.length === 0 ? null : `Not readable in the server’s answer: ${oddRecords(records)}.`;
}

/** The first records with their fields, and how many more there are: a part of an English sentence. */
export function oddRecords(records: readonly OddRecord[]): string {
  const named = records
    .slice(0, MOST_NAMED)
    .map(
      ({ what, name, fields }) =>
        `${what} “${visibleText(name.slice(0, LONGEST_NAME))}” (${fields.join(', ')})`,
    );
  const more = records.length > MOST_NAMED ? ` and ${records.length - MOST_NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}
