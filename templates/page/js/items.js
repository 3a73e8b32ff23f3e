const RIGHTS_WORDS = ['read', 'update', 'create', 'delete', 'share'];

function itemFrom(row, at) {
  const [
    severity,
    owner,
    type,
    rights,
    flags,
    path,
    end,
    made,
    recipient,
    label,
    maker,
    fileId,
    id,
    mask,
    findings,
  ] = row;
  const { id: ownerId, antenna, name } = person(owner);
  const kind = data.types[type];
  return {
    at,
    rank: severity < 0 ? 9 : severity,
    severity: severity < 0 ? 'none' : data.severities[severity],
    owner,
    kind,
    rights: data.rights[rights],
    folder: (flags & 1) !== 0,
    password: (flags & 2) !== 0,
    fresh: (flags & 4) !== 0,
    excepted: (flags & 8) !== 0,
    note: (flags & 16) !== 0,
    hidden: (flags & 32) !== 0,
    viewOnly: (flags & 64) !== 0,
    isLink: kind === 'link' || kind === 'fileRequest',
    takesPassword: kind === 'link' || kind === 'mail' || kind === 'fileRequest',
    path,
    end: end === 0 ? null : end,
    made,
    recipient: recipient === 0 ? '' : recipient,
    label: label === 0 ? '' : label,
    maker,
    fileId,
    id,
    mask,
    findings,
    since: findings.reduce((least, finding) => Math.min(least, finding[4]), Number.POSITIVE_INFINITY),
    search: fold([path, ownerId, name, antenna, label || '', recipient || ''].join('\n')),
  };
}

function titlesOf(item) {
  return [...new Set(item.findings.map(([check]) => words().checks[check]?.[0] ?? '?'))];
}

function pathCell(item, button) {
  const icon = svg(
    'svg',
    { class: 'icon', role: 'img', 'aria-label': say(item.folder ? 'item.folder' : 'item.file') },
    svg('use', { href: item.folder ? '#i-folder' : '#i-file' }),
  );
  const [title = say(item.excepted ? 'item.excepted' : 'item.fine'), ...others] = titlesOf(item);
  const more = others.length === 0 ? null : el('span', { title: others.join(' · ') }, ` +${others.length}`);
  return [
    el(
      'span',
      { class: 'path' },
      icon,
      button,
      item.fresh ? el('span', { class: 'tag' }, say('item.fresh')) : null,
    ),
    el('span', { class: 'second' }, title, more),
  ];
}

function passwordWord(item) {
  if (!item.takesPassword) return '–';
  return item.password ? say('yes') : say('no');
}

function column(id, parts) {
  return { id, label: () => say(`column.${id}`), ...parts };
}

const itemColumns = [
  column('severity', {
    falls: true,
    sort: (item) => -item.rank,
    cell: (item) => severityMark(item.severity === 'none' ? -1 : item.rank),
    plain: (item) => say(`severity.${item.severity}`),
  }),
  column('path', {
    sort: (item) => item.search,
    text: (item) => item.path,
    around: pathCell,
    plain: (item) => item.path,
  }),
  column('owner', {
    sort: (item) => person(item.owner).id,
    cell: (item) => [
      el('bdi', {}, person(item.owner).id),
      el('span', { class: 'second' }, person(item.owner).antenna),
    ],
    plain: (item) => person(item.owner).id,
  }),
  column('rights', {
    falls: true,
    sort: (item) => data.rights.indexOf(item.rights),
    cell: (item) => strongIf(item.rights === 'change', say(`rights.${item.rights}`)),
    plain: (item) => say(`rights.${item.rights}`),
  }),
  column('password', {
    sort: (item) => (item.takesPassword ? Number(item.password) : 2),
    cell: (item) => strongIf(item.takesPassword && !item.password, passwordWord(item)),
    plain: passwordWord,
  }),
  column('end', {
    falls: true,
    sort: (item) => String(item.end ?? '9999'),
    cell: (item) => strongIf(item.takesPassword && item.end === null, endWord(item)),
    plain: (item) => (item.end === null || item.end < 0 ? endWord(item) : item.end),
  }),
  column('age', {
    falls: true,
    sort: (item) => -item.made,
    cell: (item) => age(item.made),
    plain: (item) => age(item.made),
  }),
  column('type', {
    sort: (item) => item.kind,
    cell: (item) => say(`type.${item.kind}`),
    plain: (item) => say(`type.${item.kind}`),
  }),
  column('recipient', {
    sort: (item) => item.recipient,
    cell: (item) => el('bdi', {}, item.recipient),
    plain: (item) => item.recipient,
  }),
  column('label', {
    sort: (item) => item.label,
    cell: (item) => el('bdi', {}, item.label),
    plain: (item) => item.label,
  }),
  column('since', {
    sort: (item) => item.since,
    cell: (item) => (Number.isFinite(item.since) ? day(item.since) : ''),
    plain: (item) => (Number.isFinite(item.since) ? day(item.since) : ''),
  }),
];

const itemsTable = makeTable({
  id: 'items',
  rows: data.items.map(itemFrom),
  columns: itemColumns,
  optional: ['owner', 'rights', 'password', 'end', 'age', 'type', 'recipient', 'label', 'since'],
  hidden: ['type', 'recipient', 'label', 'since'],
  opener: 'path',
  sort: 'severity',
  descending: true,
  searchKey: 'js.search',
  chips: {
    nopw: (item) => item.isLink && !item.password,
    noend: (item) => item.isLink && item.end === null,
    change: (item) => item.rights === 'change',
    mail: (item) => item.kind === 'mail',
    person: (item) => !item.takesPassword && item.kind !== 'other',
    fresh: (item) => item.fresh,
    excepted: (item) => item.excepted,
  },
  drawer: itemDrawer,
  key: (item) => `${item.kind}-${item.id}`,
});

/** The day on which it ends; there may be none, or one that could not be read. */
function endWord({ end }) {
  if (end === null) return say('item.noEnd');
  return end < 0 ? say('unknown') : day(end);
}

function fact(name, value) {
  return value === '' || value === null ? [] : [el('dt', {}, name), el('dd', {}, ...[value].flat())];
}

function itemFacts(item) {
  const rights = RIGHTS_WORDS.filter((_, bit) => (item.mask & (1 << bit)) !== 0).map((right) =>
    say(`right.${right}`),
  );
  const bad = (text) => el('strong', { class: 'bad' }, text);
  const options = [
    item.note ? say('js.notePresent') : '',
    item.hidden ? say('js.hidden') : '',
    item.viewOnly ? say('js.viewOnly') : '',
  ].filter((text) => text !== '');
  return el(
    'dl',
    { class: 'facts' },
    ...fact(say('js.type'), say('js.number', { type: say(`type.${item.kind}`), id: item.id })),
    ...fact(say('column.recipient'), item.recipient === '' ? '' : el('bdi', {}, item.recipient)),
    ...fact(say('column.label'), item.label === '' ? '' : el('bdi', {}, item.label)),
    ...fact(say('column.rights'), rights.join(', ')),
    ...fact(
      say('column.password'),
      item.takesPassword && !item.password ? bad(say('no')) : passwordWord(item),
    ),
    ...fact(say('column.end'), item.end === null && item.takesPassword ? bad(endWord(item)) : endWord(item)),
    ...fact(
      say('js.made'),
      item.made === null ? say('unknown') : say('js.madeAgo', { day: day(item.made), age: age(item.made) }),
    ),
    ...fact(say('js.maker'), item.maker === item.owner ? '' : el('bdi', {}, person(item.maker).id)),
    ...fact(say('js.options'), options.join(', ')),
    ...(Number.isFinite(item.since)
      ? fact(say('column.since'), [day(item.since), el('br'), ...runsSeen(item.since)])
      : []),
  );
}

/** One box per run, filled from the first one that saw it. */
function runsSeen(since) {
  const on = data.runs.filter((day) => day >= since).length;
  const boxes = data.runs.map((_, at) => el('i', { class: at >= data.runs.length - on ? 'on' : null }));
  return [
    el('span', { class: 'seen', 'aria-hidden': 'true' }, ...boxes),
    sayCount('js.seen', on).replace('{all}', data.runs.length),
  ];
}

function itemDrawer(item) {
  const checks = [...new Map(item.findings.map((finding) => [finding[0], finding])).values()];
  const text = (finding) => words().sentences[finding[2]] ?? '';
  const distinct = (at) =>
    [...new Set(checks.map(([check]) => words().checks[check]?.[at] ?? ''))].filter((one) => one !== '');
  const { id, antenna } = person(item.owner);
  const url = `${data.url}/f/${encodeURIComponent(item.fileId)}`;
  const first = checks[0];
  const reminder = say('js.reminderText', {
    path: item.path,
    finding: first === undefined ? '' : text(first),
    remedy: distinct(2)[0] ?? '',
    url,
  });
  return {
    severity: item.severity,
    lead: titlesOf(item)[0] ?? say(item.excepted ? 'item.excepted' : 'item.fine'),
    title: item.path,
    under: [id, antenna].filter((part) => part !== '').join(' · '),
    body: [
      ...(checks.length === 0
        ? []
        : [
            el('h4', {}, say('js.why')),
            ...distinct(1)
              .slice(0, 2)
              .map((why) => el('p', {}, why)),
            el('h4', {}, say('js.remedy')),
            el(
              'ol',
              { class: 'steps' },
              ...distinct(2).map((remedy) => el('li', {}, el('span', {}, remedy))),
            ),
          ]),
      el('h4', {}, say('js.evidence')),
      itemFacts(item),
      ...(checks.length === 0
        ? []
        : [
            el('h4', {}, say('js.findings', { n: item.findings.length })),
            el(
              'ul',
              { class: 'all-findings' },
              ...item.findings.map((finding) =>
                el(
                  'li',
                  {},
                  severityMark(finding[1]),
                  el(
                    'span',
                    {},
                    text(finding),
                    el('code', { class: 'second' }, data.checks[finding[0]]?.[0] ?? ''),
                  ),
                ),
              ),
            ),
          ]),
    ],
    foot: [
      el(
        'a',
        { class: 'button main', href: url, rel: 'noreferrer noopener', target: '_blank' },
        say('js.open'),
      ),
      first === undefined
        ? null
        : el(
            'button',
            { type: 'button', class: 'button', onclick: () => copy(reminder) },
            say('js.reminder'),
          ),
    ],
  };
}
