const openNow = { table: null, at: -1 };

/** Opens the sheet of a row beside its table, and moves the focus into it. */
function openDrawer(kind, table, at) {
  if (openNow.table !== null && openNow.table !== table) closeDrawer({ focus: false });
  const drawer = document.querySelector(`[data-drawer="${kind.id}"]`);
  const row = table.state.matches[at];
  if (drawer === null || row === undefined) return;
  Object.assign(openNow, { table, at });
  const { severity, lead, title, under, body, foot } = kind.drawer(row);
  const move = (to) => {
    table.focusRow(to);
    table.open(to);
  };
  const step = (key, sign, to) =>
    el(
      'button',
      {
        type: 'button',
        class: 'icon-button',
        'aria-label': say(key),
        disabled: to < 0 || to >= table.state.matches.length,
        onclick: () => move(to),
      },
      sign,
    );
  const heading = el('h3', { id: 'drawer-title', tabindex: '-1' }, el('bdi', {}, title));
  const bar = el(
    'div',
    { class: 'drawer-bar' },
    el(
      'span',
      { class: `lead ${severity}` },
      ...(lead === null
        ? [say('js.sheet')]
        : [severityMark(severity === 'none' ? -1 : data.severities.indexOf(severity)), `· ${lead}`]),
    ),
    step('js.previous', '↑', at - 1),
    step('js.next', '↓', at + 1),
    el(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': say('js.close'), onclick: () => closeDrawer() },
      '✕',
    ),
  );
  drawer.replaceChildren(
    el('div', { class: 'drawer-head' }, bar, heading, el('p', { class: 'second' }, el('bdi', {}, under))),
    el('div', { class: 'drawer-body', tabindex: '0', role: 'region', 'aria-label': title }, ...body),
    el('div', { class: 'drawer-foot' }, ...foot.filter((part) => part !== null)),
  );
  drawer.setAttribute('role', 'dialog');
  drawer.setAttribute('aria-labelledby', 'drawer-title');
  drawer.hidden = false;
  drawer.parentElement.classList.add('open');
  table.mark();
  heading.focus({ preventScroll: true });
}

/** Closes it and gives the focus back to the row. */
function closeDrawer({ focus = true } = {}) {
  const { table, at } = openNow;
  if (table === null) return;
  Object.assign(openNow, { table: null, at: -1 });
  const drawer = document.querySelector(`[data-drawer="${table.kind.id}"]`);
  if (drawer !== null) {
    drawer.hidden = true;
    drawer.replaceChildren();
    drawer.parentElement.classList.remove('open');
  }
  table.mark();
  if (focus) table.focusRow(at);
  changed();
}

/** On a phone the sheet covers all: Tab stays inside. */
function keepFocusInside(event) {
  const drawer =
    openNow.table === null ? null : document.querySelector(`[data-drawer="${openNow.table.kind.id}"]`);
  if (drawer === null || getComputedStyle(drawer).position !== 'fixed') return;
  const stops = [...drawer.querySelectorAll('button:not(:disabled), a, [tabindex="0"]')];
  const first = stops[0];
  const last = stops.at(-1);
  if (event.shiftKey && document.activeElement === first) {
    last.focus();
    event.preventDefault();
  } else if (!event.shiftKey && document.activeElement === last) {
    first.focus();
    event.preventDefault();
  }
}
