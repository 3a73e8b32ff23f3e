import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { summaryMarkdown } from '../../src/report/export/summary.ts';
import { terminalSummary } from '../../src/report/export/terminal.ts';
import { pageView } from '../../src/report/page/view.ts';
import { inputOf, member, resultOf } from './helpers.ts';

const anna = member('anna');
const gap = {
  ...anna.coverage,
  status: 'partial' as const,
  reason: 'The server refused to list 1 folder.',
  unreadable: ['/Archives'],
};
const result = resultOf(
  {
    members: [{ ...anna, coverage: gap }, member('bob')],
    accepted: [{ member: 'anna', reason: 'bande lente', until: '2026-12-31' }],
    shares: [],
    findings: [],
  },
  CHECKS,
);
const exceptions = [
  { check: 'member-not-read', member: 'anna', path: '/Archives/**', reason: 'bande lente', until: null },
].map((one) => ({ ...one, ended: false }));
const input = inputOf([result], { checks: CHECKS, exceptions });

describe('an incompleteness that is accepted', () => {
  it('stays on the page: in its first lines, by name, and among the exceptions', () => {
    const { trust, exceptions } = pageView(input, 'fr');
    expect(trust.missing.map(({ text }) => text)).toEqual(['1 lu en partie', 'dont 1 accepté']);
    expect(trust.unread).toMatchObject([
      {
        member: 'anna',
        accepted: expect.stringMatching(/^Accepté jusqu’au 31\sdéc\.\s2026\s: bande lente$/),
      },
    ]);
    expect(exceptions.rows).toMatchObject([
      { who: 'anna', reason: 'bande lente', until: 'sans fin', path: 'un chemin privé' },
    ]);
  });

  it('stays in the summary and on the terminal, without a call to mend it', () => {
    expect(summaryMarkdown(input)).toMatch(/- anna\s: .*\(accepté jusqu’au 31\sdéc\.\s2026\s: bande lente\)/);
    const terminal = terminalSummary(input, { color: false, width: 100 });
    expect(terminal).toContain('read in part, accepted until 2026-12-31: anna (bande lente)');
    expect(terminal).not.toContain('doctor');
  });
});
