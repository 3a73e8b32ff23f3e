import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { type MemberId, memberId } from '../../model/ids.ts';
import { isMailAddress } from '../../model/text/mail-address.ts';
import { separatorOf } from '../../model/text/written-text.ts';

/** What the organisation itself knows of a member. */
export interface DirectoryRow {
  readonly id: MemberId;
  /** Null: use the server's. */
  readonly mail: string | null;
  readonly antenna: string | null;
  readonly status: string | null;
  readonly referent: string | null;
}

export interface Directory {
  readonly rows: ReadonlyMap<MemberId, DirectoryRow>;
  /** Everything that is wrong with the file, by line. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

const COLUMNS = ['id', 'mail', 'antenna', 'status', 'referent'];
/** Characters; a longer one is no line of a directory but a quotation mark that was never closed. */
const LONGEST_LINE = 10_000;

/**
 * Reads the members' directory: CSV with a line of column names, of which only `id` is required; separated by commas or,
 * as spreadsheets write it, by semicolons or tabs.
 */
export function parseDirectory(text: string): Directory {
  const rows = new Map<MemberId, DirectoryRow>();
  const problems: { line: number; message: string }[] = [];
  const records = recordsOf(text);
  if ('problem' in records) return { rows, problems: [records.problem] };
  const [header, ...lines] = records.records;
  const names = header?.cells.map((name) => name.toLowerCase()) ?? [];
  const twice = names.find((name, at) => name !== '' && names.indexOf(name) !== at);
  if (twice !== undefined) {
    return { rows, problems: [{ line: 1, message: `The first line names the column "${twice}" twice.` }] };
  }
  if (!names.includes('id')) {
    const message = `The first line must name the columns, one of them "id"; known are ${COLUMNS.join(', ')}.`;
    return { rows, problems: [{ line: 1, message }] };
  }
  for (const { line, cells } of lines) {
    const row = rowOf(new Map(names.map((name, at) => [name, cells[at] ?? ''])));
    if (row.id === '') problems.push({ line, message: 'The id is missing.' });
    else if (/\p{Cc}/u.test(row.id)) problems.push({ line, message: `"${row.id}" has a control character.` });
    else if (rows.has(row.id)) problems.push({ line, message: `"${row.id}" stands twice.` });
    else if (row.mail !== null && !isMailAddress(row.mail)) {
      problems.push({ line, message: `The mail address of "${row.id}" is none.` });
    } else rows.set(row.id, row);
  }
  return { rows, problems };
}

function rowOf(cells: ReadonlyMap<string, string>): DirectoryRow {
  const cell = (name: string) => cells.get(name) || null;
  return {
    id: memberId(cells.get('id') ?? ''),
    mail: cell('mail'),
    antenna: cell('antenna'),
    status: cell('status'),
    referent: cell('referent'),
  };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

function recordsOf(
  text: string,
): { readonly records: readonly Row[] } | { readonly problem: Directory['problems'][number] } {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter: separatorOf(text),
      trim: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: LONGEST_LINE,
    });
    return {
      records: Records.parse(parsed).map(({ record, info }) => ({ line: info.lines, cells: record })),
    };
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1;
    return { problem: { line, message: 'The line cannot be read as CSV: check its quotation marks.' } };
  }
}
