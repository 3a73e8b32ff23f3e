import { all, button, el, first } from './elements.ts';
import { isolated, severityMark } from './marks.ts';
import type { AnyTable, Sheet, Table } from './table-types.ts';
import { viewChanged } from './view-change.ts';
import { say } from './words.ts';

interface OpenSheet {
  readonly table: AnyTable;
  readonly at: number;
}

let now: OpenSheet | null = null;

/** The sheet that is open: its table, and the place of its row among those that match. */
export function openSheet(): OpenSheet | null {
  return now;
}

/** Opens the sheet of a row beside its table, and moves the focus into it. */
export function openDrawer<Row>(table: Table<Row>, at: number): void {
  if (now !== null && now.table !== table) closeDrawer({ focus: false });
  const drawer = drawerOf(table);
  const row = table.state.matches[at];
  if (drawer === null || row === undefined) return;
  now = { table, at };
  fill(drawer, table.kind.sheet(row), now);
  drawer.parentElement?.classList.add('open');
  table.mark();
}

/** Shows another sheet where one is open: what somebody reaches leads to who else does. */
export function showWithin(sheet: Sheet): void {
  const drawer = now === null ? null : drawerOf(now.table);
  if (now !== null && drawer !== null) fill(drawer, sheet, now);
}

function fill(drawer: HTMLElement, sheet: Sheet, { table, at }: OpenSheet): void {
  const heading = el('h3', { id: 'drawer-title', tabindex: '-1' }, isolated(sheet.title));
  drawer.replaceChildren(
    el(
      'div',
      { class: 'drawer-head' },
      barOf(sheet, table, at),
      heading,
      el('p', { class: 'second' }, isolated(sheet.under)),
    ),
    el(
      'div',
      { class: 'drawer-body', tabindex: '0', role: 'region', 'aria-label': sheet.title },
      ...sheet.body,
    ),
    el('div', { class: 'drawer-foot' }, ...sheet.foot),
  );
  drawer.setAttribute('role', 'dialog');
  drawer.setAttribute('aria-labelledby', 'drawer-title');
  drawer.hidden = false;
  heading.focus({ preventScroll: true });
}

function drawerOf({ id }: AnyTable): HTMLElement | null {
  return first(`[data-drawer="${id}"]`);
}

function barOf({ severity, lead }: Sheet, table: AnyTable, at: number): HTMLElement {
  const step = (key: 'js.previous' | 'js.next', sign: string, to: number) =>
    button(
      sign,
      () => {
        table.focusRow(to);
        table.open(to);
      },
      { class: 'icon-button', 'aria-label': say(key), disabled: to < 0 || to >= table.size() },
    );
  return el(
    'div',
    { class: 'drawer-bar' },
    el(
      'span',
      { class: `lead ${severity}` },
      ...(lead === null ? [say('js.sheet')] : [severityMark(severity), `· ${lead}`]),
    ),
    step('js.previous', '↑', at - 1),
    step('js.next', '↓', at + 1),
    button('✕', () => closeDrawer(), { class: 'icon-button', 'aria-label': say('js.close') }),
  );
}

/** Closes the sheet and gives the focus back to its row. */
export function closeDrawer({ focus = true } = {}): void {
  if (now === null) return;
  const { table, at } = now;
  now = null;
  const drawer = drawerOf(table);
  if (drawer !== null) {
    drawer.hidden = true;
    drawer.replaceChildren();
    drawer.parentElement?.classList.remove('open');
  }
  table.mark();
  if (focus) table.focusRow(at);
  viewChanged(table.id);
}

/** On a phone the sheet covers all: Tab stays inside. */
export function keepFocusInside(event: KeyboardEvent): void {
  const drawer = now === null ? null : drawerOf(now.table);
  if (drawer === null || getComputedStyle(drawer).position !== 'fixed') return;
  const stops = all('button:not(:disabled), a, [tabindex="0"]', drawer);
  const [edge, other] = event.shiftKey ? [stops.at(0), stops.at(-1)] : [stops.at(-1), stops.at(0)];
  if (document.activeElement !== edge) return;
  other?.focus();
  event.preventDefault();
}
