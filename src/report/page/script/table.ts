import { openDrawer } from './drawer.ts';
import { all, el, first } from './elements.ts';
import { isolated } from './marks.ts';
import { matchesOf } from './matches.ts';
import { DATA } from './page-data.ts';
import { drawChips, drawFoot, dress, markSorted } from './table-controls.ts';
import type { Column, Kind, Table, TableRow, TableState } from './table-types.ts';
import { csv } from './texts.ts';
import { viewChanged } from './view-change.ts';
import { say, sayCount } from './words.ts';

const FIRST_ROWS = 15;
const MORE_ROWS = 100;
const PRINTED_ROWS = 3000;

/** Makes a table of the page live: search, chips, sorting, columns, keyboard. */
export function makeTable<Row extends TableRow>(kind: Kind<Row>): Table<Row> {
  const state: TableState<Row> = {
    query: '',
    severities: new Set(),
    chip: '',
    check: '',
    sort: kind.sort,
    descending: true,
    hidden: new Set(kind.hidden),
    shown: FIRST_ROWS,
    current: -1,
    matches: [],
  };
  let shownBeforePrint: number | null = null;
  const panel = () => first(`[data-table="${kind.id}"]`);

  function body(): HTMLTableSectionElement | null {
    return panel()?.querySelector('tbody') ?? null;
  }

  function apply({ keepShown = false } = {}): void {
    state.matches = matchesOf(kind, state);
    if (!keepShown) state.shown = FIRST_ROWS;
    draw();
  }

  function draw(): void {
    const rows = body();
    const within = panel();
    if (rows === null || within === null) return;
    rows.replaceChildren(...state.matches.slice(0, state.shown).map(rowOf));
    const count = first('[data-count]', within);
    if (count !== null) count.textContent = sayCount(`js.${kind.id}`, state.matches.length);
    for (const th of all('thead th', within)) markSorted(th, state);
    drawFoot(table, { next: Math.min(MORE_ROWS, state.matches.length - state.shown), showMore, reset });
    mark();
  }

  function rowOf(row: Row, at: number): HTMLElement {
    const opener = (text: string) =>
      el(
        'button',
        {
          type: 'button',
          class: 'row-open',
          tabindex: isTabStop(at) ? '0' : '-1',
          'aria-haspopup': 'dialog',
          click: () => open(at),
        },
        isolated(text),
      );
    return el('tr', {}, ...kind.columns.map((column) => cellOf(column, row, opener)));
  }

  function showMore(): void {
    const next = state.shown;
    state.shown += MORE_ROWS;
    draw();
    focusRow(next);
  }

  function reset(): void {
    state.severities.clear();
    narrow({ query: '', chip: '', check: '' });
  }

  function clearSearch(): boolean {
    if (state.query === '') return false;
    narrow({ query: '' });
    return true;
  }

  function narrow({ query, chip, check }: Parameters<Table<Row>['narrow']>[0]): void {
    state.query = query ?? state.query;
    state.chip = chip ?? state.chip;
    state.check = check ?? state.check;
    const input = panel()?.querySelector<HTMLInputElement>('input[type="search"]');
    if (input && input.value !== state.query) input.value = state.query;
    apply();
    drawChips(table);
    viewChanged(kind.id);
  }

  function sortBy(column: Column<Row>): void {
    state.descending = state.sort === column.id ? !state.descending : column.falls === true;
    state.sort = column.id;
    apply({ keepShown: true });
    viewChanged(kind.id);
  }

  function open(at: number): void {
    state.current = at;
    mark();
    openDrawer(table, at);
    viewChanged(kind.id);
  }

  function isTabStop(at: number): boolean {
    return at === Math.max(0, state.current);
  }

  function mark(): void {
    const isOpen = panel()?.parentElement?.classList.contains('open') === true;
    for (const [at, tr] of [...(body()?.rows ?? [])].entries()) {
      tr.classList.toggle('current', isOpen && at === state.current);
      const opener = first('.row-open', tr);
      if (opener !== null) opener.tabIndex = isTabStop(at) ? 0 : -1;
    }
  }

  function focusRow(at: number): void {
    if (at < 0 || at >= state.matches.length) return;
    if (at >= state.shown) {
      state.shown = at + MORE_ROWS;
      draw();
    }
    state.current = at;
    mark();
    const tr = body()?.rows[at];
    if (tr === undefined) return;
    first('.row-open', tr)?.focus({ preventScroll: true });
    tr.scrollIntoView({ block: 'nearest' });
  }

  const table: Table<Row> = {
    id: kind.id,
    kind,
    state,
    panel,
    narrow,
    clearSearch,
    open,
    mark,
    focusRow,
    size: () => state.matches.length,
    current: () => state.current,
    csv() {
      const columns = kind.columns.filter(({ id }) => !state.hidden.has(id));
      const rows = state.matches.map((row) => columns.map((column) => column.plain(row)));
      return csv([columns.map(({ id }) => say(`column.${id}`)), ...rows], DATA.csvDialect);
    },
    setUp() {
      if (panel() === null) return;
      dress(table, sortBy);
      apply({ keepShown: true });
      drawChips(table);
    },
    showAllForPrint(isAll) {
      shownBeforePrint ??= state.shown;
      state.shown = isAll ? PRINTED_ROWS : shownBeforePrint;
      if (!isAll) shownBeforePrint = null;
      draw();
    },
  };
  return table;
}

function cellOf<Row>(column: Column<Row>, row: Row, opener: (text: string) => HTMLElement): HTMLElement {
  const { id, className = null } = column;
  const content = column.cell(row, opener);
  return el(
    'td',
    { 'data-col': id, 'data-label': say(`column.${id}`), class: className },
    ...(Array.isArray(content) ? content : [content]),
  );
}
