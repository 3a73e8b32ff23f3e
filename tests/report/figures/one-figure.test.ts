import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { chatMessage } from '../../../src/report/export/chat.ts';
import { membersCsv } from '../../../src/report/export/csv.ts';
import { historyLines } from '../../../src/report/export/history.ts';
import { metricsText } from '../../../src/report/export/metrics.ts';
import { summaryMarkdown } from '../../../src/report/export/summary.ts';
import { terminalSummary } from '../../../src/report/export/terminal.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import { pageView } from '../../../src/report/page/view.ts';
import { finding, inputOf, member, RULE, resultOf, share } from '../helpers.ts';

const GB = 1024 ** 3;
const disabled = {
  status: 'disabled' as const,
  reason: null,
  reasons: [],
  strategy: 'none' as const,
  right: null,
  requests: 0,
  unreadable: [],
};
/** 1.87 GB: rounded 1.9, cut 1.8. */
const ANNA = Math.round(1.87 * GB);

const nearlyFull = finding(
  'quota-nearly-full',
  'anna',
  { kind: 'member', id: 'anna', path: null },
  { severity: 'high', actual: { usedBytes: ANNA, quotaBytes: RULE, usedPercent: (100 * ANNA) / RULE } },
);
const result = resultOf(
  {
    members: [
      member('anna', { bytes: ANNA }),
      member('bert', { bytes: GB }),
      member('gone', { bytes: 2 * GB, enabled: false, coverage: disabled }),
    ],
    shares: [share('1', 'anna', '/a'), share('2', 'bert', '/b', { hasPassword: true })],
    findings: [
      nearlyFull,
      finding('large-stale-file', 'bert', { kind: 'file', id: '7', path: '/x.mov' }, { bytes: GB / 2 }),
    ],
  },
  CHECKS,
);
const input = inputOf([result], {
  checks: CHECKS,
  organisation: { name: 'Coop', language: 'en', timezone: 'UTC', help: null, replyTo: null },
  contacts: new Map([['anna', { mail: 'anna@example.org', language: 'en', antenna: null }]]),
});

/** Each view as one text, with plain blanks. */
const VIEWS = {
  terminal: terminalSummary(input, { color: false, width: 120 }),
  'admin mail': adminMailFor(input, { to: 'a@b.example', where: null })
    .view.lines.map(({ plain }) => plain)
    .join('\n'),
  page: pageView(input, 'en')
    .figures.map((figure) => `${figure.number} ${figure.unit} ${figure.label} ${figure.context}`)
    .join('\n'),
  summary: summaryMarkdown(input),
  history: historyLines(input).join('\n'),
  chat: chatMessage(input, { nameMembers: false, link: null }),
};

function text(view: keyof typeof VIEWS): string {
  return VIEWS[view].replaceAll(/[\u00a0\u202f]/g, ' ');
}

const rows: readonly Record<string, string>[] = parse(membersCsv(input), { columns: true, bom: true });
const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metricsText(input))?.[1]);

describe('one total over one population', () => {
  const views = Object.keys(VIEWS) as (keyof typeof VIEWS)[];

  it.each(views.filter((view) => view !== 'chat'))('%s: the use of those who count as members', (view) => {
    expect(text(view)).toContain('2.9 GB');
  });

  it.each(views)('%s: the same space to free', (view) => {
    expect(text(view)).toContain('512 MB');
  });

  it('in bytes in the JSON, the CSV and the metrics', () => {
    const inJson = result.members
      .filter(({ coverage }) => coverage.status !== 'disabled')
      .reduce((sum, { usage }) => sum + (usage.bytes ?? 0), 0);
    const inCsv = rows
      .filter((row) => row['coverage'] !== 'disabled')
      .reduce((sum, row) => sum + Number(row['used_bytes']), 0);
    const perMember = [...metricsText(input).matchAll(/^menage_member_used_bytes\{[^}]*\} (\d+)$/gm)];
    expect(inJson).toBe(ANNA + GB);
    expect(inCsv).toBe(inJson);
    expect(metric('menage_used_bytes')).toBe(inJson);
    expect(perMember.reduce((sum, [, bytes]) => sum + Number(bytes), 0)).toBe(inJson);
  });

  it('and the quota is that of the same people', () => {
    expect(text('page')).toContain('71% of 4 GB');
  });

  it('members are those meant to be read; rows that list disabled accounts too are accounts', () => {
    const page = pageView(input, 'en');
    expect(text('terminal')).toContain('· 2 members · run 12');
    expect(text('chat')).toContain('2/2 members read');
    expect(text('summary')).toContain('2 members of 2');
    expect(page.trust.read).toContain('2 members of 2');
    expect(page.members.counted).toBe('3 accounts');
    expect(page.accounts.subtitle).toBe('3 accounts: 2 active, 1 disabled');
  });
});

describe('one rounding', () => {
  it('of a member’s use: in the mail, the table, the sheet and the finding', () => {
    const mail = mailFor(input, 'anna')?.view;
    const row = pageView(input, 'en').members.rows.find(({ member: id }) => id === 'anna');
    expect(mail?.gauge?.used).toBe('1.9\u00a0GB');
    expect(row?.used).toBe(mail?.gauge?.used);
    expect(row?.percent).toBe('93%');
    expect(mail?.gauge?.chip).toContain('93%');
  });
});
