import { describe, expect, it } from 'vitest';
import { because } from '../../../src/model/reasons/reason.ts';
import { reasonFields } from '../../../src/model/reasons/sentence.ts';
import type { ResultSpace } from '../../../src/model/result.ts';
import { summaryMarkdown } from '../../../src/report/export/summary.ts';
import { terminalSummary } from '../../../src/report/export/terminal.ts';
import { keyFigures } from '../../../src/report/figures/run-point.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import { pageView } from '../../../src/report/page/view.ts';
import { inputOf, member, NASTY_NAMES, resultOf } from '../helpers.ts';
import { pageTemplates } from '../page-sample.ts';

const MB = 1024 ** 2;
const templates = pageTemplates();

function space(name: string, parts: Partial<ResultSpace> = {}): ResultSpace {
  return {
    id: '77',
    name,
    bytes: 700 * MB,
    files: 1_200,
    folders: 3,
    quota: { bytes: 5 * 1024 * MB, unlimited: false },
    members: ['anna', 'bert'],
    places: [],
    groups: null,
    advancedPermissions: null,
    coverage: {
      status: 'read',
      reason: null,
      reasons: [],
      strategy: 'infinity',
      requests: 2,
      unreadable: [],
    },
    ...parts,
  };
}

const HIDDEN = space('/Bureau', {
  bytes: 20 * MB,
  files: null,
  folders: null,
  quota: null,
  members: ['anna'],
  coverage: {
    status: 'failed',
    ...reasonFields([
      because('request.answered-because', {
        request: 'PROPFIND /remote.php/dav/files/anna/Bureau/Priv%C3%A9',
        status: 403,
        advice: [because('advice.forbidden')],
      }),
    ]),
    strategy: 'none',
    requests: 1,
    unreadable: [],
  },
});

const input = (spaces: ResultSpace[]) =>
  inputOf([resultOf({ members: [member('anna', { bytes: 100 * MB })], shares: [], findings: [], spaces })]);

function sectionOf(html: string): string {
  return /<section id="spaces"[\s\S]*?<\/section>/.exec(html)?.[0] ?? '';
}

describe('collective spaces', () => {
  it('stand in a table of totals, in both languages', () => {
    const view = pageView(input([space('/Collectif'), HIDDEN]), 'fr');
    expect(view.spaces).toEqual([
      {
        name: '/Collectif',
        used: '700\u00a0Mo',
        quota: '5\u00a0Go',
        files: '1\u202f200',
        members: '2 membres',
        coverage: 'lu',
        status: 'read',
        reason: '',
      },
      {
        name: '/Bureau',
        used: '20\u00a0Mo',
        quota: '–',
        files: '–',
        members: '1 membre',
        coverage: 'en échec',
        status: 'failed',
        reason: 'Le serveur a répondu 403\u00a0: ce compte n’a pas le droit de lire ceci.',
      },
    ]);
    const html = renderPage(input([space('/Collectif'), HIDDEN]), templates);
    expect(html.match(/<section id="spaces"/g)).toHaveLength(2);
    expect(html).toContain('<a href="#spaces">Espaces collectifs <span class="n">2</span></a>');
    expect(sectionOf(html)).not.toContain('Priv');
  });

  it('have no section where there are none', () => {
    expect(renderPage(input([]), templates)).not.toContain('id="spaces"');
  });

  it('are a line of the summaries, and in no sum of the members', () => {
    const told = input([space('/Collectif'), HIDDEN]);
    expect(keyFigures(told.result).usedBytes).toBe(100 * MB);
    expect(terminalSummary(told, { color: false, width: 100 })).toContain(
      '\n  2 collective spaces: 720\u00a0MB beside that (1 not read whole)\n',
    );
    expect(summaryMarkdown(told)).toContain(
      '\n\n2 espaces collectifs, en plus\u00a0: 720\u00a0Mo, dont 1 non lu ou lu en partie.\n',
    );
    const none = input([]);
    expect(terminalSummary(none, { color: false, width: 100 })).not.toContain('collective');
    expect(summaryMarkdown(none)).not.toContain('collectif');
  });

  it('are text whatever their names', () => {
    const html = renderPage(
      input(NASTY_NAMES.map((name, at) => space(`/${name}`, { id: `9${at}` }))),
      templates,
    );
    const table = sectionOf(html);
    expect(table.match(/<tr>/g)).toHaveLength(NASTY_NAMES.length + 1);
    expect(table).not.toMatch(/<(?:script|img|svg)/);
  });
});
