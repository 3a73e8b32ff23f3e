import { because, type Reason } from './reasons/reason.ts';
import { visibleText } from './text/visible-text.ts';

/** A record of an answer of which something could not be read. */
export interface OddRecord {
  /** What it is a record of: `account`, `group folder`, `share`, `file`, `folder`. */
  readonly what: string;
  /** Its id, its path, or its place in the list: text from outside. */
  readonly name: string;
  /** The fields that could not be read, as the server calls them; none where the whole record could not. */
  readonly fields: readonly string[];
  /** Whether the whole record was left out; else only these fields are unknown. */
  readonly isLeftOut: boolean;
}

/** Maximum number of records that are named. */
const MOST_NAMED = 3;
const LONGEST_NAME = 120;

/** What could not be read of a server's answer: the first records with their fields, and how many more there are. */
export function unreadableRecords(records: readonly OddRecord[]): Reason {
  return because('records.unreadable', {
    records: records.slice(0, MOST_NAMED).map(recordReason),
    more: Math.max(0, records.length - MOST_NAMED),
  });
}

function recordReason({ what, name, fields }: OddRecord): Reason {
  const shown = shownName(name);
  if (what === 'file') return because('record.file', { path: shown, fields });
  if (what === 'folder') return because('record.folder', { path: shown, fields });
  if (fields.length === 0) return because('record.whole-group-folder', { name: shown });
  return because('record.group-folder', { name: shown, fields });
}

/** The same for the log, of records of any kind; null where there are none. */
export function oddSentence(records: readonly OddRecord[]): string | null {
  return records.length === 0 ? null : `Not readable in the server’s answer: ${oddRecords(records)}.`;
}

/** The first records with their fields, and how many more there are: a part of an English sentence. */
export function oddRecords(records: readonly OddRecord[]): string {
  const named = records
    .slice(0, MOST_NAMED)
    .map(({ what, name, fields }) => `${what} “${shownName(name)}” (${fieldsText(fields)})`);
  const more = records.length > MOST_NAMED ? ` and ${records.length - MOST_NAMED} more` : '';
  return `${named.join(', ')}${more}`;
}

function fieldsText(fields: readonly string[]): string {
  return fields.length === 0 ? 'the record' : fields.join(', ');
}

function shownName(name: string): string {
  return visibleText(name.slice(0, LONGEST_NAME));
}
