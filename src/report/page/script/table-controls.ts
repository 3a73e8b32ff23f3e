import { copy } from './clipboard.ts';
import { all, button, el, first } from './elements.ts';
import { DATA } from './page-data.ts';
import type { Column, Table, TableState } from './table-types.ts';
import { viewChanged } from './view-change.ts';
import { checkTexts, say, sayCount } from './words.ts';

/** Search box, tools and sort buttons, which have no use without script. */
export function dress<Row>(table: Table<Row>, sortBy: (column: Column<Row>) => void): void {
  const panel = table.panel();
  const controls = panel === null ? null : first('[data-controls]', panel);
  if (panel === null || controls === null) return;
  for (const old of all('.search, .table-tools', controls)) old.remove();
  controls.prepend(searchBox(table));
  controls.append(toolsOf(table));
  for (const th of all('thead th', panel)) {
    const column = table.kind.columns.find(({ id }) => id === th.dataset['col']);
    if (column !== undefined)
      th.replaceChildren(el('button', { type: 'button', click: () => sortBy(column) }, th.textContent));
  }
  for (const chip of all('.chip:not([data-live])', panel)) {
    chip.dataset['live'] = '';
    chip.addEventListener('click', () => press(chip, table));
  }
  hideColumns(table);
  drawChips(table);
}

function searchBox<Row>({ kind, state, narrow }: Table<Row>): HTMLElement {
  const label = say(kind.searchKey);
  const input = el('input', {
    type: 'search',
    'aria-label': label,
    placeholder: label,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  input.value = state.query;
  input.addEventListener('input', () => narrow({ query: input.value }));
  const shortcut = kind.shortcut === null ? null : el('kbd', { 'aria-hidden': 'true' }, kind.shortcut);
  return el('div', { class: 'search' }, input, shortcut);
}

function toolsOf<Row>(table: Table<Row>): HTMLElement {
  const { before, behind } = table.kind.tools(table);
  return el(
    'div',
    { class: 'table-tools' },
    table.kind.optional.length > 0 ? columnMenu(table) : null,
    before,
    button(say('js.copyCsv'), () => copy(table.csv())),
    behind,
  );
}

function columnMenu<Row>(table: Table<Row>): HTMLElement {
  const { kind, state } = table;
  const boxes = kind.optional.map((id) => {
    const box = el('input', { type: 'checkbox' });
    box.checked = !state.hidden.has(id);
    box.addEventListener('change', () => {
      if (box.checked) state.hidden.delete(id);
      else state.hidden.add(id);
      hideColumns(table);
      viewChanged(table.id);
    });
    return el('label', {}, box, say(`column.${id}`));
  });
  return el(
    'details',
    { class: 'menu' },
    el('summary', { class: 'button' }, say('js.columns')),
    el('div', { class: 'menu-body' }, ...boxes),
  );
}

function hideColumns<Row>({ kind, state, panel }: Table<Row>): void {
  const classes = panel()?.querySelector('table')?.classList;
  for (const id of kind.optional) classes?.toggle(`hide-${id}`, state.hidden.has(id));
}

function press<Row>(chip: HTMLElement, { state, narrow }: Table<Row>): void {
  const { severity, filter = '' } = chip.dataset;
  if (severity === undefined) {
    narrow({ chip: state.chip === filter ? '' : filter });
  } else {
    if (!state.severities.delete(severity)) state.severities.add(severity);
    narrow({});
  }
}

/** Shows which chips are pressed, and the check that the table is narrowed to. */
export function drawChips<Row>({ panel, state, narrow }: Table<Row>): void {
  const within = panel();
  if (within === null) return;
  for (const chip of all('.chip', within)) {
    const { severity, filter, check } = chip.dataset;
    const isPressed = severity === undefined ? state.chip === filter : state.severities.has(severity);
    if (check === undefined) chip.setAttribute('aria-pressed', String(isPressed));
    else chip.remove();
  }
  if (state.check === '') return;
  const at = DATA.checks.indexOf(state.check);
  const chip = el(
    'button',
    {
      type: 'button',
      class: 'chip',
      'data-check': state.check,
      'aria-pressed': 'true',
      click: () => narrow({ check: '' }),
    },
    say('js.check', { title: at < 0 ? state.check : checkTexts(at).title }),
    ' ×',
  );
  first('[data-chips]', within)?.append(chip);
}

/** Says by which column a table is sorted, on the column's head. */
export function markSorted<Row>(th: HTMLElement, { sort, descending }: TableState<Row>): void {
  if (th.dataset['col'] !== sort) th.removeAttribute('aria-sort');
  else th.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
}

/** What stands below a table: more rows, or the way back where none match, and the keys. */
export function drawFoot<Row>(
  { panel, size }: Table<Row>,
  { next, showMore, reset }: { next: number; showMore: () => void; reset: () => void },
): void {
  const within = panel();
  const foot = within === null ? null : first('[data-foot]', within);
  const more = next > 0 ? [button(sayCount('js.more', next), showMore)] : [];
  const nothing = size() === 0 ? [say('js.nothing'), ' ', button(say('js.reset'), reset)] : [];
  foot?.replaceChildren(el('span', {}, ...more, ...nothing), keyHelp());
}

function keyHelp(): HTMLElement {
  const key = (name: string) => el('kbd', {}, name);
  return el(
    'span',
    { class: 'keys' },
    el('span', {}, key('/'), ` ${say('js.keySearch')}`),
    el('span', {}, key('j'), ' ', key('k'), ` ${say('js.keyNext')}`),
    el('span', {}, key(say('js.enter')), ` ${say('js.keyOpen')}`),
    el('span', {}, key('Esc'), ` ${say('js.keyClose')}`),
  );
}
