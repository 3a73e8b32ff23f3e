import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { because, type Reason } from '../model/reasons/reason.ts';
import type { ListedLink } from '../model/register/entry.ts';
import { separatorOf } from '../model/text/written-text.ts';
import { type Listed, type Reader, shortText } from './listed.ts';
import { urlOf } from './share-link.ts';

/** The names that a column may have, in lower case and without accents. */
const COLUMNS = {
  link: ['link', 'url', 'address', 'lien', 'adresse', 'enlace', 'collegamento', 'koppeling', 'ligacao'],
  purpose: [
    'purpose',
    'title',
    'name',
    'usage',
    'objet',
    'intitule',
    'titre',
    'nom',
    'a quoi il sert',
    'zweck',
  ],
  owner: ['owner', 'keeper', 'responsable', 'proprietaire', 'tenu par', 'referent'],
  until: ['until', 'end', 'expires', 'jusqu au', 'jusqu a', 'fin', 'echeance'],
  licence: ['licence', 'license', 'right', 'rights', 'droit', 'droits', 'lizenz', 'licencia', 'licenza'],
} as const;
type Column = keyof typeof COLUMNS;

const LONGEST_LINE = 10_000;
/** Maximum number of lines that a reason names. */
const MOST_NAMED = 5;

const Records = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }));

/**
 * Reads a register kept as CSV: a line of column names, of which only the link is required, in any order; separated by commas,
 * semicolons or tabs. Lines of other servers are counted. A line that cannot be understood makes the whole unknown: what it
 * was about to allow must not be reported as forbidden.
 */
export function listInCsv(text: string, { readShareLink, hashToken }: Reader): Listed {
  const rows = rowsOf(text);
  if ('missing' in rows) return rows;
  const [header, ...lines] = rows.rows;
  const names = (header?.cells ?? []).map(columnOf);
  if (!names.includes('link')) return { missing: because('list.no-columns') };
  const links = new Map<string, ListedLink>();
  const others = new Set<string>();
  const wrong: Reason[] = [];
  for (const { line, cells } of lines) {
    const cell = (column: Column) => cells[names.indexOf(column)]?.trim() ?? '';
    const given = cell('link');
    if (given === '' && cells.every((one) => one.trim() === '')) continue;
    const until = dayOf(cell('until'));
    const url = urlOf(given);
    const token = readShareLink(given);
    const hash = token === null ? null : hashToken(token);
    if (url === null) wrong.push(because('list.line-no-link', { line }));
    else if (until === 'unread') wrong.push(because('list.line-no-day', { line, text: cell('until') }));
    else if (hash === null) others.add(url.href);
    else if (!links.has(hash)) {
      const has = (column: Column) => names.includes(column);
      links.set(hash, {
        ...{ origin: 'csv', tokenHash: hash, purpose: shortText(cell('purpose')) ?? '' },
        ...(has('owner') && { owner: shortText(cell('owner')) }),
        ...(has('licence') && { licence: shortText(cell('licence')) }),
        ...(has('until') && { until }),
      });
    }
  }
  if (wrong.length > 0) return { missing: because('list.lines', { lines: wrong.slice(0, MOST_NAMED) }) };
  return { links: [...links.values()], others: others.size };
}

function columnOf(name: string): Column | null {
  const plain = name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();
  const found = Object.entries(COLUMNS).find(([, names]) => names.some((one) => one === plain));
  // The keys of our own table.
  return (found?.[0] as Column | undefined) ?? null;
}

/** `YYYY-MM-DD`, or as it is written in most of Europe; null where there is none. */
function dayOf(text: string): string | null | 'unread' {
  if (text === '') return null;
  const [, day, month, year] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  const iso =
    day === undefined || month === undefined
      ? text
      : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return z.iso.date().safeParse(iso).success ? iso : 'unread';
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

function rowsOf(text: string): { readonly rows: readonly Row[] } | { readonly missing: Reason } {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      delimiter: separatorOf(text, ['\t', ';', ',']),
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: LONGEST_LINE,
    });
    return { rows: Records.parse(parsed).map(({ record, info }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    const line = error instanceof Error && 'lines' in error ? Number(error.lines) : 1;
    return { missing: because('list.not-csv', { line }) };
  }
}
