import { RIGHTS } from '../../../model/share.ts';
import {
  CHIPS,
  HIDDEN_COLUMNS,
  type ItemColumn,
  type ItemRow,
  OPTIONAL_COLUMNS,
  passes,
  takesPassword,
} from '../common/item-row.ts';
import { copy } from './clipboard.ts';
import { button, type Child, el, svg } from './elements.ts';
import { cellsOf, type Item, itemFrom } from './item.ts';
import { itemSheet } from './item-sheet.ts';
import { isolated, nameOf, severityMark, strongIf, tagIf } from './marks.ts';
import { DATA, person } from './page-data.ts';
import { makeTable } from './table.ts';
import type { Column } from './table-types.ts';
import { say } from './words.ts';

/** A column whose cells show texts of the row. */
function column(
  id: ItemColumn,
  sort: Column<Item>['sort'],
  cell: (cells: ItemRow, opener: (text: string) => HTMLElement) => Child | readonly Child[],
  { falls, plain }: { readonly falls?: true; readonly plain: (cells: ItemRow, item: Item) => string },
): Column<Item> {
  return {
    id,
    ...(falls && { falls }),
    sort,
    cell: (item, opener) => cell(cellsOf(item), opener),
    plain: (item) => plain(cellsOf(item), item),
  };
}

const PASSWORD_ORDER: readonly Item['password'][] = ['no', 'unknown', 'yes'];

const COLUMNS: readonly Column<Item>[] = [
  column(
    'severity',
    ({ data }) => (data.severity < 0 ? -9 : -data.severity),
    ({ severity }) => severityMark(severity),
    { falls: true, plain: ({ word }) => word },
  ),
  column('path', ({ search }) => search, pathCell, { plain: ({ path }) => path }),
  column(
    'owner',
    ({ data }) => person(data.owner).id,
    ({ owner, antenna }) => [nameOf(owner), el('span', { class: 'second' }, antenna)],
    { plain: ({ owner }) => owner },
  ),
  column(
    'rights',
    ({ rights }) => RIGHTS.indexOf(rights),
    ({ strongRights, rights }) => strongIf(strongRights, rights),
    { falls: true, plain: ({ rights }) => rights },
  ),
  column(
    'password',
    (item) => (takesPassword(item) ? PASSWORD_ORDER.indexOf(item.password) : PASSWORD_ORDER.length),
    ({ noPassword, password }) => strongIf(noPassword, password),
    { plain: ({ password }) => password },
  ),
  column(
    'end',
    ({ data, end }) => (end === null ? '9999' : String(data.end)),
    ({ noEnd, end }) => strongIf(noEnd, end),
    { falls: true, plain: ({ end }, { data }) => (typeof data.end === 'string' ? data.end : end) },
  ),
  column(
    'age',
    ({ data }) => -(data.made ?? 0),
    ({ age }) => age,
    { falls: true, plain: ({ age }) => age },
  ),
  column(
    'type',
    ({ kind }) => kind,
    ({ type }) => type,
    { plain: ({ type }) => type },
  ),
  column(
    'recipient',
    (item) => cellsOf(item).recipient,
    ({ recipient }) => isolated(recipient),
    { plain: ({ recipient }) => recipient },
  ),
  column(
    'label',
    ({ data }) => data.label || '',
    ({ label }) => isolated(label),
    { plain: ({ label }) => label },
  ),
  column(
    'since',
    ({ since }) => since ?? Number.POSITIVE_INFINITY,
    ({ since }) => since,
    { plain: ({ since }) => since },
  ),
];

function pathCell(cells: ItemRow, opener: (text: string) => HTMLElement): readonly Child[] {
  const icon = svg(
    'svg',
    { class: 'icon', role: 'img', 'aria-label': cells.kind },
    svg('use', { href: `#i-${cells.icon}` }),
  );
  const more = cells.more === '' ? null : el('span', { title: cells.others }, ` ${cells.more}`);
  return [
    el('span', { class: 'path' }, icon, opener(cells.path), tagIf(cells.isNew, 'item.fresh')),
    el('span', { class: 'second' }, cells.title, more, ' ', tagIf(cells.hasNewFinding, 'item.freshFinding')),
  ];
}

/** The table of exposed items. */
export const itemsTable = makeTable<Item>({
  id: 'items',
  rows: DATA.items.map(itemFrom),
  columns: COLUMNS,
  optional: OPTIONAL_COLUMNS,
  hidden: HIDDEN_COLUMNS,
  sort: 'severity',
  searchKey: 'js.search',
  shortcut: '/',
  passes(item, name) {
    const chip = CHIPS.find((one) => one === name);
    return chip === undefined || passes(item, chip);
  },
  tools: () => ({ before: button(say('js.copyLink'), () => copy(location.href)), behind: null }),
  sheet: itemSheet,
  key: ({ kind, data }) => `${kind}-${data.id}`,
});
