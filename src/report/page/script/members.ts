import { SHOWN_STATUSES } from '../../../model/coverage.ts';
import { type MemberColumn, type MemberRow, ZERO } from '../common/member-row.ts';
import { button, type Child, el } from './elements.ts';
import { meterBar } from './marks.ts';
import { cellsOf, type Member, memberFrom } from './member.ts';
import { memberSheet, printSheets } from './member-sheet.ts';
import { DATA } from './page-data.ts';
import { makeTable } from './table.ts';
import type { Column } from './table-types.ts';
import { joined } from './texts.ts';
import { say } from './words.ts';

type FigureColumn = Exclude<MemberColumn, 'member' | 'fill' | 'coverage'>;

/** A column of numbers, the largest first. */
function figure(id: FigureColumn, value: (member: Member) => number): Column<Member> {
  return {
    id,
    falls: true,
    sort: value,
    cell: (member) => countCell(cellsOf(member)[id]),
    plain: (member) => plainNumber(value(member)),
  };
}

function countCell(text: string): Child {
  return text === ZERO ? el('span', { class: 'zero' }, text) : text;
}

/** What is not known is no number in a copy. */
function plainNumber(value: number): number | '' {
  return value < 0 ? '' : value;
}

function fillCell({ meter, percent }: MemberRow): readonly Child[] {
  return [meter === null ? '' : meterBar(meter), el('strong', {}, percent)];
}

const COLUMNS: readonly Column<Member>[] = [
  {
    id: 'member',
    sort: ({ search }) => search,
    cell: ({ facts }, opener) => [
      opener(facts.id),
      el('span', { class: 'second' }, joined([facts.antenna, facts.name])),
    ],
    plain: ({ facts }) => facts.id,
  },
  {
    id: 'fill',
    falls: true,
    className: 'fill',
    sort: ({ data }) => data.tenths,
    cell: (member) => fillCell(cellsOf(member)),
    plain: ({ data }) => plainNumber(data.tenths / 10),
  },
  figure('used', ({ data }) => data.used),
  figure('quota', ({ data }) => data.quota),
  figure('freeable', ({ data }) => data.freeable),
  figure('links', ({ data }) => data.linksWithoutPassword),
  figure('severe', ({ data }) => data.severe),
  figure('findings', ({ data }) => data.findings),
  {
    id: 'coverage',
    sort: ({ facts }) => SHOWN_STATUSES.indexOf(facts.coverage),
    cell: (member) => el('span', { class: `st-${member.facts.coverage}` }, cellsOf(member).coverage),
    plain: (member) => cellsOf(member).coverage,
  },
];

/** The table of members. */
export const membersTable = makeTable<Member>({
  id: 'members',
  rows: DATA.members.map(memberFrom),
  columns: COLUMNS,
  optional: [],
  hidden: [],
  sort: 'fill',
  searchKey: 'js.searchMembers',
  shortcut: null,
  passes: () => true,
  tools: ({ state }) => ({
    before: null,
    behind: button(say('js.printAll'), () => printSheets(state.matches)),
  }),
  sheet: memberSheet,
  key: ({ facts }) => facts.id,
});
