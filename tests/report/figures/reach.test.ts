import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import type { ResultMember, ResultReach, RunResult } from '../../../src/model/result.ts';
import { historyLines } from '../../../src/report/export/history.ts';
import { metricsText } from '../../../src/report/export/metrics.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import { pageView } from '../../../src/report/page/view.ts';
import { inputOf, member, resultOf } from '../helpers.ts';

const KB = 1024;
const FRENCH = { name: 'Coop', language: 'fr', timezone: 'UTC', help: null, replyTo: null } as const;

/** So many files of a kilobyte in each class: owner, colleagues, named, anyone. */
function reach(owner: number, colleagues: number, named: number, anyone: number): ResultReach {
  const of = (files: number) => ({ files, bytes: files * KB });
  return { owner: of(owner), colleagues: of(colleagues), named: of(named), anyone: of(anyone) };
}

/** One run a month, the last in November. */
function runs(...all: readonly (readonly ResultMember[])[]): ReportInput {
  const made = all.map((members, at): RunResult => {
    const result = resultOf({ members: [...members], shares: [], findings: [] }, CHECKS);
    const month = String(12 - all.length + at).padStart(2, '0');
    const startedAt = `2026-${month}-23T03:12:00.000Z`;
    return { ...result, run: { ...result.run, id: at + 1, startedAt } };
  });
  const [first, ...others] = made;
  if (first === undefined) throw new Error('no run');
  return inputOf([first, ...others], { checks: CHECKS, organisation: FRENCH });
}

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
function block(input: ReportInput) {
  const view = pageView(input, 'fr').reach;
  if (view === null) return null;
  const rows = view.rows.map(({ id, files, bytes, change, spark }) => [
    id,
    plain(`${files}, ${bytes}`),
    change === null ? null : plain(`${change.arrow}${change.text}`),
    spark === null ? null : plain(spark.label),
  ]);
  return { rows, note: plain(view.note) };
}
const mailLine = (input: ReportInput) =>
  adminMailFor(input, { to: 'a@b.example', where: null })
    .view.lines.map((line) => plain(line.plain))
    .find((line) => line.includes('quiconque'));
const metrics = (input: ReportInput) =>
  metricsText(input)
    .split('\n')
    .filter((line) => line.startsWith('menage_reach'));

const anna = member('anna', { reach: reach(10, 5, 2, 1) });
const bob = member('bob', { reach: reach(20, 0, 0, 3) });
const ofEarlierVersion = member('bob');

describe('files by who reaches them', () => {
  it('add up over the members, and stand in no view where nothing is known', () => {
    const one = runs([anna, bob]);
    expect(block(one)?.rows).toEqual([
      ['anyone', '4, 4 Ko', null, null],
      ['named', '2, 2 Ko', null, null],
      ['colleagues', '5, 5 Ko', null, null],
      ['owner', '30, 30 Ko', null, null],
    ]);
    expect(mailLine(one)).toBe('4 fichiers sont ouverts à quiconque a le lien.');
    expect(metrics(one)).toEqual([
      'menage_reach_files{reach="owner"} 30',
      'menage_reach_files{reach="colleagues"} 5',
      'menage_reach_files{reach="named"} 2',
      'menage_reach_files{reach="anyone"} 4',
      'menage_reach_bytes{reach="owner"} 30720',
      'menage_reach_bytes{reach="colleagues"} 5120',
      'menage_reach_bytes{reach="named"} 2048',
      'menage_reach_bytes{reach="anyone"} 4096',
      'menage_reach_members 2',
    ]);
    const none = runs([ofEarlierVersion]);
    expect([block(none), mailLine(none), metrics(none)]).toEqual([null, undefined, []]);
  });

  it('say of how many members they are known', () => {
    const some = runs([anna, ofEarlierVersion, member('carl')]);
    expect(block(some)?.note).toContain('Connu pour 1 membre sur 3.');
    expect(mailLine(some)).toBe('1 fichier est ouvert à quiconque a le lien ; connu pour 1 membre sur 3.');
    expect(metrics(some).at(-1)).toBe('menage_reach_members 1');
  });

  it('are compared over the members of whom both runs know it', () => {
    const later = { ...anna, reach: reach(8, 5, 2, 3) };
    // Bob is counted for the first time: his files are no growth.
    const two = runs([anna, ofEarlierVersion], [later, bob]);
    expect(block(two)?.rows).toEqual([
      ['anyone', '6, 6 Ko', '▲2 de plus', 'Les 2 derniers audits : oct. 1 et nov. 3'],
      ['named', '2, 2 Ko', 'inchangé', 'Les 2 derniers audits : oct. 2 et nov. 2'],
      ['colleagues', '5, 5 Ko', 'inchangé', 'Les 2 derniers audits : oct. 5 et nov. 5'],
      ['owner', '28, 28 Ko', '▼2 de moins', 'Les 2 derniers audits : oct. 10 et nov. 8'],
    ]);
    expect(block(two)?.note).toContain('Écarts : sur le seul membre lu les deux fois, sur 2.');
    expect(mailLine(two)).toBe(
      '6 fichiers sont ouverts à quiconque a le lien (+2 depuis l’audit du 23 octobre 2026).',
    );
  });

  it('are no change where only one run knows them', () => {
    const first = runs([ofEarlierVersion], [bob]);
    expect(block(first)?.rows[0]).toEqual(['anyone', '3, 3 Ko', null, null]);
    expect(mailLine(first)).toBe('3 fichiers sont ouverts à quiconque a le lien.');
    const others = runs([anna], [bob]);
    expect(block(others)?.rows[0]?.[2]).toBe('– : personne n’a été lu les deux fois');
    expect(mailLine(others)).toBe('3 fichiers sont ouverts à quiconque a le lien.');
  });

  it('have a column of the history, whose trend is over the runs that know them', () => {
    const lines = (input: ReportInput) => historyLines(input, 'en').map(plain);
    const three = runs([anna, ofEarlierVersion], [{ ...anna, reach: reach(8, 5, 2, 3) }, bob], [anna, bob]);
    const [head, first, second, third, trend, ...over] = lines(three);
    expect(head).toContain('open files');
    const at = (head?.indexOf('open files') ?? 0) + 'open files'.length;
    const cells = [first, second, third, trend].map((line) => line?.slice(0, at).trim().split(/\s+/).at(-1));
    expect(cells).toEqual(['1', '6', '4', '▁█▁']);
    expect(over).toEqual(['open files: the trend is over the 1 of 2 members whom the runs 1, 2, 3 all read']);
    const two = runs([ofEarlierVersion], [bob]);
    expect(lines(two).at(-1)?.slice(0, at).trim().split(/\s+/).at(-1)).toBe('–');
  });
});
