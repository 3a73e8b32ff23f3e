import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/index.ts';
import { chatMessage } from '../../src/report/export/chat.ts';
import { membersCsv } from '../../src/report/export/csv.ts';
import { metricsText } from '../../src/report/export/metrics.ts';
import { summaryMarkdown } from '../../src/report/export/summary.ts';
import { terminalSummary } from '../../src/report/export/terminal.ts';
import { adminMailFor } from '../../src/report/mail/team/admin.ts';
import { figuresView } from '../../src/report/page/figures.ts';
import { localeOf } from '../../src/report/page/locale.ts';
import { pageView } from '../../src/report/page/view.ts';
import { inputOf, member, resultOf, share } from './helpers.ts';

const coverage = {
  status: 'not-granted' as const,
  reason: null,
  reasons: [],
  strategy: 'none' as const,
  right: null,
  requests: 0,
  unreadable: [],
};
const members = [member('anna', { coverage }), member('bob', { coverage })];
const input = inputOf([resultOf({ members, shares: [], findings: [] }, CHECKS)], { checks: CHECKS });

/** Without the spaces that keep words together. */
function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('where nobody could be read, what nobody knows is never 0', () => {
  it('in the mail to the admins', () => {
    const { view } = adminMailFor(input, { to: 'a@b.example', where: null });
    const text = plain(view.lines.map((line) => line.plain).join('\n'));
    expect(text).toContain('Liens et place à libérer : inconnus, car aucun espace n’a été lu.');
    expect(text).not.toMatch(/Aucun lien|Rien à libérer/);
  });

  it('in the chat', () => {
    const text = chatMessage(input, { nameMembers: false, link: null });
    expect(text).toContain('liens et place à libérer inconnus');
    expect(text).not.toMatch(/0 lien|rien à libérer/);
  });

  it('on the terminal', () => {
    const text = terminalSummary(input, { color: false, width: 100 });
    expect(text).toContain('links, and what could be freed: unknown, for nobody was read');
    expect(text).not.toMatch(/0 links|could be freed in|nothing found/);
  });

  it('in the summary', () => {
    const text = summaryMarkdown(input);
    expect(text).toMatch(/\| Liens publics \| – \|/);
    expect(text).toMatch(/\| Liens sans mot de passe \| – \|/);
    expect(text).toMatch(/\| Espace à libérer \| – \|/);
  });

  it('in the metrics', () => {
    const text = metricsText(input);
    expect(text).not.toMatch(/^menage_(links|freeable)\S* /m);
    expect(text).toContain('\nmenage_members_nearly_full ');
  });

  it('on the page', () => {
    const figures = figuresView(input, localeOf(input, 'fr'));
    expect(figures.map(({ key, number, change }) => [key, number, plain(change.text)]).slice(2)).toEqual([
      ['links', '–', 'inconnu : aucun espace lu'],
      ['freeable', '–', 'inconnu : aucun espace lu'],
    ]);
  });
});

describe.each(['interrupted', 'failed'] as const)(
  'a run that %s before it had the list of members',
  (status) => {
    const empty = resultOf({ members: [], shares: [], findings: [] }, CHECKS);
    const broken = inputOf([{ ...empty, run: { ...empty.run, status } }], { checks: CHECKS });

    it('says no 0 on the terminal', () => {
      const text = plain(terminalSummary(broken, { color: false, width: 100 }));
      expect(text).toContain('· – members ·');
      expect(text).toContain('– used · – members at 90 % or more');
      expect(text).not.toMatch(/\b0 (bytes|links|members)|of 0|nothing found|none not reached/);
    });

    it('says no 0 in the summary', () => {
      const text = plain(summaryMarkdown(broken));
      const rows = text.split('\n').filter((line) => /^\| (Membres|Espace|Liens)/.test(line));
      expect(rows.length).toBe(6);
      for (const row of rows) expect(row).toMatch(/\| – \| – \| – \|$/);
      expect(text).not.toMatch(/0 membre|0 octet|aucun non atteint/);
    });

    it('has no sample of what it does not know in the metrics', () => {
      const text = metricsText(broken);
      expect(text).not.toMatch(/^menage_(members|used|links|freeable)\S* /m);
      expect(text).toContain('\nmenage_run_complete 0\n');
    });

    it('says no 0 on the page', () => {
      const view = pageView(broken, 'fr');
      expect(view.figures.map(({ number }) => number)).toEqual(['–', '–', '–', '–']);
      expect(plain(JSON.stringify(view))).not.toMatch(/0 membres? (lus? )?sur 0|aucun non atteint/);
    });
  },
);

it('the row of whoever was not read is empty, not 0', () => {
  const [header = '', anna = ''] = membersCsv(input).split('\r\n');
  const cells = Object.fromEntries(header.split(',').map((name, at) => [name, anna.split(',')[at]]));
  for (const column of ['links', 'links_without_password', 'freeable_bytes', 'critical', 'info'])
    expect([column, cells[column]]).toEqual([column, '']);
});

it('what is not seen any more because fewer were read is no change', () => {
  const open = ['1', '2'].map((id) => share(id, 'bob', `/${id}`));
  const whole = resultOf({ members: [member('anna'), member('bob')], shares: open, findings: [] }, CHECKS);
  const halved = { ...member('bob'), coverage: { ...coverage, status: 'failed' as const } };
  const later = resultOf({ members: [member('anna'), halved], shares: [], findings: [] }, CHECKS);
  const both = inputOf([whole, later], { checks: CHECKS });
  expect(terminalSummary(both, { color: false, width: 100 })).not.toContain('fewer)');
  expect(chatMessage(both, { nameMembers: false, link: null })).not.toContain('−');
  const { view } = adminMailFor(both, { to: 'a@b.example', where: null });
  expect(view.lines.map((line) => line.plain).join()).not.toMatch(/depuis l’audit du [^.]*\)\./);
  const [, , links] = figuresView(both, localeOf(both, 'fr'));
  expect(links?.change.text).toBe('inchangé');
});

it('the first audit of the first period is compared with nothing, though it need not be the first', () => {
  const { view } = adminMailFor(input, { to: 'a@b.example', where: null });
  expect(plain(view.changes.lines[0]?.plain ?? '')).toBe(
    'Aucun audit d’une période précédente : il n’y a encore rien à comparer.',
  );
});
