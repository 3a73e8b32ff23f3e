import { isKept, showIn } from './content.ts';
import { closeDrawer, openSheet } from './drawer.ts';
import { itemsTable } from './items.ts';
import { DATA } from './page-data.ts';
import { isLanguage, language } from './words.ts';

/** The address says what is shown: `#links?q=…&s=…&f=…&c=…&sort=…&cols=…&item=…&lang=…`. */
export function writeAddress(): void {
  const { state, kind } = itemsTable;
  const parts = new URLSearchParams();
  if (state.query !== '') parts.set('q', state.query);
  if (state.severities.size > 0) parts.set('s', [...state.severities].join(','));
  if (state.chip !== '') parts.set('f', state.chip);
  if (state.check !== '') parts.set('c', state.check);
  const sort = `${state.descending ? '-' : ''}${state.sort}`;
  if (sort !== `-${kind.sort}`) parts.set('sort', sort);
  const hidden = listed(state.hidden);
  if (hidden !== listed(kind.hidden)) parts.set('cols', hidden);
  const sheet = openSheet();
  const row = sheet?.table === itemsTable ? state.matches[sheet.at] : undefined;
  if (row !== undefined) parts.set('item', kind.key(row));
  if (language() !== DATA.language) parts.set('lang', language());
  const text = parts.toString();
  history.replaceState(null, '', text === '' ? '#links' : `#links?${text}`);
}

function listed(names: Iterable<string>): string {
  return [...names].sort().join(',');
}

/** Puts the view back that an address tells; an address that only names a section changes nothing. */
export function readAddress(hash: string): void {
  const [anchor = '', query] = hash.replace(/^#/, '').split('?');
  if (query === undefined) return;
  const parts = new URLSearchParams(query);
  const wanted = parts.get('lang');
  if (isLanguage(wanted) && isKept(wanted)) showIn(wanted);
  const { state, kind } = itemsTable;
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
  closeDrawer({ focus: false });
  itemsTable.setUp();
  document.getElementById(anchor === 'links' ? 'exposed' : anchor)?.scrollIntoView();
  const item = parts.get('item');
  const at = item === null ? -1 : state.matches.findIndex((row) => kind.key(row) === item);
  if (at < 0) {
    history.replaceState(null, '', hash);
    return;
  }
  itemsTable.focusRow(at);
  itemsTable.open(at);
  document.querySelector('[data-table="items"] tr.current')?.scrollIntoView({ block: 'center' });
}
