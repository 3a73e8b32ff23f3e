import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { because, type Reason } from '../../../src/model/reasons/reason.ts';
import { reasonFields } from '../../../src/model/reasons/sentence.ts';
import type { ResultFinding, ResultMember, ResultShare } from '../../../src/model/result.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { finding, inputOf, member, resultOf, share } from '../helpers.ts';
import { MB, nearlyFull, onShare, stale } from '../mail-scenes.ts';

function archive(since: string): ResultFinding {
  return finding(
    'archive-or-installer',
    'anna',
    { kind: 'file', id: '5', path: '/site.zip' },
    { severity: 'low', actual: { sizeBytes: 70 * MB }, bytes: 70 * MB, since },
  );
}

function mailTo(
  anna: Partial<ResultMember> & { bytes?: number },
  findings: readonly ResultFinding[],
  input: Partial<ReportInput> = {},
) {
  const result = resultOf({ members: [member('anna', anna)], shares: [], findings: [...findings] }, CHECKS);
  return mailFor(inputOf([result], { checks: CHECKS, ...input }), 'anna');
}

describe('no mail', () => {
  it.each<[string, readonly ResultFinding[]]>([
    ['without findings', []],
    [
      'for information only',
      [finding('impossible-date', 'anna', { kind: 'file', id: '1', path: '/a' }, { severity: 'info' })],
    ],
    ['for a small thing of this month', [archive('2026-11-23')]],
    ['for what is excepted', [stale('anna', '1', '/a.mov', 90, { state: 'excepted' })]],
    ['for another person’s findings', [stale('bruno', '1', '/a.mov', 90)]],
  ])('%s', (_, findings) => {
    expect(mailTo({}, findings)).toBeNull();
  });

  it('to a disabled member, or one without address', () => {
    const findings = [stale('anna', '1', '/a.mov', 90)];
    expect(mailTo({}, findings)).not.toBeNull();
    expect(mailTo({ enabled: false }, findings)).toBeNull();
    const contacts = new Map([['anna', { mail: null, language: 'fr' as const, antenna: null }]]);
    expect(mailTo({}, findings, { contacts })).toBeNull();
  });
});

describe('a space without a bound', () => {
  it('is never called full, only over the rule', () => {
    const usage = {
      bytes: 2500 * MB,
      files: 9,
      folders: 1,
      trashBytes: 0,
      trashOwnBytes: 0,
      percent: 122,
      source: 'crawl' as const,
    };
    const quota = { bytes: 2048 * MB, unlimited: true, source: 'rule' as const };
    const full = [nearlyFull('anna', 2500 * MB, 'critical')];
    expect(mailTo({ usage, quota }, full)?.view.title).toBe('Vous dépassez la place prévue.');
    expect(mailTo({ usage, quota: { ...quota, unlimited: false } }, full)?.view.title).toMatch(/plein/);
  });
});

describe('small things', () => {
  it('wait three months', () => {
    expect(mailTo({}, [archive('2026-08-24')])).toBeNull();
    expect(mailTo({}, [archive('2026-08-23')])?.view.subject).toMatch(/un petit point à revoir$/);
  });

  it('wait three months from the last mail', () => {
    const mailed = (lastAt: number) => ({ mailed: new Map([['anna', { sentAt: [lastAt], thanksAt: [] }]]) });
    expect(mailTo({}, [archive('2026-01-10')], mailed(Date.UTC(2026, 8, 23)))).toBeNull();
    expect(mailTo({}, [archive('2026-01-10')], mailed(Date.UTC(2026, 7, 22)))).not.toBeNull();
    // Later in the day than this run begins: a mail leaves some time after its run began.
    expect(mailTo({}, [archive('2026-01-10')], mailed(Date.UTC(2026, 7, 23, 23)))).not.toBeNull();
  });
});

describe('what could not be read', () => {
  const coverage = (status: ResultMember['coverage']['status'], reason: Reason) => ({
    coverage: {
      status,
      ...reasonFields([reason]),
      strategy: 'none' as const,
      right: null,
      requests: 1,
      unreadable: [],
    },
  });

  it('is a mail only where the person can end it', () => {
    const answered = (status: number, advice: Reason) =>
      because('request.answered-because', { request: 'PROPFIND', status, advice: [advice] });
    const refused = answered(401, because('advice.unauthorised'));
    expect(mailTo(coverage('failed', refused), [])?.view.subject).toContain('pas pu lire votre espace');
    expect(mailTo(coverage('failed', answered(500, because('advice.too-big'))), [])).toBeNull();
    const others = because('request.not-sent', { cause: [because('stop.refused-logins', { logins: 3 })] });
    expect(mailTo(coverage('failed', others), [])).toBeNull();
    expect(mailTo(coverage('not-granted', because('member.not-granted')), [])).toBeNull();
  });

  it('is said kindly beside what is known', () => {
    const usage = {
      bytes: 1950 * MB,
      files: null,
      folders: null,
      trashBytes: null,
      trashOwnBytes: null,
      percent: 95.2,
      source: 'server' as const,
    };
    const findings = [nearlyFull('anna', 1950 * MB, 'high')];
    const mail = mailTo({ ...coverage('not-granted', because('member.not-granted')), usage }, findings);
    expect(mail?.view.state.join(' ')).toContain('Vous n’avez pas donné accès');
    expect(mail?.view.privacy[0]?.plain).toContain('la place que le serveur compte');
    const partial = coverage('partial', because('tree.folders-unread'));
    const unreadable = { coverage: { ...partial.coverage, unreadable: ['/A/Secret', '/B'] } };
    const view = mailTo(unreadable, [stale('anna', '1', '/a.mov', 90)])?.view;
    expect(view?.state.at(-1)?.replaceAll('\u00a0', ' ')).toContain('(« Secret » et 1 autre dossier)');
    expect(view?.privacy[0]?.plain).toContain('une partie de vos fichiers');
    expect(view?.actions?.items[0]?.rows[0]?.where).toBeNull();
    expect(view?.actions?.items[0]?.rows[0]?.ask?.plain).toContain('Peut-être partagé');
  });
});

it('says that all files were read where only trash or shares could not be', () => {
  const answered = because('request.answered', { request: 'PROPFIND', status: 500 });
  const coverage = {
    status: 'partial' as const,
    ...reasonFields([because('trash.unread', { cause: [answered] })]),
    strategy: 'search' as const,
    right: 'own' as const,
    requests: 4,
    unreadable: [],
  };
  const view = mailTo({ coverage }, [stale('anna', '1', '/a.mov', 90)])?.view;
  expect(view?.privacy[0]?.plain).toMatch(/tailles et dates de vos \d+ fichiers/);
});

it('says at whose request a member is read by AppAPI, and how to refuse', () => {
  const read = (right: 'own' | 'appapi') => {
    const coverage = { ...member('anna').coverage, right };
    return mailTo({ coverage }, [stale('anna', '1', '/a.mov', 90)])?.view.privacy ?? [];
  };
  expect(read('own').map(({ plain }) => plain)).not.toContainEqual(expect.stringContaining('refuser'));
  const decline = read('appapi')[1];
  expect(decline?.plain).toMatch(/^Cette lecture se fait à la demande de .*Vous pouvez refuser/);
});

describe('thanks', () => {
  const door = share('1', 'anna', '/Devis');
  const trouble = [
    onShare('link-open-forever', door, { severity: 'high' }),
    stale('anna', '5', '/a.mov', 900),
  ];
  const settled = trouble.map((one) => ({ ...one, state: 'fixed' as const }));

  function thanked(now: Partial<ResultMember> & { bytes?: number }, input: Partial<ReportInput> = {}) {
    const before = resultOf(
      { members: [member('anna', { bytes: 1800 * MB })], shares: [door], findings: trouble },
      CHECKS,
    );
    const earlier = { ...before, run: { ...before.run, id: 11, startedAt: '2026-10-23T03:12:00.000Z' } };
    const result = resultOf({ members: [member('anna', now)], shares: [], findings: settled }, CHECKS);
    return mailFor(inputOf([earlier, result], { checks: CHECKS, ...input }), 'anna');
  }

  it('come when all trouble of last time is gone', () => {
    const mail = thanked({ bytes: 600 * MB });
    expect(mail?.occasion).toBe('thanks');
    expect(mail?.view.subject.replaceAll(/[\u00a0\u202f]/g, ' ')).toBe(
      'Votre Nextcloud : 1,2 Go libérés, merci',
    );
    expect(mail?.view.since?.lines.map(({ plain }) => plain.replaceAll(/[\u00a0\u202f]/g, ' '))).toEqual([
      '1 lien public fermé, merci !',
      '1,2 Go libérés, merci !',
    ]);
  });

  it('call a link what was a link, and another share a share', () => {
    const team = share('2', 'anna', '/Équipe', { type: 'group', recipient: 'CAPE' });
    const client = share('3', 'anna', '/Plan', { type: 'mail', recipient: 'client@example.net' });
    const open = [
      onShare('group-share-wide', team, { severity: 'medium' }),
      onShare('mail-share-without-password', client, { severity: 'medium' }),
    ];
    const of = (shares: readonly ResultShare[], findings: readonly ResultFinding[]) =>
      resultOf({ members: [member('anna')], shares: [...shares], findings: [...findings] }, CHECKS);
    const sayAfter = (shares: readonly ResultShare[], findings: readonly ResultFinding[]) => {
      const before = of(shares, findings);
      const earlier = { ...before, run: { ...before.run, id: 11, startedAt: '2026-10-23T03:12:00.000Z' } };
      const now = of(
        [],
        findings.map((one) => ({ ...one, state: 'fixed' as const })),
      );
      const view = mailFor(inputOf([earlier, now], { checks: CHECKS }), 'anna')?.view;
      return [view?.subject, ...(view?.since?.lines ?? []).map(({ plain }) => plain)].map((text) =>
        text?.replaceAll(/[\u00a0\u202f]/g, ' '),
      );
    };
    expect(sayAfter([team, client], open)).toEqual([
      'Votre Nextcloud : tout est en ordre, merci',
      '2 partages arrêtés, merci !',
    ]);
    expect(sayAfter([door, team], [...trouble.slice(0, 1), ...open.slice(0, 1)])).toEqual([
      'Votre Nextcloud : un lien mis en sécurité, merci',
      '1 lien public fermé, merci !',
      '1 partage arrêté, merci !',
    ]);
  });

  it('come twice a year at most', () => {
    const days = (...thanksAt: number[]) => ({
      mailed: new Map([['anna', { sentAt: thanksAt, thanksAt }]]),
    });
    expect(thanked({ bytes: 600 * MB }, days(Date.UTC(2026, 1, 1)))).not.toBeNull();
    expect(thanked({ bytes: 600 * MB }, days(Date.UTC(2026, 1, 1), Date.UTC(2026, 5, 1)))).toBeNull();
    expect(thanked({ bytes: 600 * MB }, days(Date.UTC(2025, 1, 1), Date.UTC(2026, 5, 1)))).not.toBeNull();
  });

  it('do not come where the space could not be read: nobody knows', () => {
    const coverage = {
      status: 'failed' as const,
      reason: 'x',
      reasons: [],
      strategy: 'none' as const,
      right: null,
      requests: 1,
      unreadable: [],
    };
    expect(thanked({ bytes: 600 * MB, coverage })).toBeNull();
  });
});
