import { ownerText } from '../../common/access-names.ts';
import { type FolderColumn, type FolderRow, folderRow } from '../../common/access-rows.ts';
import {
  FOLDER_CHIPS,
  type FolderMarks,
  type FolderPlace,
  folderPasses,
  folderTree,
  openFolders,
} from '../../common/folder-tree.ts';
import { type Child, el } from '../elements.ts';
import { nameOf, strongIf, tagIf } from '../marks.ts';
import { makeTable } from '../table.ts';
import type { Column, TableRow } from '../table-types.ts';
import { fold } from '../texts.ts';
import { sayAccess } from '../words.ts';
import { accessLanguage, freshFiles, model, NAMES, widerFiles } from './model.ts';
import { thingSheet } from './sheets.ts';

interface Folder extends TableRow, FolderPlace, FolderMarks {}

function rows(): readonly Folder[] {
  const tree = folderTree(model(), NAMES);
  const open = openFolders(model(), tree);
  const [fresh, wider] = [freshFiles(), widerFiles()];
  return tree.map((place, at) => {
    const { thing } = place;
    return {
      ...place,
      at,
      isOpen: open.has(thing),
      isWider: wider.has(thing.fileId),
      isFresh: fresh.has(thing.fileId),
      search: fold(`${NAMES.path(thing.place, thing.path)}\n${ownerText(thing, NAMES)}`),
      severity: 'none',
      checks: new Set(),
    };
  });
}

let last: { readonly row: Folder; readonly language: string; readonly cells: FolderRow } | null = null;

function cellsOf(row: Folder): FolderRow {
  const language = accessLanguage();
  if (last === null || last.row !== row || last.language !== language.format.language)
    last = {
      row,
      language: language.format.language,
      cells: folderRow(row, model().whoReachesThing(row.thing).reachers, NAMES, language),
    };
  return last.cells;
}

function column(
  id: FolderColumn,
  cell: (cells: FolderRow, opener: (text: string) => HTMLElement) => Child | readonly Child[],
  plain: (cells: FolderRow) => string,
): Column<Folder> {
  return {
    id,
    // The tree has one order: each folder below the one that holds it.
    sort: ({ at }) => -at,
    cell: (row, opener) => cell(cellsOf(row), opener),
    plain: (row) => plain(cellsOf(row)),
  };
}

const COLUMNS: readonly Column<Folder>[] = [
  column('folder', folderCell, ({ path }) => path),
  column(
    'owner',
    ({ owner }) => nameOf(owner),
    ({ owner }) => owner,
  ),
  column(
    'reachers',
    ({ reachers, isOpen }) => strongIf(isOpen, reachers),
    ({ reachers }) => reachers,
  ),
  column(
    'widest',
    ({ widest, isWide }) => strongIf(isWide, widest),
    ({ widest }) => widest,
  ),
  column(
    'oldest',
    ({ oldest }) => oldest,
    ({ oldest }) => oldest,
  ),
];

function folderCell(
  { path, depth, isWider, isFresh }: FolderRow,
  opener: (text: string) => HTMLElement,
): Child {
  const wider = isWider ? el('span', { class: 'tag warn' }, sayAccess('wider')) : null;
  return el('span', { class: `path depth-${depth}` }, opener(path), wider, tagIf(isFresh, 'item.fresh'));
}

/** The tree of shared folders. */
export const foldersTable = makeTable<Folder>({
  id: 'folders',
  rows: rows(),
  columns: COLUMNS,
  optional: [],
  hidden: [],
  sort: 'folder',
  searchKey: 'js.searchFolders',
  shortcut: null,
  passes(row, name) {
    const chip = FOLDER_CHIPS.find((one) => one === name);
    return chip === undefined || folderPasses(row, chip);
  },
  tools: () => ({ before: null, behind: null }),
  sheet: ({ thing }) => thingSheet(thing, null),
  key: ({ thing }) => thing.fileId,
});
