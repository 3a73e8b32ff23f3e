import type { AccessSubject } from '../../../../access/types.ts';
import { groupId, memberId } from '../../../../model/ids.ts';
import { RIGHTS } from '../../../../model/share.ts';
import { TOTALS, type TotalsData } from '../../common/access-data.ts';
import { outsideSubject } from '../../common/access-facts.ts';
import { subjectText } from '../../common/access-names.ts';
import {
  isOutside,
  type ReachTotals,
  SUBJECT_CHIPS,
  type SubjectColumn,
  type SubjectRow,
  subjectPasses,
  subjectRow,
  totalsOf,
} from '../../common/access-rows.ts';
import type { Packed } from '../../common/packed.ts';
import { type Child, el } from '../elements.ts';
import { isolated, strongIf, tagIf } from '../marks.ts';
import { DATA } from '../page-data.ts';
import { makeTable } from '../table.ts';
import type { Column, TableRow } from '../table-types.ts';
import { fold } from '../texts.ts';

import { accessLanguage, isFreshWay, model, NAMES } from './model.ts';
import { subjectSheet } from './sheets.ts';

/** Somebody of whom it can be asked what they reach. */
interface Subject extends TableRow {
  readonly subject: AccessSubject;
  /** Those who may be somebody without an account are shown unasked. */
  readonly isOutside: boolean;
  totals(): ReachTotals;
}

const DAY = 86_400_000;

function outsiderFrom(packed: Packed<TotalsData>, at: number): Subject {
  const data = TOTALS.unpack(packed);
  const { things, widest, oldest, endless, fresh } = data;
  const totals = {
    ...{ things, endless, fresh },
    widest: RIGHTS[widest] ?? null,
    oldest: oldest < 0 ? null : oldest * DAY,
  };
  return rowOf(outsideSubject(data, DATA.access, model().facts), at, () => totals);
}

/** Of accounts and groups the numbers are counted where a row of theirs is shown. */
function insiderFrom(subject: AccessSubject, at: number): Subject {
  let totals: ReachTotals | null = null;
  return rowOf(subject, at, () => {
    totals ??= totalsOf(model().reachOf(subject).things, subject, isFreshWay);
    return totals;
  });
}

function rowOf(subject: AccessSubject, at: number, totals: () => ReachTotals): Subject {
  const about = subject.kind === 'person' ? NAMES.about(subject.id) : '';
  const text = subjectText(subject, NAMES, accessLanguage());
  return {
    ...{ at, subject, totals },
    isOutside: isOutside(subject),
    search: fold(`${text}\n${about}`),
    severity: 'none',
    checks: new Set(),
  };
}

/** Everybody with an account who is named somewhere, and every group. */
function insiders(): readonly AccessSubject[] {
  return [
    ...DATA.people.map((_, at) => ({ kind: 'person' as const, id: memberId(String(at)) })),
    ...DATA.access.groups.map((_, at) => ({ kind: 'group' as const, id: groupId(String(at)) })),
  ];
}

const outsiders = DATA.access.totals.map(outsiderFrom);
const ROWS: readonly Subject[] = [
  ...outsiders,
  ...insiders().map((subject, at) => insiderFrom(subject, outsiders.length + at)),
];

let last: { readonly row: Subject; readonly language: string; readonly cells: SubjectRow } | null = null;

function cellsOf(row: Subject): SubjectRow {
  const language = accessLanguage();
  if (last === null || last.row !== row || last.language !== language.format.language)
    last = {
      row,
      language: language.format.language,
      cells: subjectRow(row.subject, row.totals(), NAMES, language),
    };
  return last.cells;
}

function column(
  id: SubjectColumn,
  sort: (totals: ReachTotals, row: Subject) => string | number,
  cell: (cells: SubjectRow, opener: (text: string) => HTMLElement) => Child | readonly Child[],
  plain: (cells: SubjectRow, row: Subject) => string | number,
  falls?: true,
): Column<Subject> {
  return {
    id,
    ...(falls && { falls }),
    sort: (row) => sort(row.totals(), row),
    cell: (row, opener) => cell(cellsOf(row), opener),
    plain: (row) => plain(cellsOf(row), row),
  };
}

const COLUMNS: readonly Column<Subject>[] = [
  column(
    'who',
    (_, { search }) => search,
    ({ who, about, isFresh }, opener) => [
      opener(who),
      tagIf(isFresh, 'item.fresh'),
      el('span', { class: 'second' }, isolated(about)),
    ],
    ({ who }) => who,
  ),
  column(
    'kind',
    (_, { subject }) => subject.kind,
    ({ kind }) => kind,
    ({ kind }) => kind,
  ),
  column(
    'things',
    ({ things }) => things,
    ({ things }) => things,
    (_, row) => row.totals().things,
    true,
  ),
  column(
    'widest',
    ({ widest }) => (widest === null ? -1 : RIGHTS.indexOf(widest)),
    ({ widest, isWide }) => strongIf(isWide, widest),
    ({ widest }) => widest,
    true,
  ),
  column(
    'oldest',
    ({ oldest }) => oldest ?? 0,
    ({ oldest }) => oldest,
    ({ oldest }) => oldest,
  ),
  column(
    'endless',
    ({ endless }) => endless,
    ({ endless }) => endless,
    (_, row) => row.totals().endless,
    true,
  ),
];

/** The table of those outside, in which a search finds everybody. */
export const subjectsTable = makeTable<Subject>({
  id: 'subjects',
  rows: ROWS,
  columns: COLUMNS,
  optional: [],
  hidden: [],
  sort: 'things',
  searchKey: 'js.searchSubjects',
  shortcut: null,
  isAskedFor: ({ isOutside }) => !isOutside,
  passes(row, name) {
    const chip = SUBJECT_CHIPS.find((one) => one === name);
    return chip === undefined || (row.isOutside && subjectPasses(row.totals(), chip));
  },
  tools: () => ({ before: null, behind: null }),
  sheet: ({ subject }) => subjectSheet(subject),
  key: ({ subject }) => keyOf(subject),
});

/** Names a subject in the page's address. */
function keyOf(subject: AccessSubject): string {
  return `${subject.kind}:${subjectText(subject, NAMES, accessLanguage())}`;
}
