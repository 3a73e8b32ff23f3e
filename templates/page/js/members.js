function memberFrom(row, at) {
  const [
    who,
    used,
    quota,
    tenths,
    files,
    trash,
    coverage,
    reason,
    login,
    free,
    places,
    links,
    open,
    severe,
    findings,
    enabled,
    checks,
  ] = row;
  const { id, antenna, name } = person(who);
  return {
    at,
    who,
    id,
    antenna,
    name,
    used,
    quota,
    tenths,
    files,
    trash,
    coverage: data.coverage[coverage],
    reason,
    login,
    free,
    places,
    links,
    open,
    severe,
    count: findings,
    enabled: enabled === 1,
    checks,
    severity: 'none',
    findings: checks,
    search: fold([id, name, antenna].join('\n')),
  };
}

function meter(tenths) {
  const value = Math.max(0, tenths) / 10;
  const tone = value >= 90 ? 'full' : value >= 80 ? 'near' : 'calm';
  return svg(
    'svg',
    { class: 'meter', viewBox: '0 0 61 10', 'aria-hidden': 'true' },
    svg('rect', { class: 'track', y: 2, width: 52, height: 6, rx: 1 }),
    svg('rect', { class: tone, y: 2, width: Math.round(Math.min(value, 115) * 52) / 100, height: 6, rx: 1 }),
    svg('path', { class: 'mark', d: 'M52 0v10' }),
  );
}

function memberCell(member, button) {
  return [
    button,
    el('span', { class: 'second' }, [member.antenna, member.name].filter((part) => part !== '').join(' · ')),
  ];
}

function countCell(value) {
  return value === 0 ? el('span', { class: 'zero' }, '·') : number(value);
}

/** What is not known is no number in a copy. */
function known(value) {
  return value < 0 ? '' : value;
}

/** A column of numbers, the largest first. */
function figure(key, value, cell) {
  return column(key, {
    falls: true,
    sort: value,
    cell: (member) => cell(value(member)),
    plain: (member) => known(value(member)),
  });
}

const membersTable = makeTable({
  id: 'members',
  rows: data.members.map(memberFrom),
  columns: [
    column('member', {
      sort: (member) => member.search,
      text: (member) => member.id,
      around: memberCell,
      plain: (member) => member.id,
    }),
    column('fill', {
      falls: true,
      className: 'fill',
      sort: (member) => member.tenths,
      cell: (member) => [
        member.tenths < 0 ? '' : meter(member.tenths),
        el('strong', {}, member.quota === 0 ? say('noQuota') : percent(member.tenths)),
      ],
      plain: (member) => known(member.tenths / 10),
    }),
    figure(
      'used',
      (member) => member.used,
      (used) => bytes(used, Math.floor),
    ),
    figure(
      'quota',
      (member) => member.quota,
      (quota) => bytes(quota),
    ),
    figure(
      'freeable',
      (member) => member.free,
      (free) => (free === 0 ? countCell(0) : bytes(free)),
    ),
    figure('links', (member) => member.open, countCell),
    figure('severe', (member) => member.severe, countCell),
    figure('findings', (member) => member.count, countCell),
    column('coverage', {
      sort: (member) => data.coverage.indexOf(member.coverage),
      cell: (member) => el('span', { class: `st-${member.coverage}` }, say(`coverage.${member.coverage}`)),
      plain: (member) => say(`coverage.${member.coverage}`),
    }),
  ],
  optional: [],
  hidden: [],
  opener: 'member',
  sort: 'fill',
  descending: true,
  searchKey: 'js.searchMembers',
  chips: {},
  drawer: memberDrawer,
  key: (member) => member.id,
});

/** Used of what, where both are known. */
function usedOf({ used, quota, tenths }) {
  if (used < 0) return say('unknown');
  if (quota < 0) return bytes(used, Math.floor);
  if (quota === 0) return `${bytes(used, Math.floor)} (${say('noQuota')})`;
  return say('js.usedOf', { used: bytes(used, Math.floor), quota: bytes(quota), percent: percent(tenths) });
}

function memberFacts(member) {
  const reason = member.reason < 0 ? '' : ` – ${words().sentences[member.reason]}`;
  return el(
    'dl',
    { class: 'facts' },
    ...fact(say('js.used'), usedOf(member)),
    ...fact(say('js.files'), member.files < 0 ? say('unknown') : number(member.files)),
    ...fact(say('js.trash'), bytes(member.trash)),
    ...fact(say('js.freeable'), bytes(member.free)),
    ...fact(say('js.links'), say('js.linksOf', { n: number(member.links), open: number(member.open) })),
    ...fact(say('column.coverage'), `${say(`coverage.${member.coverage}`)}${reason}`),
    ...fact(say('js.lastLogin'), member.login < 0 ? say('js.never') : day(member.login)),
  );
}

function memberFindings(member) {
  if (member.checks.length === 0) return [];
  const rows = member.checks.map(([check, n, size]) =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }, words().checks[check]?.[0] ?? '?'),
      el('td', { class: 'num' }, number(n)),
      el('td', { class: 'num' }, size === 0 ? '' : bytes(size)),
    ),
  );
  return [el('h4', {}, say('js.byCheck')), el('table', {}, el('tbody', {}, ...rows))];
}

function memberDrawer(member) {
  return {
    severity: 'none',
    lead: null,
    title: member.id,
    under: [member.name, member.antenna].filter((part) => part !== '').join(' · '),
    body: [el('h4', {}, say('js.evidence')), memberFacts(member), ...memberFindings(member)],
    foot: [
      el('p', { class: 'quiet' }, say('js.sheetNote')),
      el(
        'button',
        { type: 'button', class: 'button main', onclick: () => printSheets([member]) },
        say('js.printSheet'),
      ),
      el(
        'button',
        { type: 'button', class: 'button', onclick: () => showItemsOf(member) },
        say('js.seeItems'),
      ),
    ],
  };
}

function showItemsOf(member) {
  closeDrawer();
  itemsTable.narrow({ query: member.id });
  const input = itemsTable.panel()?.querySelector('input[type="search"]');
  if (input) input.value = member.id;
  document.getElementById('exposed')?.scrollIntoView();
}

/** Prints one page per member, and nothing else. */
function printSheets(members) {
  const sheets = document.getElementById('sheets');
  const day = document.querySelector('h1 span')?.textContent ?? '';
  sheets.replaceChildren(
    ...members.map((member) =>
      el(
        'article',
        { class: 'sheet' },
        el('p', { class: 'over' }, `${document.querySelector('.over')?.textContent ?? ''} · ${day}`),
        el('h2', {}, el('bdi', {}, member.id)),
        el('p', { class: 'quiet' }, [member.name, member.antenna].filter((part) => part !== '').join(' · ')),
        memberFacts(member),
        ...memberFindings(member),
        el('p', { class: 'note' }, say('js.sheetNote')),
      ),
    ),
  );
  document.body.classList.add('print-sheets');
  window.print();
}
