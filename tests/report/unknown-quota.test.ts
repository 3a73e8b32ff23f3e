import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { membersCsv } from '../../src/report/export/csv.ts';
import { metricsText } from '../../src/report/export/metrics.ts';
import { terminalSummary } from '../../src/report/export/terminal.ts';
import { mailFor } from '../../src/report/mail/mail.ts';
import { renderMail } from '../../src/report/mail/render.ts';
import { finding, inputOf, member, resultOf } from './helpers.ts';
import { MB, stale, templates } from './mail-scenes.ts';

const quota = { bytes: null, unlimited: null, source: 'none' as const };
const anna = member('anna', { quota });
const dora = member('dora', { quota });
const usage = { ...anna.usage, bytes: 800 * MB, percent: null };
const none = {
  bytes: null,
  files: null,
  folders: null,
  trashBytes: null,
  trashOwnBytes: null,
  percent: null,
  source: 'none' as const,
};
const input = inputOf(
  [
    resultOf(
      {
        members: [
          { ...anna, usage },
          { ...dora, usage: none },
        ],
        shares: [],
        findings: [stale('anna', '1', '/a.mov', 90)],
      },
      CHECKS,
    ),
  ],
  { checks: CHECKS },
);

function textOf(mail: ReturnType<typeof mailFor>): string {
  if (mail === null) throw new Error('no mail');
  const { subject, text } = renderMail(mail, templates);
  return `${subject}\n${text}`.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('a quota or use that nobody knows is neither 0 nor unlimited', () => {
  it('in the mail to the member', () => {
    const text = textOf(mailFor(input, 'anna'));
    expect(text).toContain('800 Mo');
    expect(text).not.toMatch(/illimité|sans limite|sur 0|\b0 o\b|NaN|null|2 Go/);
  });

  it('in the table of members', () => {
    const [header = '', ...rows] = membersCsv(input).trim().split(/\r?\n/);
    const at = header.replace('\uFEFF', '').split(',').indexOf('quota_bytes');
    expect(at).toBeGreaterThan(0);
    expect(rows.map((row) => row.split(',')[at])).toEqual(['', '']);
  });

  it('in the metrics and on the terminal', () => {
    expect(metricsText(input)).not.toMatch(/^menage_member_quota_ratio\{/m);
    expect(terminalSummary(input, { color: false, width: 100 })).not.toMatch(/unlimited|NaN|null/);
  });
});

describe('a trash bin that also holds what was deleted in group folders', () => {
  const mail = (holdsShared: boolean) =>
    textOf(
      mailFor(
        inputOf(
          [
            resultOf(
              {
                members: [member('anna')],
                shares: [],
                findings: [
                  stale('anna', '1', '/a.mov', 90),
                  finding(
                    'trash-heavy',
                    'anna',
                    { kind: 'member', id: 'anna', path: null },
                    { severity: 'info', actual: { trashBytes: 310 * MB, holdsShared } },
                  ),
                ],
              },
              CHECKS,
            ),
          ],
          { checks: CHECKS },
        ),
        'anna',
      ),
    );

  it('is named by the own part, and nobody is told to empty it', () => {
    expect(mail(true)).toContain('310 Mo');
    expect(mail(true)).not.toMatch(/videz/i);
  });

  it('is another advice than for a bin of own things', () => {
    expect(mail(false)).toContain('310 Mo');
    expect(mail(false)).toMatch(/videz/i);
  });
});
