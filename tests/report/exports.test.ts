import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { because } from '../../src/model/reasons/reason.ts';
import { reasonFields } from '../../src/model/reasons/sentence.ts';
import { chatMessage } from '../../src/report/export/chat.ts';
import { findingsCsv, membersCsv, sharesCsv } from '../../src/report/export/csv.ts';
import { historyLines, sparkline } from '../../src/report/export/history.ts';
import { metricsText } from '../../src/report/export/metrics.ts';
import { summaryMarkdown } from '../../src/report/export/summary.ts';
import { terminalSummary } from '../../src/report/export/terminal.ts';
import { finding, inputOf, member, NASTY_NAMES, resultOf, share } from './helpers.ts';

const MB = 1024 ** 2;
const PRIVATE = '/Privé/secret de famille.mov';

function sample() {
  const members = [
    member('anna', { bytes: 1900 * MB }),
    member('=bob', { name: '=1+1' }),
    member('carl', {
      coverage: {
        status: 'failed',
        ...reasonFields([
          because('request.answered', {
            request: 'PROPFIND /remote.php/dav/files/carl/Priv%C3%A9/secret',
            status: 500,
          }),
        ]),
        strategy: 'none',
        right: null,
        requests: 3,
        unreadable: ['/Privé/secret'],
      },
    }),
  ];
  const shares = [
    share('1', 'anna', '/Devis, 2025/"net"'),
    share('2', 'anna', '/b', { hasPassword: true }),
    share('3', '=bob', '/c', { expires: '2026-12-31' }),
    share('4', '=bob', '/d', { type: 'mail', recipient: 'x@example.net' }),
  ];
  const stale = (id: string, bytes: number) =>
    finding('large-stale-file', 'anna', { kind: 'file', id, path: PRIVATE }, { bytes });
  const findings = [
    stale('11', 300 * MB),
    stale('12', 200 * MB),
    finding('file-dominates-quota', 'anna', { kind: 'file', id: '11', path: PRIVATE }, { bytes: 300 * MB }),
    finding(
      'link-open-forever',
      'anna',
      { kind: 'share', id: '1', path: '/Devis, 2025/"net"' },
      { severity: 'high', state: 'new' },
    ),
    finding('link-old', 'anna', { kind: 'share', id: '9', path: '/gone' }, { state: 'fixed' }),
  ];
  const before = resultOf(
    { members, shares: [...shares, share('9', 'anna', '/gone')], findings: [] },
    CHECKS,
  );
  return inputOf([before, resultOf({ members, shares, findings }, CHECKS)], { checks: CHECKS });
}

function rowsOf(text: string): readonly Record<string, string>[] {
  return parse(text, { columns: true, bom: true });
}

describe('CSV', () => {
  it('is UTF-8 with a byte order mark and CRLF, as RFC 4180 says', () => {
    for (const text of [membersCsv(sample()), sharesCsv(sample()), findingsCsv(sample())]) {
      expect(text.startsWith('\ufeff')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(text.endsWith('\r\n')).toBe(true);
    }
  });

  it('keeps numbers numbers and defuses formulas', () => {
    const [anna, bob] = rowsOf(membersCsv(sample()));
    expect(anna).toMatchObject({
      member: 'anna',
      used_bytes: String(1900 * MB),
      freeable_bytes: String(500 * MB),
      links: '2',
      links_without_password: '1',
      high: '1',
    });
    expect(bob).toMatchObject({ member: "'=bob", name: "'=1+1", antenna: 'Tours' });
  });

  it('makes one record on one line of every text, and no formula, whatever stands before the sign', () => {
    const signs = ['=1+1', '+33 6', '-2', '@x', '\uff1d1'];
    const before = ['', ' ', '\t', '\r', '\n', '\u00a0', '\u200b', '\ufeff', '\u202e', '\u3000', ' \t\u00a0'];
    const texts = [
      ...signs.flatMap((sign) => before.map((blank) => `${blank}${sign}`)),
      'pour le client\n=2+3',
      'devis\r+33 6',
      'a;b,"c"\u0007',
    ];
    const input = sample();
    const [first] = input.result.shares;
    if (first === undefined) throw new Error('no share');
    const shares = texts.map((label, number) => ({ ...first, id: String(number), label }));
    const csv = sharesCsv({ ...input, result: { ...input.result, shares } });
    expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b\u202a-\u202e]/);
    const records: string[][] = parse(csv, { bom: true });
    expect(records).toHaveLength(1 + texts.length);
    expect(new Set(records.map((cells) => cells.length)).size).toBe(1);
    for (const cell of records.flat()) expect(cell).not.toMatch(/^[\s\p{Cf}␀-␡\ufffd]*[=+\-@\uff1d]/u);
    const labels = records.slice(1).map((cells) => cells[records[0]?.indexOf('label') ?? -1]);
    expect(labels).toContain('pour le client␊=2+3');
    expect(labels).toContain('devis␍+33 6');
  });

  it('begins no formula behind a semicolon, where a French spreadsheet begins a cell', () => {
    const signs = ['=HYPERLINK(0)', '+1', '-1', '@x', '\uff1d1'];
    const labels = signs.flatMap((sign) =>
      ['', ' ', '"', ' "', '\u200b', '\t'].map((gap) => `a;${gap}${sign};b`),
    );
    const input = sample();
    const [first] = input.result.shares;
    if (first === undefined) throw new Error('no share');
    const shares = labels.map((label, number) => ({ ...first, id: String(number), label }));
    const csv = sharesCsv({ ...input, result: { ...input.result, shares } });
    for (const cell of csv.split(/[;\r\n]/)) expect(cell).not.toMatch(/^[\s"\p{Cf}\ufffd␉]*[=+\-@\uff1d]/u);
    expect(csv).toContain("a;'=HYPERLINK(0);b");
  });

  it('is written as spreadsheets in the organisation’s language read it, unless a dialect is named', () => {
    const { csvDialect: _, ...french } = sample();
    const english = { ...french, organisation: { ...french.organisation, language: 'en' as const } };
    const [plain, semicolons] = [membersCsv(english), membersCsv(french)];
    expect(plain.split('\r\n')[0]).toMatch(/^\ufeffmember,name,/);
    expect(semicolons.split('\r\n')[0]).toMatch(/^\ufeffmember;name;/);
    const read = (text: string, delimiter: string): readonly string[][] =>
      parse(text, { bom: true, delimiter });
    const percents = (text: string, delimiter: string) => {
      const [header = [], ...rows] = read(text, delimiter);
      return rows.map((cells) => cells[header.indexOf('used_percent')] ?? '');
    };
    expect(percents(semicolons, ';').map((text) => text.replace(',', '.'))).toEqual(percents(plain, ','));
    expect(percents(semicolons, ';').join()).not.toContain('.');
    expect(membersCsv({ ...french, csvDialect: 'comma' })).toBe(plain);
  });

  it('quotes what needs quotes', () => {
    expect(rowsOf(sharesCsv(sample()))[0]).toMatchObject({
      share: '1',
      path: '/Devis, 2025/"net"',
      severity: 'high',
      checks: 'link-open-forever',
      has_password: 'false',
    });
  });

  it('tells storage findings as member, check, count and bytes, without a path', () => {
    const rows = rowsOf(findingsCsv(sample()));
    expect(rows.find(({ check }) => check === 'large-stale-file')).toMatchObject({
      member: 'anna',
      count: '2',
      bytes: String(500 * MB),
      path: '',
      subject_id: '',
    });
    expect(rows.find(({ check }) => check === 'link-open-forever')).toMatchObject({
      count: '1',
      path: '/Devis, 2025/"net"',
      state: 'new',
    });
  });
});

describe('no export', () => {
  it('names a private file or folder', () => {
    const input = sample();
    const texts = [
      membersCsv(input),
      sharesCsv(input),
      findingsCsv(input),
      summaryMarkdown(input),
      metricsText(input),
      chatMessage(input, { nameMembers: true, link: null }),
      terminalSummary(input, { color: false, width: 120 }),
    ];
    for (const text of texts) {
      expect(text).not.toContain('secret');
      expect(text).not.toMatch(/Priv(é|%C3%A9)/);
    }
  });
});

describe('metrics', () => {
  it('are OpenMetrics and end with # EOF', () => {
    const text = metricsText(sample());
    expect(text.endsWith('\n# EOF\n')).toBe(true);
    expect(text).not.toMatch(/\n\n/);
    for (const line of text.trimEnd().split('\n')) {
      expect(line).toMatch(
        /^(# (TYPE|HELP|UNIT) menage_\w+ .+|# EOF|menage_\w+(\{\w+="([^"\\\n]|\\.)*"(,\w+="([^"\\\n]|\\.)*")*\})? -?[\d.e+]+)$/,
      );
    }
    expect(text).toContain('menage_links_open 3\n');
    expect(text).toContain('menage_links_without_password 2\n');
    expect(text).toContain(`menage_freeable_bytes ${500 * MB}\n`);
    expect(text).toContain(`menage_member_quota_ratio{member="anna"} ${1900 / 2048}\n`);
  });

  it('escape labels', () => {
    const odd = member('a"b\\c\nd');
    expect(metricsText(inputOf([resultOf({ members: [odd], shares: [], findings: [] })]))).toContain(
      '{member="a\\"b\\\\c\\nd"}',
    );
  });
});

describe('the chat message', () => {
  it('says the audit in a few lines and names nobody', () => {
    const text = chatMessage(sample(), { nameMembers: false, link: 'https://wiki.example.org/audit' });
    const lines = text.split('\n');
    expect(lines[0]).toBe(
      '**Nextcloud, novembre** · 2/3 membres lus · 1 ≥ 90\u00a0% · 2 liens sans mot de passe (\u22121) · 500\u00a0Mo à libérer',
    );
    expect(lines[1]).toBe('Aucun point critique · 1 point important');
    expect(lines.at(-1)).toBe('[rapport](https://wiki.example.org/audit)');
    expect(lines.length).toBeLessThanOrEqual(6);
    expect(text).not.toContain('anna');
  });

  it('names members only when asked to', () => {
    expect(chatMessage(sample(), { nameMembers: true, link: null })).toContain('`anna`');
  });

  it('notifies nobody by a name', () => {
    const nasty = NASTY_NAMES.map((name) => member(name, { bytes: 2000 * MB }));
    const text = chatMessage(inputOf([resultOf({ members: nasty, shares: [], findings: [] })]), {
      nameMembers: true,
      link: null,
    });
    const outside = text
      .split('`')
      .filter((_, at) => at % 2 === 0)
      .join('');
    expect(outside).not.toMatch(/@|<|\[link|:tada/);
  });
});

describe('the terminal summary', () => {
  it('is read in ten seconds', () => {
    const lines = terminalSummary(sample(), { color: false, width: 100 }).split('\n');
    expect(lines.slice(0, 5)).toEqual([
      'Nextcloud 31.0.6 · 3 members · run 12',
      '✔ read 2   ✖ failed 1   in 41 s, 338 requests',
      '  3.9\u00a0GB used · 1 member at 90 % or more · 2 links without a password (1 fewer)',
      '  500\u00a0MB could be freed in 2 places',
      '  compared over the 2 of 3 members read both times',
    ]);
    expect(lines.some((line) => line.startsWith('  high        1  link-open-forever'))).toBe(true);
    expect(
      lines.some((line) =>
        line.includes('not read: carl (the server answered 500) → menage doctor --member carl'),
      ),
    ).toBe(true);
    for (const line of lines) expect([...line].length).toBeLessThanOrEqual(100);
  });

  it('uses colours only when told to, and never alone', () => {
    const plain = terminalSummary(sample(), { color: false, width: 100 });
    const coloured = terminalSummary(sample(), { color: true, width: 100 });
    expect(plain).not.toContain('\u001b');
    expect(coloured.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain);
    expect(coloured).not.toBe(plain);
  });

  it.each([
    ['Jean Dupont', "'Jean Dupont'"],
    ["l'abbé", "'l'\\''abbé'"],
    ['$(reboot)', "'$(reboot)'"],
    ['-x\u001b[2J', "'-x␛[2J'"],
    [`${'long'.repeat(20)}@coop.example`, `${'long'.repeat(20)}\\@coop\\.example`],
  ])('names the member in its command as a shell reads it: %s', (id, word) => {
    const coverage = { ...member(id).coverage, status: 'failed' } as const;
    const result = resultOf({ members: [member(id, { coverage })], shares: [], findings: [] });
    const text = terminalSummary(inputOf([result]), { color: false, width: 80 });
    expect(text).toContain(`→ menage doctor --member ${word}\n`);
  });

  it('lets no name drive the terminal', () => {
    const failed = NASTY_NAMES.slice(0, 20).map((name) =>
      member(name, {
        coverage: {
          status: 'failed',
          ...reasonFields([because('problem', { message: `${name} answered` })]),
          strategy: 'none',
          right: null,
          requests: 1,
          unreadable: [],
        },
      }),
    );
    for (const one of failed) {
      const text = terminalSummary(inputOf([resultOf({ members: [one], shares: [], findings: [] })]), {
        color: false,
        width: 400,
      });
      expect(text.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e]/);
    }
  });
});

describe('history', () => {
  it('draws one bar per run', () => {
    expect(sparkline([1, 1, 1])).toBe('▁▁▁');
    expect(sparkline([0, 7, 3.5])).toBe('▁█▅');
  });

  it('lists runs with their trend', () => {
    const lines = historyLines(sample());
    expect(lines).toHaveLength(6);
    expect(lines[1]).toContain('2026-11-23');
    expect(lines[2]).toMatch(/^ {3}12\*/);
    expect(lines[3]).toContain('trend');
    expect(lines[4]).toBe('the trend is over the 2 of 3 members whom the runs 12, 12 all read');
  });
});

describe('the Markdown summary', () => {
  it('tells figures, checks and what is open', () => {
    const text = summaryMarkdown(sample());
    expect(text).toContain('# Coopérative\u00a0: stockage et partage au 23 novembre 2026');
    expect(text).toContain('| Liens sans mot de passe | 2 | 3 |');
    expect(text).toContain('| élevé | /Devis, 2025/&#34;net&#34; | anna |');
  });

  it('shows nasty names as text', () => {
    const shares = NASTY_NAMES.map((name, at) => share(String(at), 'anna', `/${name}`));
    const findings = NASTY_NAMES.map((name, at) =>
      finding(
        'link-open-forever',
        'anna',
        { kind: 'share', id: String(at), path: `/${name}` },
        { severity: 'high' },
      ),
    );
    const text = summaryMarkdown(
      inputOf([resultOf({ members: [member('anna')], shares, findings }, CHECKS)], { checks: CHECKS }),
    );
    expect(text).not.toMatch(/<(?!br)/);
    expect(text).not.toContain('http://');
    expect(text.match(/^\| élevé/gm)).toHaveLength(20);
    for (const line of text.split('\n').filter((one) => one.startsWith('| élevé')))
      expect(line.replaceAll(/\\[|`*_[\]~{}\\]/g, '')).toMatch(
        /^\|[^|`*[\]]*\|[^|`*[\]]*\|[^|`*[\]]*\|[^|`*[\]]*\|$/,
      );
  });
});

it('chat and summary speak of one member in the singular', () => {
  const gone = member('bruno', {
    enabled: false,
    coverage: {
      status: 'disabled',
      reason: null,
      reasons: [],
      strategy: 'none',
      right: null,
      requests: 0,
      unreadable: [],
    },
  });
  const input = inputOf([resultOf({ members: [member('anna'), gone], shares: [], findings: [] })]);
  const english = { ...input, organisation: { ...input.organisation, language: 'en' as const } };
  const chat = { nameMembers: false, link: null };
  expect(chatMessage(input, chat)).toContain(' · 1/1 membre lu · ');
  expect(chatMessage(english, chat)).toContain(' · 1/1 member read · ');
  expect(summaryMarkdown(input)).toMatch(/\*\*1 membre sur 1\*\*.* · 1 désactivé\n/);
  expect(summaryMarkdown(english)).toMatch(/\*\*1 member of 1\*\*.* · 1 disabled\n/);
});
