import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import type { ResultMember, RunResult } from '../../../src/model/result.ts';
import { chatMessage } from '../../../src/report/export/chat.ts';
import { historyLines } from '../../../src/report/export/history.ts';
import { metricsText } from '../../../src/report/export/metrics.ts';
import { summaryMarkdown } from '../../../src/report/export/summary.ts';
import { terminalSummary } from '../../../src/report/export/terminal.ts';
import { trendOf } from '../../../src/report/figures/comparison.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import { pageView } from '../../../src/report/page/view.ts';
import { finding, inputOf, member, resultOf, share } from '../helpers.ts';

const MB = 1024 ** 2;
const ENGLISH = { name: 'Coop', language: 'en', timezone: 'UTC', help: null, replyTo: null } as const;
const NOT_GRANTED = {
  status: 'not-granted' as const,
  reason: null,
  reasons: [],
  strategy: 'none' as const,
  right: null,
  requests: 0,
  unreadable: [],
};
/** What is known of whoever granted no access. */
const unread = (id: string, status: ResultMember['coverage']['status'] = 'not-granted'): ResultMember => ({
  ...member(id),
  usage: { ...member(id).usage, files: null, folders: null, trashBytes: null, source: 'server' },
  coverage: { ...NOT_GRANTED, status },
});

const MONTHS = ['08', '09', '10', '11'] as const;

/** Runs of the last months, the last in November. */
function runs(...all: readonly Pick<RunResult, 'members' | 'shares' | 'findings'>[]): ReportInput {
  const made = all.map((parts, at) => {
    const result = resultOf(parts, CHECKS);
    const month = MONTHS[MONTHS.length - all.length + at] ?? '11';
    return { ...result, run: { ...result.run, id: at + 1, startedAt: `2026-${month}-23T03:12:00.000Z` } };
  });
  const [first, ...others] = made;
  if (first === undefined) throw new Error('no run');
  return inputOf([first, ...others], { checks: CHECKS, organisation: ENGLISH });
}

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
const terminal = (input: ReportInput) => plain(terminalSummary(input, { color: false, width: 120 }));
const chat = (input: ReportInput) => plain(chatMessage(input, { nameMembers: false, link: null }));
const mail = (input: ReportInput) => {
  const { lines, changes } = adminMailFor(input, { to: 'a@b.example', where: null }).view;
  return plain([...lines, ...changes.lines].map((line) => line.plain).join('\n'));
};
const page = (input: ReportInput) => pageView(input, 'en');
const changes = (input: ReportInput) => page(input).figures.map(({ change }) => plain(change.text));

const links = (owner: string, number: number) =>
  Array.from({ length: number }, (_, at) => share(`${owner}${at}`, owner, `/${at}`));
const onLinks = (owner: string, number: number, state: 'new' | 'open' | 'fixed') =>
  links(owner, number).map(({ id, path }) =>
    finding('link-without-password', owner, { kind: 'share', id, path }, { state, severity: 'high' }),
  );

describe('access that was granted since the run before', () => {
  const granted = runs(
    { members: [member('anna'), unread('bert')], shares: links('anna', 2), findings: [] },
    {
      members: [member('anna'), member('bert')],
      shares: [...links('anna', 2), ...links('bert', 12)],
      findings: [...onLinks('anna', 2, 'open'), ...onLinks('bert', 12, 'new')],
    },
  );

  it('makes its 12 links neither "more" nor "new"', () => {
    expect(terminal(granted)).toContain('14 links without a password\n');
    expect(chat(granted)).not.toContain('(+12)');
    expect(chat(granted)).toContain('0 new findings · 0 fixed · changes over 1/2 members read both times');
    expect(mail(granted)).not.toContain('+12');
    expect(mail(granted)).toContain(
      'Nothing new, nothing settled since the audit of 23 October 2026; changes are over',
    );
    expect(changes(granted)[2]).toBe('unchanged');
    expect(page(granted).changes.fresh).toEqual([]);
    expect(page(granted).items.chips.find(({ id }) => id === 'fresh')).toBeUndefined();
    expect(page(granted).items.rows.some(({ isNew, hasNewFinding }) => isNew || hasNewFinding)).toBe(false);
    expect(
      page(granted)
        .links.moves.map(({ number }) => number)
        .slice(0, 2),
    ).toEqual(['0', '0']);
    expect(summaryMarkdown(granted)).toMatch(/\| Links without a password \| 14 \| 2 \| = \|/);
    expect(summaryMarkdown(granted)).toMatch(/`link-without-password` \| \S+ \| 14 \| 0 \| 0 \|/);
  });

  it('is said by the number of those compared', () => {
    expect(plain(page(granted).figuresNote)).toBe('Changes: over the one member of 2 read both times.');
    expect(page(granted).changes.note).toContain('Over the one member of 2 read both times');
    expect(plain(summaryMarkdown(granted))).toContain('read both times (1 of 2)');
    expect(summaryMarkdown(granted)).toContain('| Members read | 2/2 | 1/2 | – |');
    expect(historyLines(granted).join('\n')).toContain('the trend is over the 1 of 2 members');
  });
});

describe('one member who left, or could not be read', () => {
  const before = {
    members: [member('anna', { bytes: 100 * MB }), member('bert', { bytes: 1900 * MB }), member('cleo')],
    shares: [...links('anna', 3), ...links('cleo', 5)],
    findings: [],
  };
  const followedBy = (others: readonly ResultMember[]) =>
    runs(before, {
      members: [member('anna', { bytes: 200 * MB }), member('bert', { bytes: 1000 * MB }), ...others],
      shares: links('anna', 1),
      findings: onLinks('anna', 1, 'open'),
    });
  const four = ['800 MB less', '1 less', '2 less', 'unchanged'];

  it('blanks none of the four changes', () => {
    const left = followedBy([]);
    expect(changes(left)).toEqual(four);
    expect(terminal(left)).toContain('1 link without a password (2 fewer)');
    expect(chat(left)).toContain('1 link without a password (−2)');
    expect(mail(left)).toContain('(−2 since the audit of 23 October 2026)');
  });

  it('who left is missing from the changes, and that is said', () => {
    const left = followedBy([]);
    expect(plain(page(left).figuresNote)).toBe('Changes: over the 2 members of 3 read both times.');
    expect(terminal(left)).toContain('compared over the 2 of 3 members read both times');
    expect(plain(summaryMarkdown(left))).toContain('read both times (2 of 3)');
    expect(chat(left)).toContain('changes over 2/3 members read both times');
    expect(mail(left)).toContain('changes are over the 2 members of 3 read both times');
    expect(historyLines(left).join('\n')).toContain('the trend is over the 2 of 3 members');
  });

  it('is left out of them, and that is said', () => {
    const failed = followedBy([unread('cleo', 'failed')]);
    expect(changes(failed)).toEqual(four);
    expect(plain(page(failed).figuresNote)).toBe('Changes: over the 2 members of 3 read both times.');
    expect(terminal(failed)).toMatch(
      /\(2 fewer\)\n.*\n {2}compared over the 2 of 3 members read both times\n/,
    );
    expect(mail(failed)).toContain(
      '1 known public link without a password (−2 since the audit of 23 October 2026)',
    );
  });
});

it('what was found or fixed where a member was not read the time before is not counted as a change', () => {
  const away = runs(
    { members: [member('anna'), unread('bert', 'failed')], shares: [], findings: [] },
    {
      members: [member('anna'), member('bert')],
      shares: [],
      findings: [...onLinks('anna', 1, 'new'), ...onLinks('bert', 3, 'fixed')],
    },
  );
  expect(chat(away)).toContain('1 new finding · 0 fixed');
});

it('an account that is disabled now is a change, though it is not read', () => {
  const gone = { ...unread('bert', 'disabled'), enabled: false };
  const left = finding(
    'departed-with-data',
    'bert',
    { kind: 'member', id: 'bert', path: null },
    { state: 'new' },
  );
  const input = runs(
    { members: [member('anna'), member('bert')], shares: [], findings: [] },
    { members: [member('anna'), gone], shares: [], findings: [left] },
  );
  expect(chat(input)).toContain('1 new finding');
});

it('a check that did not run the time before has found nothing new', () => {
  const { result, previous, ...rest } = runs(
    { members: [member('anna')], shares: [], findings: [] },
    { members: [member('anna')], shares: links('anna', 2), findings: onLinks('anna', 2, 'new') },
  );
  if (previous === null) throw new Error('two runs');
  const checks = previous.checks.map((one) => ({ ...one, status: 'off' as const }));
  expect(chat({ ...rest, result, previous: { ...previous, checks } })).toContain('0 new findings');
});

describe('a trend', () => {
  const at = (...read: readonly string[]) => ({
    members: ['anna', 'bert', 'cleo', 'dora'].map((id) => (read.includes(id) ? member(id) : unread(id))),
    shares: read.flatMap((id) => links(id, 2)),
    findings: [],
  });
  const lengths = (input: ReportInput) => ({
    runs: trendOf(input).points.map(({ run }) => run.id),
    members: trendOf(input).members,
  });

  it('is over those whom all of its runs read', () => {
    const input = runs(at('anna', 'bert', 'cleo'), at('anna', 'bert'), at('anna', 'bert', 'cleo', 'dora'));
    expect(lengths(input)).toEqual({ runs: [1, 2, 3], members: 2 });
    expect(page(input).links.columns.columns.map(({ total }) => total)).toEqual([4, 4, 4]);
    expect(page(input).links.columns.compared).toBe('Over the 2 members of 4 read each time.');
  });

  it('leaves out a run that read less than half of them', () => {
    const input = runs(at('anna', 'bert', 'cleo'), at('dora'), at('anna', 'bert', 'cleo', 'dora'));
    expect(lengths(input)).toEqual({ runs: [1, 3], members: 3 });
  });
});

describe('a run that knew nothing', () => {
  const nobody = { members: [unread('anna')], shares: [], findings: [] };
  const now = { members: [member('anna')], shares: links('anna', 2), findings: [] };

  it('stands as "–" in the history and the summary, and nothing is compared with it', () => {
    const input = runs(nobody, now);
    expect(historyLines(input)[1]).toMatch(/^ {4}1 {2}2026-10-23 +0\/1 +1 GB +0 +– +– +– +–$/);
    expect(plain(summaryMarkdown(input))).toMatch(/\| Public links \| 2 \| – \| – \|/);
    expect(changes(input)).toEqual(Array(4).fill('–: nobody was read both times'));
    expect(mail(input)).toContain('Nothing to compare: no member was read both times.');
  });

  it('has no use where nobody’s is known', () => {
    const blank = { ...unread('anna'), usage: { ...unread('anna').usage, bytes: null, percent: null } };
    const input = runs({ members: [blank], shares: [], findings: [] });
    expect(terminal(input)).toContain('– used · – members at 90 % or more');
    expect(mail(input)).toContain('Space used: –');
    expect(mail(input)).not.toContain('No critical point');
    expect(chat(input)).toContain('– ≥ 90%');
    expect(metricsText(input)).not.toMatch(/^menage_(used_bytes|members_nearly_full) /m);
    expect(historyLines(input)[1]).toMatch(/0\/1 +– +– +– +– +– +–$/);
    expect(page(input).figures.map(({ number }) => number)).toEqual(['–', '–', '–', '–']);
    expect(page(input).members.rows[0]).toMatchObject({
      used: '–',
      freeable: '–',
      links: '–',
      findings: '–',
    });
    expect(page(input).actionsNone).toBe('Unknown: no space was read.');
  });
});

describe('"new" is only what is new', () => {
  const shown = (input: ReportInput) =>
    page(input).items.rows.map(({ path, isNew, hasNewFinding }) => [path, isNew, hasNewFinding]);

  it('and nothing is in a first run, which compares with none', () => {
    const first = runs({
      members: [member('anna')],
      shares: links('anna', 2),
      findings: onLinks('anna', 2, 'new'),
    });
    expect(shown(first)).toEqual([
      ['/0', false, false],
      ['/1', false, false],
    ]);
    expect(page(first).items.chips.find(({ id }) => id === 'fresh')).toBeUndefined();
    expect(changes(first)).toEqual(['first run', 'first run', 'first run', 'first run']);
    expect(page(first).links.moves[0]).toMatchObject({
      number: '–',
      text: expect.stringContaining('first run'),
    });
    const row = page(first)
      .checks.groups.flatMap(({ rows }) => rows)
      .find(({ id }) => id === 'link-without-password');
    expect([row?.standing.text, row?.fresh.text, row?.fixed.text]).toEqual(['2', '–', '–']);
    expect(summaryMarkdown(first)).toMatch(/`link-without-password` \| \S+ \| 2 \| – \| – \|/);
  });

  it('a link that was made since, not an old one about which there is something new to say', () => {
    const anna = [member('anna')];
    const made = share('made', 'anna', '/made', { createdAt: '2026-11-02T09:00:00.000Z' });
    const unseen = share('unseen', 'anna', '/unseen', { createdAt: '2025-01-02T09:00:00.000Z' });
    const on = (id: string) =>
      finding('link-old', 'anna', { kind: 'share', id, path: `/${id}` }, { state: 'new', severity: 'high' });
    const input = runs(
      { members: anna, shares: links('anna', 2), findings: [] },
      {
        members: anna,
        shares: [...links('anna', 2), made, unseen],
        findings: [on('anna0'), on('made'), ...onLinks('anna', 2, 'open').slice(1)],
      },
    );
    expect(shown(input).sort()).toEqual([
      ['/0', false, true],
      ['/1', false, false],
      ['/made', true, false],
      ['/unseen', false, false],
    ]);
    expect(page(input).items.chips.find(({ id }) => id === 'fresh')?.number).toBe(2);
  });
});

describe('a figure without a change', () => {
  it('says that nobody was read both times', () => {
    const nobody = runs(
      { members: [unread('anna')], shares: [], findings: [] },
      { members: [member('anna')], shares: links('anna', 2), findings: [] },
    );
    expect(changes(nobody)).toEqual(Array.from({ length: 4 }, () => '–: nobody was read both times'));
    expect(page(nobody).links.moves[0]).toEqual({
      number: '–',
      text: 'closed or new: nobody was read both times',
    });
  });

  it('says for a nearly full member why: not there before, measured otherwise, not known before', () => {
    const full = (id: string, parts: Partial<ResultMember> = {}) =>
      member(id, { bytes: 1.9 * 1024 ** 3, ...parts });
    const { usage } = full('x');
    const input = runs(
      {
        members: [
          full('anna'),
          full('bert', { usage: { ...usage, source: 'server' } }),
          full('carl', { usage: { ...usage, bytes: null, percent: null, source: 'none' } }),
        ],
        shares: [],
        findings: [],
      },
      { members: [full('anna'), full('bert'), full('carl'), full('dora')], shares: [], findings: [] },
    );
    expect(page(input).occupation.full.rows.map(({ member: id, pace }) => [id, pace])).toEqual([
      ['anna', '0.0'],
      ['bert', 'measured otherwise'],
      ['carl', 'not known before'],
      ['dora', 'new account'],
    ]);
  });
});
