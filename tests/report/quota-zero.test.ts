import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../src/model/result.ts';
import { terminalSummary } from '../../src/report/export/terminal.ts';
import { renderPage } from '../../src/report/page/page.ts';
import { pageView } from '../../src/report/page/view.ts';
import { withSmallWorkspace } from '../helpers/small-workspace.ts';
import { NOW, smallWorld } from '../helpers/world.ts';
import { inputOf } from './helpers.ts';
import { pageTemplates } from './page-sample.ts';

const MB = 1024 ** 2;
const OLD = { modifiedAt: NOW - 900 * 86_400_000, uploadedAt: NOW - 900 * 86_400_000 };
/** What divides by the quota, or speaks of a share of it. */
const NONSENSE =
  /NaN|Infinity|sur 0 o|de 0 o\b|\d\s?% utilisés|encore de la place|est plein|presque plein|Il reste/;

const world = () =>
  smallWorld({
    members: {
      anna: { quota: 0, files: {} },
      boris: { quota: 0, files: { '/Films/vieux.mp4': { size: 90 * MB, ...OLD } } },
    },
    shares: [{ fileOwner: 'boris', path: '/Films', createdAt: NOW - 300 * 86_400_000 }],
  });

function usageOf({ members }: RunResult, who: string) {
  return members.find(({ id }) => id === who)?.usage;
}

describe('a quota of 0', () => {
  it('is a quota: one sentence to the member, one to the admins, and no share of it anywhere', async () => {
    await withSmallWorkspace(world(), {}, async (workspace) => {
      const { result, mailed } = await workspace.auditAndSend();
      expect(usageOf(result, 'anna')).toMatchObject({ bytes: 0, percent: null });
      expect(usageOf(result, 'boris')).toMatchObject({ bytes: 90 * MB, percent: null });
      const onQuota = result.findings.filter(
        ({ check }) => check.includes('quota') && check !== 'quota-not-the-rule',
      );
      expect(onQuota).toEqual([]);
      expect(result.findings.filter(({ check }) => check === 'quota-not-the-rule')).toHaveLength(2);

      expect(mailed).toContain('boris@coop.example');
      for (const { to, raw } of workspace.mails.received) {
        const { text = '', subject = '', html } = await simpleParser(raw);
        expect(`${subject} ${text} ${String(html)}`).not.toMatch(NONSENSE);
        if (to.includes('boris@coop.example')) {
          expect(text.replaceAll(/\s+/g, ' ').match(/son quota est de 0/g)).toHaveLength(1);
          expect(text.replaceAll(/\s+/g, ' ')).toContain(
            'Vous utilisez 90 Mo, et votre compte ne prend plus de fichiers : son quota est de 0.',
          );
        }
      }

      const input = inputOf([result]);
      expect(renderPage(input, pageTemplates())).not.toMatch(/NaN|Infinity/);
      const { members, occupation } = pageView(input, 'fr');
      expect(members.rows.map(({ percent, meter }) => [percent, meter])).toEqual([
        ['quota de 0', null],
        ['quota de 0', null],
      ]);
      expect(JSON.stringify(occupation)).not.toMatch(/inconnu/);
      expect(terminalSummary(input, { color: false, width: 100 })).not.toMatch(/NaN|Infinity|of 0 B/);
    });
  });
});
