import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { separatorOf } from '../model/text/written-text.ts';
import type { Imported, ImportReading } from './imported.ts';

/** Characters; a longer one is a quotation mark that was never closed. */
const LONGEST_LINE = 10_000;
const HEADER = ['uid', 'login', 'password'];
const Rows = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/** Reads `uid,login,password`, with or without that header, also with semicolons or tabs; a blank login is the uid. */
export function readCsv(text: string): ImportReading {
  const options = {
    delimiter: separatorOf(text, ['\t', ',', ';']),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_LINE,
  } as const;
  try {
    const rows = Rows.parse(parse(text, options));
    const isHeader = rows[0]?.record.map((cell) => cell.trim().toLowerCase()).join() === HEADER.join();
    const read = rows
      .slice(isHeader ? 1 : 0)
      .map(({ record, info }) => readRow(record, `line ${info.lines}`));
    return {
      imported: read.flatMap((one) => (typeof one === 'string' ? [] : [one])),
      problems: read.filter((one) => typeof one === 'string'),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // Its message quotes the file.
    return { imported: [], problems: [`line ${String(error['lines'])}: this is no CSV (${error.code})`] };
  }
}

function readRow(cells: readonly string[], where: string): Imported | string {
  const [uid, login, password, ...more] = cells;
  if (uid === undefined || login === undefined || password === undefined || more.length > 0) {
    return `${where}: must be three cells: ${HEADER.join(',')}`;
  }
  return { where, uid, login: login === '' ? uid : login, password };
}
