const FIRST_ROWS = 15;
const MORE_ROWS = 100;
const PRINTED_ROWS = 3000;

/**
 * Makes a table of the page live: search, chips, sorting, columns, keyboard. A kind tells `rows` (with `search`, folded),
 * `columns` (id, sort value, cell, text), `chips`, and how a row opens.
 */
function makeTable(kind) {
  const state = {
    query: '',
    severities: new Set(),
    chip: '',
    check: '',
    sort: kind.sort,
    descending: kind.descending,
    hidden: new Set(kind.hidden),
    shown: FIRST_ROWS,
    current: -1,
    matches: [],
  };
  const panel = () => document.querySelector(`[data-table="${kind.id}"]`);
  const body = () => panel().querySelector('tbody');
  const isMatch = matcher(kind, state);

  function apply({ keepShown = false } = {}) {
    state.matches = kind.rows.filter(isMatch());
    const column = kind.columns.find(({ id }) => id === state.sort) ?? kind.columns[0];
    const sign = state.descending ? -1 : 1;
    state.matches.sort((a, b) => sign * compare(column.sort(a), column.sort(b)) || a.at - b.at);
    if (!keepShown) state.shown = FIRST_ROWS;
    draw();
  }

  function draw() {
    if (panel() === null || body() === null) return;
    const rows = state.matches.slice(0, state.shown);
    body().replaceChildren(...rows.map((row, at) => rowOf(row, at)));
    panel().querySelector('[data-count]').textContent = sayCount(`js.${kind.id}`, state.matches.length);
    for (const th of panel().querySelectorAll('thead th')) markSorted(th, state);
    drawFoot();
    mark();
  }

  function rowOf(row, at) {
    const cells = kind.columns.map((column) => {
      const content = column.id === kind.opener ? opener(row, at, column) : column.cell(row);
      return el(
        'td',
        { 'data-col': column.id, 'data-label': column.label(), class: column.className ?? null },
        ...[content].flat(),
      );
    });
    return el('tr', {}, ...cells);
  }

  function opener(row, at, column) {
    const button = el(
      'button',
      {
        type: 'button',
        class: 'row-open',
        tabindex: at === Math.max(0, state.current) ? '0' : '-1',
        'aria-haspopup': 'dialog',
        onclick: () => open(at),
      },
      el('bdi', {}, column.text(row)),
    );
    return column.around(row, button);
  }

  function drawFoot() {
    const foot = panel().querySelector('[data-foot]');
    if (foot === null) return;
    const left = state.matches.length - Math.min(state.shown, state.matches.length);
    const next = Math.min(left, MORE_ROWS);
    const more = el(
      'button',
      { type: 'button', class: 'button', onclick: showMore },
      sayCount('js.more', next),
    );
    const nothing = [
      say('js.nothing'),
      ' ',
      el('button', { type: 'button', class: 'button', onclick: reset }, say('js.reset')),
    ];
    foot.replaceChildren(
      el('span', {}, ...(left > 0 ? [more] : state.matches.length === 0 ? nothing : [])),
      keyHelp(),
    );
  }

  function showMore() {
    const first = state.shown;
    state.shown += MORE_ROWS;
    draw();
    focusRow(first);
  }

  function reset() {
    Object.assign(state, { query: '', chip: '', check: '' });
    state.severities.clear();
    const input = panel().querySelector('input[type="search"]');
    if (input !== null) input.value = '';
    apply();
    drawChips();
    changed();
  }

  function drawChips() {
    for (const chip of panel().querySelectorAll('.chip')) {
      const { severity, filter, check } = chip.dataset;
      if (check !== undefined) chip.remove();
      else
        chip.setAttribute(
          'aria-pressed',
          String(severity === undefined ? state.chip === filter : state.severities.has(severity)),
        );
    }
    if (state.check !== '') panel().querySelector('[data-chips]')?.append(checkChip());
  }

  function checkChip() {
    const at = data.checks.findIndex(([id]) => id === state.check);
    const title = at < 0 ? state.check : words().checks[at][0];
    return el(
      'button',
      {
        type: 'button',
        class: 'chip',
        'data-check': state.check,
        'aria-pressed': 'true',
        onclick: () => narrow({ check: '' }),
      },
      say('js.check', { title }),
      ' ×',
    );
  }

  function narrow(part) {
    Object.assign(state, part);
    apply();
    drawChips();
    changed();
  }

  function sortBy(id) {
    if (state.sort === id) state.descending = !state.descending;
    else
      Object.assign(state, {
        sort: id,
        descending: kind.columns.find((column) => column.id === id).falls === true,
      });
    apply({ keepShown: true });
    changed();
  }

  function open(at) {
    state.current = at;
    mark();
    openDrawer(kind, table, at);
    changed();
  }

  function mark() {
    const isOpen = panel().parentElement.classList.contains('open');
    for (const [at, tr] of [...body().rows].entries()) {
      tr.classList.toggle('current', isOpen && at === state.current);
      const button = tr.querySelector('.row-open');
      if (button !== null) button.tabIndex = at === Math.max(0, state.current) ? 0 : -1;
    }
  }

  function focusRow(at) {
    if (at < 0 || at >= state.matches.length) return;
    if (at >= state.shown) {
      state.shown = at + MORE_ROWS;
      draw();
    }
    state.current = at;
    mark();
    const button = body().rows[at]?.querySelector('.row-open');
    button?.focus({ preventScroll: true });
    body().rows[at]?.scrollIntoView({ block: 'nearest' });
  }

  function shownColumns() {
    return kind.columns.filter(({ id }) => !state.hidden.has(id));
  }

  const table = {
    kind,
    state,
    apply,
    narrow,
    open,
    mark,
    focusRow,
    panel,
    csv: () =>
      csv([
        shownColumns().map((column) => column.label()),
        ...state.matches.map((row) => shownColumns().map((column) => column.plain(row))),
      ]),
    setUp() {
      if (panel() === null) return;
      dress(table, { sortBy, drawChips });
      apply({ keepShown: true });
      drawChips();
    },
    showAllForPrint(all) {
      if (panel() === null) return;
      table.before ??= state.shown;
      state.shown = all ? PRINTED_ROWS : table.before;
      if (!all) table.before = undefined;
      draw();
    },
  };
  return table;
}

function matcher(kind, state) {
  return () => {
    const words = fold(state.query)
      .split(/\s+/)
      .filter((word) => word !== '');
    // The address of the page says which: no name that every object has.
    const chip = Object.hasOwn(kind.chips, state.chip) ? kind.chips[state.chip] : null;
    const check = state.check === '' ? -1 : data.checks.findIndex(([id]) => id === state.check);
    return (row) =>
      (state.severities.size === 0 || state.severities.has(row.severity)) &&
      (chip === null || chip(row)) &&
      (check < 0 || row.findings.some(([id]) => id === check)) &&
      words.every((word) => row.search.includes(word));
  };
}

function compare(a, b) {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function markSorted(th, state) {
  const sorted = th.dataset.col === state.sort;
  if (sorted) th.setAttribute('aria-sort', state.descending ? 'descending' : 'ascending');
  else th.removeAttribute('aria-sort');
}

/** Search box, tools and sort buttons, which have no use without script. */
function dress(table, { sortBy, drawChips }) {
  const { kind, state } = table;
  const panel = table.panel();
  const controls = panel.querySelector('[data-controls]');
  for (const old of controls.querySelectorAll('.search, .table-tools')) old.remove();
  const input = el('input', {
    type: 'search',
    'aria-label': say(kind.searchKey),
    placeholder: say(kind.searchKey),
    autocomplete: 'off',
    spellcheck: 'false',
  });
  input.value = state.query;
  input.addEventListener('input', () => table.narrow({ query: input.value }));
  controls.prepend(
    el(
      'div',
      { class: 'search' },
      input,
      kind.id === 'items' ? el('kbd', { 'aria-hidden': 'true' }, '/') : null,
    ),
  );
  controls.append(tools(table));
  for (const th of panel.querySelectorAll('thead th')) {
    const text = th.textContent;
    th.replaceChildren(el('button', { type: 'button', onclick: () => sortBy(th.dataset.col) }, text));
  }
  for (const chip of panel.querySelectorAll('.chip:not([data-live])')) {
    chip.dataset.live = '';
    chip.addEventListener('click', () => {
      const { severity, filter } = chip.dataset;
      if (severity === undefined) table.narrow({ chip: state.chip === filter ? '' : filter });
      else {
        if (!state.severities.delete(severity)) state.severities.add(severity);
        table.narrow({});
      }
    });
  }
  hideColumns(table);
  drawChips();
}

function tools(table) {
  const { kind } = table;
  return el(
    'div',
    { class: 'table-tools' },
    kind.optional.length > 0 ? columnMenu(table) : null,
    kind.id === 'items'
      ? el(
          'button',
          { type: 'button', class: 'button', onclick: () => copy(location.href) },
          say('js.copyLink'),
        )
      : null,
    el('button', { type: 'button', class: 'button', onclick: () => copy(table.csv()) }, say('js.copyCsv')),
    kind.id === 'members'
      ? el(
          'button',
          { type: 'button', class: 'button', onclick: () => printSheets(table.state.matches) },
          say('js.printAll'),
        )
      : null,
  );
}

function columnMenu(table) {
  const { kind, state } = table;
  const boxes = kind.optional.map((id) => {
    const box = el('input', { type: 'checkbox' });
    box.checked = !state.hidden.has(id);
    box.addEventListener('change', () => {
      if (box.checked) state.hidden.delete(id);
      else state.hidden.add(id);
      hideColumns(table);
      changed();
    });
    return el('label', {}, box, kind.columns.find((column) => column.id === id).label());
  });
  return el(
    'details',
    { class: 'menu' },
    el('summary', { class: 'button' }, say('js.columns')),
    el('div', { class: 'menu-body' }, ...boxes),
  );
}

function hideColumns({ kind, state, panel }) {
  const classes = panel().querySelector('table')?.classList;
  for (const id of kind.optional) classes?.toggle(`hide-${id}`, state.hidden.has(id));
}

function keyHelp() {
  const key = (name) => el('kbd', {}, name);
  return el(
    'span',
    { class: 'keys' },
    el('span', {}, key('/'), ` ${say('js.keySearch')}`),
    el('span', {}, key('j'), ' ', key('k'), ` ${say('js.keyNext')}`),
    el('span', {}, key(say('js.enter')), ` ${say('js.keyOpen')}`),
    el('span', {}, key('Esc'), ` ${say('js.keyClose')}`),
  );
}
