import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import type { ResultFinding, ResultMember, ResultShare } from '../../../src/model/result.ts';
import { freeable } from '../../../src/report/figures/totals.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { mailFor } from '../../../src/report/mail/mail.ts';
import { adminMailFor } from '../../../src/report/mail/team/admin.ts';
import type { MailView } from '../../../src/report/mail/view.ts';
import { finding, inputOf, member, RULE, resultOf, share } from '../helpers.ts';
import { MB, nearlyFull, onShare, stale } from '../mail-scenes.ts';

interface Case {
  readonly findings?: readonly ResultFinding[];
  readonly shares?: readonly ResultShare[];
  readonly bytes?: number;
  readonly input?: Partial<ReportInput>;
  readonly runs?: number;
}

/** A mail to Anna, who shares the server with Bruno and Chloé. */
function inputFor({ findings = [], shares = [], bytes = 400 * MB, input = {}, runs = 1 }: Case): ReportInput {
  const members = [
    member('anna', { name: 'Anna', bytes }),
    member('bruno', { name: 'Bruno Petit', groups: ['CAPE', 'Vidéo'] }),
    member('chloe', { name: 'Chloé' }),
  ];
  const result = resultOf({ members, shares: [...shares], findings: [...findings] }, CHECKS);
  const before = Array.from({ length: runs - 1 }, (_, at) => {
    const month = String(12 - runs + at + 1).padStart(2, '0');
    const run = { ...result.run, id: at + 1, startedAt: `2026-${month}-23T03:12:00.000Z` };
    return { ...result, run, findings: [] };
  });
  const [first = result, ...rest] = [...before, result];
  return inputOf([first, ...rest], { checks: CHECKS, ...input });
}

function viewOf(of: Case): MailView {
  const mail = mailFor(inputFor(of), 'anna');
  if (mail === null) throw new Error('no mail');
  return mail.view;
}

function titles({ actions }: MailView): readonly string[] {
  return (actions?.items ?? []).flatMap(({ rows }) => rows.map(({ title }) => title));
}

/** Everything that the cards say in their own sentences. */
function said({ actions }: MailView): string {
  return plain(
    (actions?.items ?? []).flatMap(({ why, rows }) => [why, ...rows.map((row) => row.text)]).join('\n'),
  );
}

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

const open = share('1', 'anna', '/Devis', { fileId: '100' });

describe('the actions', () => {
  it('come by risk if critical or high, then by what they free', () => {
    const second = share('2', 'anna', '/Atelier', { permissions: ['read', 'update'] });
    const third = share('3', 'anna', '/Notes', { hasPassword: true });
    const findings = [
      stale('anna', '5', '/small.mov', 60),
      onShare('link-without-expiry', third, { severity: 'medium' }),
      stale('anna', '6', '/large.mov', 300),
      onShare('link-open-forever', open, { severity: 'high' }),
      onShare('link-editable-open', second, { severity: 'critical' }),
    ];
    const expected = [
      'Dossier « Atelier »',
      'Dossier « Devis »',
      'large.mov',
      'small.mov',
      'Dossier « Notes »',
    ];
    const shares = [open, second, third];
    const view = viewOf({ shares, findings });
    expect(titles(view).map(plain)).toEqual(expected);
    expect(titles(viewOf({ shares, findings: findings.toReversed() })).map(plain)).toEqual(expected);
    const cards = view.actions?.items.map(({ rank, action, count }) => [rank, action, count]);
    expect(cards).toEqual([
      [1, 'readOnly', 1],
      [2, 'protect', 1],
      [3, 'tidy', 2],
      [4, 'end', 1],
    ]);
  });

  it('of one kind are one card; it names five, and of the rest the number, the next and the size', () => {
    const findings = Array.from({ length: 9 }, (_, at) => stale('anna', `${at}`, `/f${at}.mov`, 100 - at));
    const { actions } = viewOf({ findings });
    const [card, ...others] = actions?.items ?? [];
    expect(others).toEqual([]);
    expect(plain(card?.title ?? '')).toBe('Ranger ailleurs, ou supprimer, 9 fichiers ou dossiers');
    expect(card?.rows).toHaveLength(5);
    expect(plain(card?.more?.plain ?? '')).toBe(
      'Et 4 autres, dont f5.mov, 374 Mo en tout (voir dans Nextcloud https://cloud.example.org/apps/files/)',
    );
    expect(actions?.more).toBeNull();
  });

  it('are five cards at most; of what is left the number and the size are said', () => {
    const checks = [
      'link-editable-open',
      'link-open-forever',
      'link-without-password',
      'link-without-expiry',
      'link-old',
      'link-living-folder',
      'external-domain',
    ];
    const shares = checks.map((_, at) => share(`${at}`, 'anna', `/d${at}`));
    const findings = shares.map((one, at) =>
      onShare(checks[at] ?? '', one, { severity: checks[at] === 'link-living-folder' ? 'high' : 'medium' }),
    );
    const { actions } = viewOf({ shares, findings });
    expect(actions?.items).toHaveLength(5);
    expect(actions?.items[0]?.action).toBe('review');
    expect(plain(actions?.more?.plain ?? '')).toMatch(
      /^Et 2 autres points : voir vos fichiers dans Nextcloud/,
    );
  });

  it('speak once of a file that several checks found, in the sharpest words, and count its bytes once', () => {
    const view = viewOf({
      findings: [
        finding(
          'archive-or-installer',
          'anna',
          { kind: 'file', id: '5', path: '/site.zip' },
          { severity: 'low', actual: { sizeBytes: 700 * MB }, bytes: 700 * MB },
        ),
        stale('anna', '5', '/site.zip', 700),
      ],
    });
    expect(titles(view)).toEqual(['site.zip']);
    expect(said(view)).toContain('Inchangé depuis 19 mois.');
    expect(said(view)).not.toContain('Archive ou installateur');
    expect(plain(view.actions?.intro ?? '')).toContain('jusqu’à 700 Mo');
  });

  it('speak once of a file and of the link to it, which is one thing', () => {
    const link = share('1', 'anna', '/film.mov', { fileId: '5', isFolder: false });
    const view = viewOf({
      shares: [link],
      findings: [
        stale('anna', '5', '/film.mov', 200),
        onShare('link-open-forever', link, { severity: 'high' }),
        onShare('link-old', link, { actual: { createdAt: link.createdAt, months: 14 } }),
      ],
    });
    expect(titles(view)).toEqual(['film.mov']);
    expect(view.actions?.items[0]?.chip).toEqual({ text: 'D’abord', tone: 'red' });
    expect(plain(view.actions?.items[0]?.rows[0]?.where ?? '')).toContain(
      'supprimer ce fichier libérerait 200 Mo',
    );
    expect(said(view)).not.toContain('Ce lien a');
  });

  it('count what lies in a forgotten folder with the folder, and a copy with its own entry', () => {
    const view = viewOf({
      findings: [
        finding(
          'stale-folder',
          'anna',
          { kind: 'folder', id: '9', path: '/Salon' },
          {
            severity: 'low',
            actual: { totalBytes: 500 * MB, files: 3, newestOn: '2022-10-03' },
            bytes: 500 * MB,
          },
        ),
        stale('anna', '5', '/Salon/film.mov', 400),
        stale('anna', '6', '/Salonique.mov', 60),
        stale('anna', '7', '/b/concert.wav', 90),
        finding(
          'probable-duplicate',
          'anna',
          { kind: 'file', id: '8', path: '/a/concert.wav' },
          {
            severity: 'low',
            actual: { copies: 2, sizeBytes: 90 * MB, otherPaths: ['/b/concert.wav'] },
            bytes: 90 * MB,
          },
        ),
      ],
    });
    expect(titles(view).map(plain)).toEqual(['Dossier « Salon »', 'concert.wav', 'Salonique.mov']);
    expect(plain(view.actions?.intro ?? '')).toContain('jusqu’à 650 Mo');
  });

  describe('about copies', () => {
    const copies = (paths: readonly string[], number: number) =>
      finding(
        'probable-duplicate',
        'anna',
        { kind: 'file', id: '8', path: '/a/concert.wav' },
        {
          severity: 'low',
          actual: { copies: number, sizeBytes: 90 * MB, otherPaths: [...paths] },
          bytes: (number - 1) * 90 * MB,
        },
      );
    const folder = (path: string) =>
      finding(
        'stale-folder',
        'anna',
        { kind: 'folder', id: '9', path },
        {
          severity: 'low',
          actual: { totalBytes: 500 * MB, files: 3, newestOn: '2022-10-03' },
          bytes: 500 * MB,
        },
      );
    const film = stale('anna', '1', '/film.mov', 100);
    const five = ['/b', '/c', '/d', '/e', '/f'].map((place) => `${place}/concert.wav`);

    it.each([
      [
        'one below a forgotten folder',
        [copies(['/b/deep/concert.wav', '/c/concert.wav'], 3), folder('/b')],
        690,
      ],
      ['the first below one', [copies(['/b/concert.wav', '/c/concert.wav'], 3), folder('/a')], 690],
      ['all that could go below one', [copies(['/b/concert.wav'], 2), folder('/b')], 600],
      ['one with its own entry', [copies(five, 9), stale('anna', '7', '/b/concert.wav', 90)], 820],
      ['the first for its age too', [copies(five, 9), stale('anna', '8', '/a/concert.wav', 90)], 820],
    ] as const)('free what the page counts: %s', (_, ofCopies, megabytes) => {
      const findings = [film, ...ofCopies];
      const { actions } = viewOf({ findings });
      expect(plain(actions?.intro ?? '')).toContain(`jusqu’à ${megabytes} Mo`);
      expect(freeable(findings).bytes).toBe(megabytes * MB);
    });

    it('tell where two are and how many more there are, also those that are not named', () => {
      expect(said(viewOf({ findings: [film, copies(five, 9)] }))).toContain(
        'Les autres copies : b › concert.wav, c › concert.wav et 6 autres.',
      );
    });
  });

  it('move down and become softer when they were said three times without effect', () => {
    const findings = [
      stale('anna', '5', '/old-news.mov', 900, { since: '2026-08-23' }),
      stale('anna', '6', '/news.mov', 60, { since: '2026-11-23' }),
    ];
    const since = { since: '2026-07-23' };
    const again = findings.map((one, at) => (at === 0 ? { ...one, ...since } : one));
    const view = viewOf({ findings: again, runs: 6 });
    expect(titles(view)).toEqual(['news.mov', 'old-news.mov']);
    const [fresh, repeated] = view.actions?.items[0]?.rows ?? [];
    expect(view.actions?.items[0]?.why).toContain('supprimez-le');
    expect(fresh?.text ?? '').not.toContain('Nous en avons déjà parlé');
    expect(repeated?.text).toContain('Nous en avons déjà parlé');
    const [old] = again;
    expect(said(viewOf({ findings: old === undefined ? [] : [old], runs: 6 }))).not.toContain('supprimez-le');
    expect(titles(viewOf({ findings, runs: 3 }))).toEqual(['old-news.mov', 'news.mov']);
  });

  it('never fold away a critical risk, however often it was said', () => {
    const shares = Array.from({ length: 7 }, (_, at) => share(`${at}`, 'anna', `/d${at}`));
    const findings = shares.map((one, at) =>
      at === 6
        ? onShare('link-editable-open', one, { severity: 'critical', since: '2026-02-23' })
        : onShare('link-open-forever', one, { severity: 'high', since: '2026-11-23' }),
    );
    expect(
      titles(viewOf({ shares, findings, runs: 6 }))
        .map(plain)
        .at(0),
    ).toBe('Dossier « d6 »');
  });

  it('give an advice once', () => {
    const findings = [stale('anna', '5', '/a.mov', 90), stale('anna', '6', '/b.mov', 80)];
    const [card] = viewOf({ findings }).actions?.items ?? [];
    expect(plain(card?.why ?? '')).toBe(
      'Inchangé depuis 19 mois. Archivez-le ailleurs ou supprimez-le, s’il ne sert plus.',
    );
    expect(card?.rows.map((row) => row.text)).toEqual([null, null]);
  });

  it('lead to the very file, the one behind the share too', () => {
    const view = viewOf({
      shares: [open],
      findings: [
        stale('anna', '123456789012345678901', '/a.mov', 90),
        onShare('link-open-forever', open, { severity: 'high' }),
      ],
    });
    expect(view.actions?.items.map(({ button }) => button?.href)).toEqual([
      'https://cloud.example.org/index.php/f/100?opendetails=true&openfile=false',
      'https://cloud.example.org/f/123456789012345678901',
    ]);
    expect(view.actions?.items[1]?.button?.label).toMatch(/^Ouvrir le fichier.*a\.mov$/);
  });

  it('leave out what is excepted, fixed, for the admins, or another person’s', () => {
    const view = viewOf({
      findings: [
        stale('anna', '1', '/mine.mov', 90),
        stale('anna', '2', '/excepted.mov', 90, { state: 'excepted' }),
        stale('anna', '3', '/gone.mov', 90, { state: 'fixed' }),
        stale('anna', '4', '/for-admins.mov', 90, { audience: 'admin' }),
        stale('bruno', '5', '/of-bruno.mov', 90),
      ],
    });
    expect(titles(view)).toEqual(['mine.mov']);
    expect(JSON.stringify(view)).not.toMatch(/excepted\.mov|gone\.mov|for-admins|of-bruno/);
  });
});

describe('who must be asked', () => {
  const ask = (sharedWith: readonly string[], shares: readonly ResultShare[] = []) => {
    const findings = [stale('anna', '1', '/Vidéos/film.mov', 90, { sharedWith: [...sharedWith] })];
    const [action] = viewOf({ findings, shares }).actions?.items ?? [];
    const [row] = action?.rows ?? [];
    return { ask: plain(row?.ask?.plain ?? ''), where: plain(row?.where ?? '') };
  };

  it('is a person by name, a group as a group, in singular and plural', () => {
    expect(ask(['bruno']).ask).toBe('Partagé avec Bruno Petit : demandez-lui avant de supprimer.');
    expect(ask(['Vidéo']).ask).toBe('Partagé avec le groupe Vidéo : demandez-leur avant de supprimer.');
    expect(ask(['bruno', 'Vidéo', 'stranger']).ask).toBe(
      'Partagé avec Bruno Petit, le groupe Vidéo et stranger : demandez-leur avant de supprimer.',
    );
  });

  it('names four at most, and never the member', () => {
    const { ask: said } = ask(['anna', 'bruno', 'chloe', 'CAPE', 'd', 'e', 'f']);
    expect(said).toMatch(/^Partagé avec Bruno Petit, Chloé, le groupe CAPE, d et 2 autres :/);
    expect(said).not.toContain('Anna');
  });

  it('is a group where a share above the file says so, even if a member has the same id', () => {
    const toGroup = share('9', 'anna', '/Vidéos', { type: 'group', recipient: 'bruno' });
    expect(ask(['bruno'], [toGroup]).ask).toContain('le groupe bruno');
  });

  it('is nobody where nothing is shared, which is said; a link above it is said too', () => {
    expect(ask([])).toEqual({ ask: '', where: 'Dans Vidéos · Non partagé' });
    expect(ask([], [share('9', 'anna', '/Vidéos')]).ask).toContain('Un lien public y mène');
    expect(ask([], [share('9', 'anna', '/Vidéo')]).where).toBe('Dans Vidéos · Non partagé');
  });
});

describe('the subject', () => {
  const subject = (of: Case) => plain(viewOf(of).subject);
  const full = nearlyFull('anna', 1.9 * 1024 * MB, 'high');
  const bytes = 1.9 * 1024 * MB;

  it('is the space where it is short', () => {
    const findings = [full, stale('anna', '1', '/a.mov', 90), stale('anna', '2', '/b.mov', 90)];
    expect(subject({ bytes, findings })).toBe('Votre Nextcloud : 1,9 Go sur 2 Go, 2 fichiers à trier');
    expect(subject({ bytes, findings: [full] })).toBe('Votre Nextcloud : 1,9 Go sur 2 Go, 102 Mo à retirer');
    expect(subject({ bytes: RULE - MB, findings: [full] })).toBe(
      'Votre Nextcloud : 1,9 Go sur 2 Go, 204 Mo à retirer',
    );
  });

  it('is the open link where there is room, or where it weighs more', () => {
    const forever = onShare('link-open-forever', open, { severity: 'high' });
    const editable = onShare('link-editable-open', open, { severity: 'critical' });
    const door = 'Votre Nextcloud : un dossier ouvert sans mot de passe';
    expect(subject({ shares: [open], findings: [forever] })).toBe(door);
    expect(subject({ shares: [open], findings: [full, editable], bytes })).toBe(door);
    const second = share('2', 'anna', '/Plans', { fileId: '200' });
    const secondForever = { ...forever, subject: { ...forever.subject, id: '2' } };
    expect(subject({ shares: [open, second], findings: [forever, secondForever] })).toBe(
      'Votre Nextcloud : 2 dossiers ou fichiers ouverts sans mot de passe',
    );
    expect(subject({ shares: [open], findings: [full, forever], bytes })).toContain('1,9 Go sur 2 Go');
  });

  it('is what can be freed, or looked at, where neither is the case', () => {
    expect(subject({ findings: [stale('anna', '1', '/a.mov', 640)] })).toBe(
      'Votre Nextcloud : 640 Mo à libérer',
    );
    const old = onShare('link-old', open, { actual: { createdAt: open.createdAt, months: 14 } });
    expect(subject({ shares: [open], findings: [old] })).toBe('Votre Nextcloud : un partage à revoir');
  });
});

describe('the open links', () => {
  it('are accepted only where nothing else stands against them', () => {
    const old = onShare('link-old', open, { state: 'excepted' });
    const critical = onShare('link-editable-open', open, { severity: 'critical' });
    const large = stale('anna', '5', '/film.mov', 300);
    const rowOf = (findings: readonly ResultFinding[]) => viewOf({ shares: [open], findings }).open?.rows[0];
    expect(rowOf([old, large])).toMatchObject({ protection: 'Public, accepté', alarming: false });
    expect(rowOf([old, critical])).toMatchObject({ protection: 'Sans mot de passe', alarming: true });
  });
});

describe('the words around a name or a number', () => {
  it('fit one contact person and several, and any antenna', () => {
    const questionOf = (antenna: string, ...mails: readonly string[]) => {
      const contacts = new Map([['anna', { mail: 'anna@example.org', language: 'fr' as const, antenna }]]);
      const referents = mails.map((mail) => ({ group: antenna, name: mail, mail }));
      const view = viewOf({
        findings: [stale('anna', '5', '/film.mov', 300)],
        input: { contacts, referents },
      });
      return plain(view.question.lines[0]?.plain ?? '');
    };
    expect(questionOf('Le Mans', 'a@example.org')).toContain(
      'il arrive à la personne référente de l’antenne Le Mans, a@',
    );
    expect(questionOf('Évry', 'a@example.org', 'b@example.org')).toContain(
      'il arrive aux personnes référentes de l’antenne Évry, a@example.org et b@example.org.',
    );
  });

  it('fit a month with a vowel, and one member', () => {
    const viewIn = (startedAt: string) => {
      const result = resultOf({ members: [member('anna')], shares: [], findings: [] });
      const input = inputOf([{ ...result, run: { ...result.run, startedAt } }]);
      return adminMailFor(input, { to: 'admin@example.org', where: null }).view;
    };
    const { subject, title } = viewIn('2026-10-23T03:12:00.000Z');
    expect(plain(subject)).toBe('Audit Nextcloud d’octobre 2026 : 1 membre lu sur 1');
    expect(title).toBe('1 membre lu sur 1.');
    expect(viewIn('2026-08-23T03:12:00.000Z').subject).toContain(' d’août 2026');
    expect(viewIn('2026-09-23T03:12:00.000Z').subject).toContain(' de septembre 2026');
  });
});

describe('where the space is short', () => {
  const bytes = 1.9 * 1024 * MB;
  const full = nearlyFull('anna', bytes, 'high');
  const largest = Array.from({ length: 7 }, (_, at) => ({
    fileId: `${at}`,
    path: `/Clips/clip ${at}.mov`,
    bytes: (90 - at) * MB,
  }));
  const spaceOf = (parts: Partial<ResultMember>, findings: readonly ResultFinding[] = []) => {
    const usage = { ...member('anna', { bytes }).usage, trashBytes: 310 * MB, trashOwnBytes: 310 * MB };
    const anna = member('anna', { usage, ...parts });
    const result = resultOf({ members: [anna], shares: [], findings: [full, ...findings] }, CHECKS);
    return mailFor(inputOf([result], { checks: CHECKS }), 'anna')?.view;
  };

  it('says how much must go, and where to begin', () => {
    const view = spaceOf({ largest });
    expect(plain(view?.state[1] ?? '')).toBe('Pour passer sous 90 %, retirez 102 Mo.');
    expect(view?.actions).toBeNull();
    expect(plain(view?.space?.intro ?? '')).toMatch(/^Rien de gros et d’ancien n’a été trouvé\. De tout âge/);
    expect(view?.space?.files.map((one) => plain(one.plain))).toEqual(
      [0, 1, 2, 3, 4].map((at) => `clip ${at}.mov https://cloud.example.org/f/${at} · ${90 - at} Mo`),
    );
    expect(plain(view?.space?.lines[0] ?? '')).toContain('Votre corbeille garde 310 Mo.');
    expect(view?.space?.how.plain).toContain('Taille');
  });

  it('names no file too small to count toward what must go, and asks for no less than another file fills', () => {
    const sizes = [60, 21, 20, 4, 0.4];
    const files = sizes.map((size, at) => ({ fileId: `${at}`, path: `/${at}.mov`, bytes: size * MB }));
    const shownOf = (used: number) => {
      const usage = { ...member('anna').usage, bytes: used * RULE, percent: used * 100 };
      const view = spaceOf({ usage, largest: files });
      return { goal: plain(view?.state[1] ?? ''), files: view?.space?.files.length };
    };
    expect(shownOf(0.9004)).toEqual({ goal: 'Pour passer sous 90 %, retirez 20 Mo.', files: 2 });
    expect(shownOf(0.98)).toEqual({ goal: 'Pour passer sous 90 %, retirez 164 Mo.', files: 2 });
    expect(shownOf(1.1).files).toBe(1);
  });

  it('names no file twice, nor one in a folder that is to be tidied', () => {
    const view = spaceOf({ largest }, [
      stale('anna', '1', '/Clips/clip 1.mov', 89),
      stale('anna', '9', '/a.mov', 90),
    ]);
    const names = view?.space?.files.map(({ parts: [first] }) => first?.text.replaceAll('\u00a0', ' '));
    expect(names).toEqual(['clip 0.mov', 'clip 2.mov', 'clip 3.mov', 'clip 4.mov', 'clip 5.mov']);
    const folder = finding(
      'stale-folder',
      'anna',
      { kind: 'folder', id: '20', path: '/Clips' },
      { actual: { totalBytes: 600 * MB, files: 7, newestOn: '2022-10-03' }, bytes: 600 * MB },
    );
    expect(spaceOf({ largest }, [folder])?.space?.files).toEqual([]);
  });

  it('says what others put there, in the same place and once', () => {
    const others = finding(
      'others-fill-my-quota',
      'anna',
      { kind: 'folder', id: '30', path: '/Équipe/Dépôt' },
      { severity: 'info', actual: { totalBytes: 512 * MB, quotaPercent: 25 } },
    );
    const view = spaceOf({ largest }, [others]);
    expect(plain(view?.space?.lines[1] ?? '')).toMatch(
      /comptent chez vous : Équipe › Dépôt, 512 Mo\. Demandez/,
    );
    expect(view?.notes).toBeNull();
  });

  it('at 100 % says what no longer works, and who helps', () => {
    const usage = { ...member('anna').usage, bytes: RULE + 90 * MB, percent: 104.4 };
    const view = spaceOf({ usage, largest });
    expect(view?.state.map(plain)).toEqual([
      'Plus rien ne peut y entrer : les envois et la synchronisation s’arrêtent, et un document modifié en ligne ne s’enregistre plus.',
      'Pour passer sous 90 %, retirez 295 Mo.',
      'Un coup de main ? Répondez à ce mail, il arrive à tours@example.org.',
    ]);
  });

  it('names no file where none was read', () => {
    const coverage = { ...member('anna').coverage, status: 'not-granted' as const };
    const view = spaceOf({ coverage });
    expect(view?.space?.files).toEqual([]);
    expect(view?.space?.intro).toContain('ne peut pas nommer vos plus gros fichiers');
  });

  it('is nothing that one with room is told', () => {
    expect(viewOf({ findings: [stale('anna', '1', '/a.mov', 90)] }).space).toBeNull();
  });
});
