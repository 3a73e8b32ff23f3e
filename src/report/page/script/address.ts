import { foldersTable } from './access/folders.ts';
import { subjectsTable } from './access/subjects.ts';
import { isKept, showIn } from './content.ts';
import { closeDrawer, openSheet } from './drawer.ts';
import { itemsTable } from './items.ts';
import { DATA } from './page-data.ts';
import type { Table, TableId } from './table-types.ts';
import { isLanguage, language } from './words.ts';

/** A table whose view stands in the address: the section that names it there, and what is scrolled to. */
interface Addressed {
  readonly section: string;
  readonly anchor: string;
  write(parts: URLSearchParams): void;
  read(parts: URLSearchParams): void;
}

const ADDRESSED: Readonly<Record<Exclude<TableId, 'members'>, Addressed>> = {
  items: addressed(itemsTable, 'links', 'exposed'),
  subjects: addressed(subjectsTable, 'access', 'access'),
  folders: addressed(foldersTable, 'folders', 'folders'),
};

/** The address says what is shown: `#links?q=…&s=…&f=…&c=…&sort=…&cols=…&item=…&lang=…`. */
export function writeAddress(id: TableId): void {
  const { section, write } = ADDRESSED[id === 'members' ? 'items' : id];
  const parts = new URLSearchParams();
  write(parts);
  if (language() !== DATA.language) parts.set('lang', language());
  const text = parts.toString();
  history.replaceState(null, '', text === '' ? `#${section}` : `#${section}?${text}`);
}

/** Puts the view back that an address tells; an address that only names a section changes nothing. */
export function readAddress(hash: string): void {
  const [section = '', query] = hash.replace(/^#/, '').split('?');
  if (query === undefined) return;
  const parts = new URLSearchParams(query);
  const wanted = parts.get('lang');
  if (isLanguage(wanted) && isKept(wanted)) showIn(wanted);
  const shown = Object.values(ADDRESSED).find((one) => one.section === section);
  const { read, anchor } = shown ?? ADDRESSED.items;
  closeDrawer({ focus: false });
  read(parts);
  if (openSheet() !== null) return;
  document.getElementById(shown === undefined ? section : anchor)?.scrollIntoView();
  history.replaceState(null, '', hash);
}

function addressed<Row>(table: Table<Row>, section: string, anchor: string): Addressed {
  const { state, kind } = table;
  return {
    ...{ section, anchor },
    write(parts) {
      if (state.query !== '') parts.set('q', state.query);
      if (state.severities.size > 0) parts.set('s', [...state.severities].join(','));
      if (state.chip !== '') parts.set('f', state.chip);
      if (state.check !== '') parts.set('c', state.check);
      const sort = `${state.descending ? '-' : ''}${state.sort}`;
      if (sort !== `-${kind.sort}`) parts.set('sort', sort);
      const hidden = listed(state.hidden);
      if (hidden !== listed(kind.hidden)) parts.set('cols', hidden);
      const sheet = openSheet();
      const row = sheet?.table === table ? state.matches[sheet.at] : undefined;
      if (row !== undefined) parts.set('item', kind.key(row));
    },
    read(parts) {
      state.query = parts.get('q') ?? '';
      state.severities = new Set((parts.get('s') ?? '').split(',').filter((one) => one !== ''));
      state.chip = parts.get('f') ?? '';
      state.check = parts.get('c') ?? '';
      const sort = parts.get('sort') ?? `-${kind.sort}`;
      const id = sort.replace(/^-/, '');
      state.sort = kind.columns.find((column) => column.id === id)?.id ?? kind.sort;
      state.descending = sort.startsWith('-');
      const hidden = parts.get('cols')?.split(',') ?? kind.hidden;
      state.hidden = new Set(kind.optional.filter((column) => hidden.includes(column)));
      table.setUp();
      const item = parts.get('item');
      const at = item === null ? -1 : state.matches.findIndex((row) => kind.key(row) === item);
      if (at < 0) return;
      document.getElementById(anchor)?.scrollIntoView();
      table.focusRow(at);
      table.open(at);
      document.querySelector(`[data-table="${kind.id}"] tr.current`)?.scrollIntoView({ block: 'center' });
    },
  };
}

function listed(names: Iterable<string>): string {
  return [...names].sort().join(',');
}
