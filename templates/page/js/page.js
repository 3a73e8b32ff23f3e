const main = document.getElementById('page');
const tables = [itemsTable, membersTable];
const kept = new Map();

/** The address says what is shown: `#links?q=…&s=…&f=…&c=…&sort=…&cols=…&item=…&lang=…`. */
function changed() {
  const { state, kind } = itemsTable;
  const parts = new URLSearchParams();
  if (state.query !== '') parts.set('q', state.query);
  if (state.severities.size > 0) parts.set('s', [...state.severities].join(','));
  if (state.chip !== '') parts.set('f', state.chip);
  if (state.check !== '') parts.set('c', state.check);
  if (state.sort !== kind.sort || state.descending !== kind.descending)
    parts.set('sort', `${state.descending ? '-' : ''}${state.sort}`);
  const hidden = [...state.hidden].sort().join(',');
  if (hidden !== [...kind.hidden].sort().join(',')) parts.set('cols', hidden);
  if (openNow.table === itemsTable) parts.set('item', kind.key(itemsTable.state.matches[openNow.at]));
  if (view.language !== data.language) parts.set('lang', view.language);
  const text = parts.toString();
  history.replaceState(null, '', text === '' ? '#links' : `#links?${text}`);
}

/** Puts the view back that an address tells; an address that only names a section changes nothing. */
function restore(hash) {
  const [anchor, query] = hash.replace(/^#/, '').split('?');
  if (query === undefined) return;
  const parts = new URLSearchParams(query);
  const { state, kind } = itemsTable;
  const language = parts.get('lang');
  if (language !== null && language !== view.language && kept.has(language)) setLanguage(language);
  const sort = parts.get('sort') ?? (kind.descending ? `-${kind.sort}` : kind.sort);
  const id = sort.replace(/^-/, '');
  Object.assign(state, {
    query: parts.get('q') ?? '',
    severities: new Set((parts.get('s') ?? '').split(',').filter((one) => one !== '')),
    chip: parts.get('f') ?? '',
    check: parts.get('c') ?? '',
    sort: kind.columns.some((column) => column.id === id) ? id : kind.sort,
    descending: sort.startsWith('-'),
    hidden: new Set(
      (parts.get('cols') ?? kind.hidden.join(',')).split(',').filter((one) => kind.optional.includes(one)),
    ),
  });
  closeDrawer({ focus: false });
  itemsTable.setUp();
  document.getElementById(anchor === 'links' ? 'exposed' : anchor)?.scrollIntoView();
  const item = parts.get('item');
  const at = item === null ? -1 : state.matches.findIndex((one) => kind.key(one) === item);
  if (at >= 0) {
    itemsTable.focusRow(at);
    itemsTable.open(at);
    document.querySelector('[data-table="items"] tr.current')?.scrollIntoView({ block: 'center' });
  } else history.replaceState(null, '', hash);
}

/** Shows the page in another language; the long tables and the map stand once and move over. */
function setLanguage(language) {
  if (language === view.language || !kept.has(language)) return;
  closeDrawer({ focus: false });
  const shared = [...main.querySelectorAll('[data-shared]')];
  for (const part of shared) part.replaceWith(part.cloneNode(false));
  const old = document.createDocumentFragment();
  old.append(...main.childNodes);
  kept.set(view.language, old);
  view.language = language;
  root.lang = language;
  main.replaceChildren(kept.get(language));
  for (const part of shared) {
    main.querySelector(`[data-shared="${part.dataset.shared}"]`)?.replaceWith(part);
  }
  remember('language', language);
  setUp();
}

function remember(key, value) {
  try {
    localStorage.setItem(`menage-${key}`, value);
  } catch {
    // A browser may refuse to keep anything for a file; the switch still works.
  }
}

function remembered(key) {
  try {
    return localStorage.getItem(`menage-${key}`);
  } catch {
    return null;
  }
}

function setTheme(theme) {
  if (theme === 'light' || theme === 'dark') root.dataset.theme = theme;
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  for (const button of main.querySelectorAll('[data-set-theme]'))
    button.setAttribute('aria-pressed', String(button.dataset.setTheme === (dark ? 'dark' : 'light')));
}

/** What must be done again whenever the content was put in place. */
function setUp() {
  for (const button of main.querySelectorAll('[data-set-language]'))
    button.setAttribute('aria-pressed', String(button.dataset.setLanguage === view.language));
  setTheme(root.dataset.theme);
  for (const table of tables) table.setUp();
  watchSections();
  for (const map of main.querySelectorAll('[data-map]')) watchMap(map);
}

let watching = null;
function watchSections() {
  watching?.disconnect();
  const links = new Map(
    [...main.querySelectorAll('.tabs a')].map((link) => [link.getAttribute('href').slice(1), link]),
  );
  watching = new IntersectionObserver(
    (entries) => {
      const seen = entries.find((entry) => entry.isIntersecting);
      if (seen === undefined) return;
      for (const [id, link] of links) {
        if (id === seen.target.id) link.setAttribute('aria-current', 'true');
        else link.removeAttribute('aria-current');
      }
    },
    { rootMargin: '-64px 0px -70% 0px' },
  );
  for (const section of main.querySelectorAll('main > section')) watching.observe(section);
}

function watchMap(map) {
  if (map.dataset.watched === 'true') return;
  map.dataset.watched = 'true';
  const cells = data.maps[map.dataset.map];
  const memberAt = (event) => {
    const box = map.getBoundingClientRect();
    const scale = (2 * map.viewBox.baseVal.width) / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    for (let at = 0; at < cells.length; at += 5) {
      if (
        x >= cells[at + 1] &&
        y >= cells[at + 2] &&
        x < cells[at + 1] + cells[at + 3] &&
        y < cells[at + 2] + cells[at + 4]
      )
        return cells[at];
    }
    return -1;
  };
  map.addEventListener('pointermove', (event) => showTip(map, event, memberAt(event)));
  map.addEventListener('pointerleave', () => showTip(map, null, -1));
  map.addEventListener('click', (event) => {
    const found = memberAt(event);
    const at = membersTable.state.matches.findIndex((member) => member.at === found);
    if (at < 0) return;
    membersTable.focusRow(at);
    membersTable.open(at);
    document.getElementById('members')?.scrollIntoView();
  });
}

function showTip(map, event, at) {
  const panel = map.closest('.treemap-panel');
  const tip = panel?.querySelector('.tip');
  if (!tip) return;
  const member = at < 0 ? undefined : membersTable.kind.rows[at];
  tip.hidden = member === undefined;
  if (member === undefined || event === null) return;
  tip.textContent = `${member.id} · ${usedOf(member)} · ${say(`coverage.${member.coverage}`)}`;
  const box = panel.getBoundingClientRect();
  tip.style.left = `${Math.min(event.clientX - box.left + 12, box.width - 240)}px`;
  tip.style.top = `${event.clientY - box.top + 16}px`;
}

function tableInView() {
  if (openNow.table !== null) return openNow.table;
  const inside = document.activeElement?.closest('[data-table]');
  return tables.find((table) => table.panel() === inside) ?? itemsTable;
}

function onKey(event) {
  if (event.key === 'Tab') return keepFocusInside(event);
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = document.activeElement?.matches('input, textarea, select');
  if (event.key === 'Escape') {
    for (const menu of document.querySelectorAll('.menu[open]')) menu.open = false;
    if (openNow.table !== null) closeDrawer();
    else if (typing) document.activeElement.blur();
    return;
  }
  if (typing) return;
  const table = tableInView();
  if (event.key === '/') {
    table.panel()?.querySelector('input[type="search"]')?.focus();
    table.panel()?.scrollIntoView({ block: 'nearest' });
    event.preventDefault();
  } else if (event.key === 'j' || event.key === 'n' || event.key === 'k' || event.key === 'p') {
    const step = event.key === 'j' || event.key === 'n' ? 1 : -1;
    const isOpen = openNow.table === table;
    const to = Math.max(0, Math.min(table.state.matches.length - 1, table.state.current + step));
    table.focusRow(to);
    if (isOpen) table.open(to);
    event.preventDefault();
  }
}

document.addEventListener('keydown', onKey);
document.addEventListener('click', (event) => {
  const target = event.target.closest(
    '[data-set-language], [data-set-theme], [data-print], a[href^="#links?"]',
  );
  for (const menu of document.querySelectorAll('.menu[open]'))
    if (!menu.contains(event.target)) menu.open = false;
  if (target === null) return;
  if (target.dataset.setLanguage) setLanguage(target.dataset.setLanguage);
  else if (target.dataset.setTheme) {
    setTheme(target.dataset.setTheme);
    remember('theme', target.dataset.setTheme);
  } else if ('print' in target.dataset) window.print();
});
addEventListener('hashchange', () => restore(location.hash));
addEventListener('beforeprint', () => {
  if (document.body.classList.contains('print-sheets')) return;
  for (const details of main.querySelectorAll('details.fold, details.why')) {
    details.dataset.wasOpen = String(details.open);
    details.open = true;
  }
  for (const table of tables) table.showAllForPrint(true);
});
addEventListener('afterprint', () => {
  if (document.body.classList.contains('print-sheets')) {
    document.body.classList.remove('print-sheets');
    document.getElementById('sheets').replaceChildren();
    return;
  }
  for (const details of main.querySelectorAll('details[data-was-open]'))
    details.open = details.dataset.wasOpen === 'true';
  for (const table of tables) table.showAllForPrint(false);
});

for (const template of document.querySelectorAll('template[data-language]'))
  kept.set(template.dataset.language, template.content);
kept.set(data.language, null);
setTheme(remembered('theme'));
setUp();
const wanted = remembered('language');
if (wanted !== null && kept.has(wanted) && !location.hash.includes('lang=')) setLanguage(wanted);
restore(location.hash);
