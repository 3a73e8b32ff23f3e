import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { acceptorOf } from '../../../src/judge/exceptions.ts';
import { memberId } from '../../../src/model/ids.ts';
import type { ResultFinding, ResultShare } from '../../../src/model/result.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import type { MailView } from '../../../src/report/mail/view.ts';
import { finding, inputOf, member, resultOf, share } from '../helpers.ts';
import { MB, onShare, stale } from '../mail-scenes.ts';

const OLD = stale('anna', '5', '/Films/été.mov', 900, { since: '2024-02-23' });

/** Anna's mail of 23 November 2026 after mails on the 23rd of these months. */
function viewAfter(
  months: readonly string[],
  findings: readonly ResultFinding[] = [OLD],
  shares: readonly ResultShare[] = [],
  parts: Partial<ReportInput> = {},
): MailView {
  const sentAt = months.map((month) => Date.parse(`${month}-23T04:00:00.000Z`));
  const result = resultOf(
    { members: [member('anna')], shares: [...shares], findings: [...findings] },
    CHECKS,
  );
  const mailed = new Map([['anna', { sentAt, thanksAt: [] }]]);
  const mail = mailFor(inputOf([result], { checks: CHECKS, mailed, ...parts }), 'anna');
  if (mail === null) throw new Error('no mail');
  return mail.view;
}

function plain(text: string | undefined): string {
  return (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
}

describe('the yearly question', () => {
  const three = ['2026-08', '2026-09', '2026-10'];

  it('is asked in the fourth mail about a thing, in place of the advice', () => {
    for (const earlier of [[], ['2026-10'], ['2026-09', '2026-10']])
      expect(viewAfter(earlier).useful).toBeNull();
    const { useful, actions } = viewAfter(three);
    expect(plain(useful?.items[0]?.plain)).toBe('été.mov · 900 Mo, sans changement depuis avril 2025.');
    expect(plain(useful?.how.plain)).toContain('la question ne reviendra pas avant le 23 novembre 2027');
    expect(actions).toBeNull();
  });

  it('is asked once a year, by the mails that went out and not by the runs', () => {
    const asked = (...months: readonly string[]) => viewAfter(months).useful !== null;
    expect(asked('2026-07', ...three)).toBe(false);
    expect(asked('2025-09', '2025-10', '2025-11', '2025-12', ...three)).toBe(false);
    expect(asked('2025-08', '2025-09', '2025-10', '2025-11', '2026-03', ...three)).toBe(true);
  });

  it('leaves a risk among the actions, with a hand offered', () => {
    const devis = share('1', 'anna', '/Devis');
    const risk = [
      onShare('link-open-forever', devis, { severity: 'high', since: '2026-01-23' }),
      onShare('link-old', devis, { since: '2026-01-23' }),
    ];
    const { useful, actions } = viewAfter(['2026-07', ...three], risk, [devis]);
    expect(useful).toBeNull();
    expect(actions?.items[0]?.rows[0]?.text).toMatch(/mot de passe et une date.*coup de main/);
  });

  it('names who must agree, and an old link by its age', () => {
    const album = share('2', 'anna', '/Album', { hasPassword: true, fileId: '77' });
    const findings = [onShare('link-old', album, { since: '2026-01-23' }), { ...OLD, sharedWith: ['bruno'] }];
    const { useful } = viewAfter(three, findings, [album]);
    expect(useful?.items.map((item) => plain(item.plain))).toEqual([
      'été.mov · 900 Mo, sans changement depuis avril 2025. Partagé avec bruno : demandez-lui avant de supprimer.',
      'Dossier « Album » · lien public ouvert depuis septembre 2025.',
    ]);
  });

  it('names an old link by its age where another share of the same thing was found as well', () => {
    const of = { hasPassword: true, fileId: '77' };
    const album = share('2', 'anna', '/Album', of);
    const client = share('1', 'anna', '/Album', { ...of, type: 'mail', recipient: 'client@example.org' });
    const findings = [
      onShare('outside-forgotten', client, { severity: 'medium', since: '2026-01-23' }),
      onShare('link-old', album, { severity: 'low', since: '2026-01-23' }),
    ];
    const { useful } = viewAfter(three, findings, [client, album]);
    expect(useful?.items.map((item) => plain(item.plain))).toEqual([
      'Dossier « Album » · lien public ouvert depuis septembre 2025.',
    ]);
  });

  it('prepares an answer that says what an exception needs, for whoever sets it', () => {
    const { useful } = viewAfter(three);
    const link = useful?.how.parts.find(({ href }) => href !== null)?.href ?? '';
    const body = new URL(link).searchParams.get('body') ?? '';
    expect(link).toMatch(/^mailto:tours@example\.org\?/);
    expect(body).toContain('- /Films/été.mov\n');
    expect(body).toContain('23 novembre 2027');
    expect(plain(body)).toContain('Mon compte : anna');
    const exception = { check: OLD.check, path: '/Films/été.mov', until: '2027-11-23' };
    const accepts = acceptorOf([exception], '2026-12-01');
    expect(accepts(OLD.check, memberId('anna'), '/Films/été.mov')).toBe(true);
  });

  it('is not asked where no answer can arrive, and asks about five things at most', () => {
    const alone = {
      referents: [],
      organisation: {
        ...inputOf([resultOf({ members: [], shares: [], findings: [] })]).organisation,
        replyTo: null,
      },
    };
    expect(viewAfter(three, [OLD], [], alone).useful).toBeNull();
    const many = Array.from({ length: 9 }, (_, at) =>
      stale('anna', `${at}`, `/${at}.mov`, 60 + at, { since: '2026-01-23' }),
    );
    const { useful, actions } = viewAfter(three, many);
    expect(useful?.items).toHaveLength(5);
    expect(actions?.items.map(({ count }) => count)).toEqual([4]);
  });
});

describe('progress over several months', () => {
  const MONTHS = ['2026-05', '2026-07', '2026-09', '2026-10', '2026-11'];

  /** The lines below « Depuis … » where Anna's use at the runs of these months was so many megabytes. */
  function told(...megabytes: readonly number[]): readonly string[] {
    const points = megabytes.map((size, at) => ({
      at: Date.parse(`${MONTHS.slice(-megabytes.length)[at]}-23T03:12:00.000Z`),
      bytes: size * MB,
    }));
    const [before = 0, now = 0] = megabytes.slice(-2);
    const one = finding(
      'trash-heavy',
      'anna',
      { kind: 'member', id: 'anna', path: null },
      { actual: { trashBytes: 9 } },
    );
    const result = resultOf(
      { members: [member('anna', { bytes: now * MB })], shares: [], findings: [one] },
      CHECKS,
    );
    const run = { ...result.run, id: 11, startedAt: '2026-10-23T03:12:00.000Z' };
    const previous = { ...result, run, members: [member('anna', { bytes: before * MB })] };
    const usage = new Map([['anna', points]]);
    const view = mailFor(inputOf([previous, result], { checks: CHECKS, usage }), 'anna')?.view;
    return [view?.since?.heading ?? '', ...(view?.since?.lines ?? []).map((line) => plain(line.plain))];
  }

  it('is told from the fullest run on, with thanks', () => {
    expect(told(1900, 1300, 700, 700, 700)).toEqual([
      'Vos progrès',
      'Depuis mai, vous avez libéré 1,2 Go. Merci !',
    ]);
    expect(told(1900, 1300, 1300, 900, 600)).toEqual([
      'Depuis octobre',
      '300 Mo libérés, merci !',
      'Depuis mai, cela fait 1,3 Go libérés en tout.',
    ]);
  });

  it.each<[string, readonly number[]]>([
    ['what is not worth a word', [1900, 1900, 1800, 1790, 1789]],
    ['after a month of growth', [1900, 1300, 700, 700, 800]],
    ['where the last month alone says it', [1900, 1900, 1900, 1900, 700]],
    ['where two runs are all there are', [1900, 700]],
    ['where the space has grown', [300, 500, 700, 900, 890]],
    ['each month anew while nothing changes', [300, 1900, 1300, 700, 700]],
  ])('is not told %s', (_, megabytes) => {
    expect(told(...megabytes).join(' ')).not.toMatch(/en tout|vous avez libéré/);
  });
});
