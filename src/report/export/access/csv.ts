import type { Way } from '../../../access/types.ts';
import { reasonSentence } from '../../../model/reasons/sentence.ts';
import { rightsOf } from '../../../model/share.ts';
import { isoOrNull } from '../../../model/time.ts';

import type { ReportInput } from '../../input.ts';
import { type Cell, csv } from '../csv-cells.ts';
import { type AccessAnswer, type AnswerRow, subjectId, treeOf } from './answer.ts';

export const ACCESS_COLUMNS = [
  'change',
  'subject_kind',
  'subject',
  'name',
  'disabled',
  'owner',
  'space',
  'path',
  'is_folder',
  'rights',
  'permissions',
  'ways',
  'since',
  'until',
  'unknown',
] as const;

/** An answer as a table: one row per subject and thing, then a row for each reason why some may be missing. Columns: see `docs/exports.md`. */
export function accessCsv(
  answer: AccessAnswer,
  form: Pick<ReportInput, 'csvDialect' | 'organisation'>,
): string {
  const gaps = [...answer.known.gaps, ...(answer.since?.notComparable ?? [])];
  const rows = [
    ...answer.rows.map((row) => cellsOf(row, answer)),
    ...gaps.map((gap) => ACCESS_COLUMNS.map((name) => (name === 'unknown' ? reasonSentence([gap]) : null))),
  ];
  return csv(ACCESS_COLUMNS, rows, form);
}

function cellsOf(row: AnswerRow, { facts, names }: AccessAnswer): readonly Cell[] {
  const { subject, place, grant } = row;
  const tree = treeOf(place, facts);
  return [
    row.change,
    subject.kind,
    subjectId(subject),
    subject.kind === 'person' ? (names.get(subject.id) ?? null) : null,
    row.isSuspended,
    tree.kind === 'member' ? tree.name : null,
    tree.kind === 'space' ? tree.name : null,
    place.path,
    row.isFolder,
    rightsOf(grant),
    grant.permissions.join(' '),
    grant.ways.map(wayCell).join('; '),
    isoOrNull(grant.since),
    grant.until,
    null,
  ];
}

/** `group:photo on /Photos`: by which share or group folder, and where it stands if not on the thing itself. */
function wayCell(way: Way): string {
  if (way.kind === 'owner') return 'owner';
  if (way.kind === 'space') return way.group === null ? 'space' : `space group:${way.group}`;
  const { share, group, above } = way;
  const to = group ?? share.recipient;
  const named = to === null ? share.type : `${share.type}:${to}`;
  return above === null ? named : `${named} on ${above}`;
}
