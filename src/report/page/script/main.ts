import { readAddress, writeAddress } from './address.ts';
import { isKept, remember, remembered, setUpContent, showIn, showTheme, TABLES } from './content.ts';
import { closeDrawer, keepFocusInside, openSheet } from './drawer.ts';
import { first } from './elements.ts';
import { itemsTable } from './items.ts';
import { arePrinted, removeSheets } from './member-sheet.ts';
import type { AnyTable } from './table-types.ts';
import { onViewChange } from './view-change.ts';
import { isLanguage } from './words.ts';

const STEPS: ReadonlyMap<string, number> = new Map([
  ['j', 1],
  ['n', 1],
  ['k', -1],
  ['p', -1],
]);

/** What keys do: `/` search, `j` and `k` next and previous row, Escape closes and clears. */
function onKey(event: KeyboardEvent): void {
  if (event.key === 'Tab') keepFocusInside(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const focused = document.activeElement;
  const isTyping = focused?.matches('input, textarea, select') === true;
  if (event.key === 'Escape') {
    leave(focused);
    return;
  }
  const step = STEPS.get(event.key);
  if (isTyping || (event.key !== '/' && step === undefined)) return;
  event.preventDefault();
  if (step === undefined) search(tableInView());
  else move(tableInView(), step);
}

/** One step back: the open menu, the search that is being typed, the sheet, the search, the box. */
function leave(focused: Element | null): void {
  if (closeMenus()) return;
  const isSearching = focused?.matches('input[type="search"]') === true;
  if (isSearching && tableOf(focused)?.clearSearch() === true) return;
  if (openSheet() !== null) closeDrawer();
  else if (!tableInView().clearSearch() && focused instanceof HTMLInputElement) focused.blur();
}

/** To another row; an open sheet goes along. */
function move(table: AnyTable, step: number): void {
  const isOpen = openSheet()?.table === table;
  const to = Math.max(0, Math.min(table.size() - 1, table.current() + step));
  table.focusRow(to);
  if (isOpen) table.open(to);
}

/** Closes open menus but the one that a click was in; whether there was one. */
function closeMenus(clicked: Node | null = null): boolean {
  const open = [...document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')].filter(
    (menu) => !menu.contains(clicked),
  );
  for (const menu of open) menu.open = false;
  return open.length > 0;
}

function search(table: AnyTable): void {
  const panel = table.panel();
  if (panel === null) return;
  first('input[type="search"]', panel)?.focus();
  panel.scrollIntoView({ block: 'nearest' });
}

function tableInView(): AnyTable {
  return openSheet()?.table ?? tableOf(document.activeElement) ?? itemsTable;
}

/** The table that an element is in. */
function tableOf(element: Element | null): AnyTable | undefined {
  const panel = element?.closest('[data-table]');
  return TABLES.find((table) => table.panel() === panel);
}

function onClick({ target }: MouseEvent): void {
  if (!(target instanceof Element)) return;
  closeMenus(target);
  const switched = target.closest('[data-set-language], [data-set-theme], [data-print]');
  if (!(switched instanceof HTMLElement)) return;
  const { setLanguage, setTheme, print } = switched.dataset;
  if (isLanguage(setLanguage)) showIn(setLanguage);
  if (setTheme !== undefined) {
    showTheme(setTheme);
    remember('theme', setTheme);
  }
  if (print !== undefined) window.print();
}

const FOLDED = 'details.fold';

function beforePrint(): void {
  if (arePrinted()) return;
  for (const details of document.querySelectorAll<HTMLDetailsElement>(FOLDED)) {
    details.dataset['wasOpen'] = String(details.open);
    details.open = true;
  }
  for (const table of TABLES) table.showAllForPrint(true);
}

function afterPrint(): void {
  if (arePrinted()) {
    removeSheets();
    return;
  }
  for (const details of document.querySelectorAll<HTMLDetailsElement>('details[data-was-open]'))
    details.open = details.dataset['wasOpen'] === 'true';
  for (const table of TABLES) table.showAllForPrint(false);
}

document.documentElement.classList.add('js');
onViewChange(writeAddress);
document.addEventListener('keydown', onKey);
document.addEventListener('click', onClick);
addEventListener('hashchange', () => readAddress(location.hash));
addEventListener('beforeprint', beforePrint);
addEventListener('afterprint', afterPrint);

showTheme(remembered('theme'));
setUpContent();
const wanted = remembered('language');
if (isLanguage(wanted) && isKept(wanted) && !location.hash.includes('lang=')) showIn(wanted);
readAddress(location.hash);
