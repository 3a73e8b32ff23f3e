import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { because, type Reason } from '../../../src/model/reasons/reason.ts';
import { reasonFields } from '../../../src/model/reasons/sentence.ts';
import { linkCounts, linksWithoutPassword } from '../../../src/report/figures/run-point.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { embedded, pageData } from '../../../src/report/page/data.ts';
import { renderPage } from '../../../src/report/page/page.ts';
import { pageView } from '../../../src/report/page/view.ts';
import { finding, inputOf, member, NASTY_NAMES, RULE, resultOf, share } from '../helpers.ts';
import { coopInput, pageTemplates } from '../page-sample.ts';

const MB = 1024 ** 2;
const templates = pageTemplates();

function small(parts: Partial<ReportInput> = {}): ReportInput {
  const members = [
    member('anna', { bytes: RULE }),
    member('bert', { bytes: 1850 * MB }),
    member('carl', {
      coverage: {
        status: 'failed',
        ...reasonFields([
          because('request.answered', { request: 'GET /remote.php/dav/files/carl/Secret', status: 500 }),
        ]),
        strategy: 'none',
        right: null,
        requests: 3,
        unreadable: ['/Secret'],
      },
    }),
    member('dora', {
      usage: {
        bytes: 900 * MB,
        files: null,
        folders: null,
        trashBytes: null,
        trashOwnBytes: null,
        percent: 44,
        source: 'server',
      },
      coverage: {
        status: 'not-granted',
        ...reasonFields([because('member.not-granted')]),
        strategy: 'none',
        right: null,
        requests: 0,
        unreadable: [],
      },
    }),
    member('emil', {
      enabled: false,
      coverage: {
        status: 'disabled',
        ...reasonFields([because('member.disabled')]),
        strategy: 'none',
        right: null,
        requests: 0,
        unreadable: [],
      },
    }),
  ];
  const shares = [
    share('1', 'anna', '/Devis', { permissions: ['read', 'update'] }),
    share('2', 'anna', '/Plans', { hasPassword: true, expires: '2027-01-31' }),
    share('3', 'bert', '/Photos', { expires: '2026-12-31' }),
    share('4', 'bert', '/Lettre.pdf', { type: 'mail', isFolder: false, recipient: 'x@example.net' }),
    share('5', 'bert', '/Interne', { type: 'user', recipient: 'anna' }),
  ];
  const on = (check: string, id: string, severity: 'critical' | 'high' | 'medium') => {
    const own = shares.find((one) => one.id === id);
    return finding(
      check,
      own?.owner ?? '',
      { kind: 'share', id, path: own?.path ?? '' },
      { severity, actual: { months: 14 } },
    );
  };
  const findings = [
    on('link-editable-open', '1', 'critical'),
    on('link-open-forever', '1', 'high'),
    on('mail-share-without-password', '4', 'medium'),
    finding(
      'large-stale-file',
      'anna',
      { kind: 'file', id: '77', path: '/Privé/mon journal.doc' },
      { bytes: 300 * MB, actual: { months: 20, sizeBytes: 300 * MB } },
    ),
    finding(
      'policy-link-password',
      null,
      { kind: 'server', id: 'server', path: null },
      { severity: 'high', audience: 'admin' },
    ),
  ];
  const now = resultOf({ members, shares, findings }, CHECKS);
  return inputOf([now], { checks: CHECKS, ...parts });
}

describe('the words of the page', () => {
  it('leave no gap', () => {
    const markup = renderPage(coopInput(30, 30), templates).replaceAll(
      /<(script|style)[^>]*>.*?<\/\1>/gs,
      '',
    );
    expect(markup).not.toMatch(/undefined|\[object |NaN/);
  });
});

describe('the first screen', () => {
  it('says who was read before any number', () => {
    const view = pageView(small(), 'fr');
    expect(view.trust.read).toBe('Lu\u00a0: 2 membres sur 4');
    expect(view.trust.missing.map(({ text }) => text)).toEqual([
      '1 sans accès accordé',
      '1 en échec',
      '1 compte désactivé',
    ]);
    expect(view.trust.marks.map(({ status }) => status)).toEqual(['read', 'read', 'not-granted', 'failed']);
    const html = renderPage(small(), templates);
    expect(html.indexOf('2 membres sur 4')).toBeLessThan(html.indexOf('"figure-number"'));
  });

  it('has no command for who declined, and one for a registration that cannot be used', () => {
    const unread = (id: string, status: 'not-granted' | 'failed', reason: Reason) =>
      member(id, { coverage: { ...member(id).coverage, status, ...reasonFields([reason]) } });
    const stop = because('request.not-sent', { cause: [because('stop.registration-refused')] });
    const result = resultOf({
      members: [
        unread('anna', 'not-granted', because('member.declined')),
        unread('bert', 'failed', stop),
        member('carl', { coverage: { ...member('carl').coverage, right: 'appapi' } }),
      ],
      ...{ shares: [], findings: [] },
    });
    const view = pageView(inputOf([result]), 'en');
    const commands = new Map(view.trust.unread.map((row) => [row.member, row.command]));
    expect([commands.get('anna'), commands.get('bert')]).toEqual(['', 'menage credentials appapi']);
    expect(view.method.read.join(' ')).toMatch(/1 by the registration with AppAPI\./);
  });

  it('tells why somebody was not read, without a private path', () => {
    const [dora, carl] = pageView(small(), 'fr').trust.unread.sort((a, b) =>
      b.member.localeCompare(a.member),
    );
    expect(dora).toMatchObject({
      member: 'dora',
      reason: 'Aucun accès n’a encore été accordé.',
      command: 'menage credentials login dora',
    });
    expect(carl).toMatchObject({
      member: 'carl',
      reason: 'Le serveur a répondu 500.',
      folders: '1 dossier non lu',
      command: 'menage doctor --member carl',
    });
  });

  it('has four figures that agree with the shared totals', () => {
    const input = small();
    const [used, full, links, free] = pageView(input, 'en').figures;
    expect(used).toMatchObject({ number: '5.7', unit: 'GB', context: '71% of 8\u00a0GB' });
    expect(full).toMatchObject({ number: '2', context: '1 of them full' });
    expect(links).toMatchObject({
      number: String(linksWithoutPassword(linkCounts(input.result.shares))),
      context: 'of 3 public links',
    });
    expect(free).toMatchObject({ number: '300', unit: 'MB', context: 'in 1 place' });
    expect(used?.change).toMatchObject({ text: 'first run' });
  });

  it('names at most five actions, the worst first, each with a remedy', () => {
    const { actions } = pageView(coopInput(118, 120), 'fr');
    expect(actions.length).toBe(5);
    expect(actions.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5]);
    for (const { what, remedy, effect } of actions)
      for (const text of [what, remedy, effect]) expect(text.length).toBeGreaterThan(2);
    const kinds = pageView(small(), 'fr').actions.map(({ kind, severity }) => [kind, severity]);
    expect(kinds).toEqual([
      ['sharing', 'critical'],
      ['full', 'critical'],
      ['policy', 'high'],
      ['unread', 'high'],
    ]);
  });

  it('says so where nothing is urgent', () => {
    const quiet = inputOf([resultOf({ members: [member('anna')], shares: [], findings: [] }, CHECKS)], {
      checks: CHECKS,
    });
    expect(pageView(quiet, 'fr').actions).toEqual([]);
    expect(renderPage(quiet, templates)).toContain('Rien d’urgent');
  });
});

describe('the table of exposed items', () => {
  it('holds what leads outside, and its chip counts what the figure counts', () => {
    const { items, figures } = pageView(small(), 'fr');
    expect(items.rows.map(({ path }) => path)).toEqual(['/Devis', '/Lettre.pdf', '/Plans', '/Photos']);
    expect(items.rows[0]).toMatchObject({
      severity: 'critical',
      more: '+1',
      rights: 'Modification',
      password: 'non',
      end: 'aucune',
    });
    expect(String(items.chips.find(({ id }) => id === 'nopw')?.number)).toBe(figures[2]?.number);
  });

  it('gives days by the calendar of the organisation, not of Greenwich', () => {
    const late = '2026-11-22T23:30:00Z';
    const { result, history } = small();
    const shares = result.shares.map((share) => ({ ...share, createdAt: late }));
    const members = result.members.map((member) => ({ ...member, lastLogin: late }));
    const data = pageData({
      ...small(),
      history: history.map((point) => ({ ...point, at: Date.parse(late) })),
      result: { ...result, shares, members },
    });
    const day = Date.UTC(2026, 10, 23) / 86_400_000;
    expect([data.items[0]?.[7], data.members[0]?.[8], data.runs[0]]).toEqual([day, day, day]);
  });

  it('gives every row to the script, and only the first ones to the page', () => {
    const input = coopInput(60, 900);
    const data = pageData(input);
    const { rows, beyond, number } = pageView(input, 'fr').items;
    expect(data.items).toHaveLength(number);
    expect(rows).toHaveLength(250);
    expect(beyond).toMatch(new RegExp(`^${number - 250} autres lignes`));
  });
});

describe('the checks', () => {
  it('are all listed, and the ones that did not run say why', () => {
    const input = small();
    const checks = input.result.checks.map((check) =>
      check.id === 'external-domain'
        ? {
            ...check,
            status: 'not-run' as const,
            ...reasonFields([because('check.no-domains')]),
          }
        : check,
    );
    const view = pageView({ ...input, result: { ...input.result, checks } }, 'fr').checks;
    const listed = [...view.groups.flatMap(({ rows }) => rows), ...view.quiet].map(({ id }) => id);
    expect(listed.sort()).toEqual(CHECKS.map(({ id }) => id).sort());
    expect(view.groups.flatMap(({ rows }) => rows).find(({ id }) => id === 'external-domain')).toMatchObject({
      notRan: true,
      reason: expect.stringContaining('Aucun domaine'),
    });
    expect(view.subtitle).toContain('1 non exécuté');
  });

  it('count as found only where something stands', () => {
    const quiet = { status: 'ran' as const, reason: 'Not judged for 1 member: no access was granted yet.' };
    const input = small();
    const checks = input.result.checks.map((check) =>
      check.id === 'stale-folder' ? { ...check, ...quiet } : check,
    );
    const gone = finding('link-old', 'anna', { kind: 'share', id: '8', path: '/Parti' }, { state: 'fixed' });
    const findings = [...input.result.findings, gone];
    const found = new Set(input.result.findings.map(({ check }) => check)).size;
    expect(pageView({ ...input, result: { ...input.result, checks, findings } }, 'fr').checks.subtitle).toBe(
      `${CHECKS.length} contrôles\u00a0: ${found} avec constat, ${CHECKS.length - found} sans constat, 0 non exécuté`,
    );
  });
});

describe('the words for few', () => {
  const alone = (parts: Parameters<typeof member>[1] = {}) =>
    inputOf([resultOf({ members: [member('anna', parts)], shares: [], findings: [] })]);

  it('stand in the singular', () => {
    expect(pageView(alone(), 'fr').trust).toMatchObject({
      read: 'Lu\u00a0: 1 membre sur 1',
      marksLabel: 'Une marque par membre\u00a0: 1 lu sur 1',
      covers: [{ of: '1 membre sur 1' }, { of: '1 membre sur 1' }, { of: '1 membre sur 1' }],
    });
    expect(pageView(alone(), 'en').trust.read).toBe('Read: 1 member of 1');
    const link = share('1', 'anna', '/Devis', { createdAt: '2026-10-20T09:00:00.000Z' });
    const input = inputOf([resultOf({ members: [member('anna')], shares: [link], findings: [] })]);
    expect(pageView(input, 'en').items.rows.map(({ age }) => age)).toEqual(['1 month']);
  });

  it('set a percentage on the map as the language does', () => {
    const percents = (language: 'fr' | 'en') =>
      pageView(alone({ bytes: RULE / 2 }), language).treemaps[0]?.labels.map(({ percent }) => percent);
    expect(percents('fr')).toEqual(['50\u00a0%']);
    expect(percents('en')).toEqual(['50%']);
  });
});

describe('settings and exceptions', () => {
  it('stand as they are and as advised, with the server’s own labels', () => {
    const input = small();
    const server = { kind: 'server', id: 'server', path: null } as const;
    const findings = CHECKS.filter(({ area }) => area === 'policy').map(({ id, severity, example }) =>
      finding(id, null, server, { severity, actual: JSON.parse(JSON.stringify(example)) }),
    );
    const { rows, toChange } = pageView({ ...input, result: { ...input.result, findings } }, 'fr').settings;
    expect(toChange).toBe(5);
    expect(rows[0]).toMatchObject({
      today: 'facultatif',
      advised: 'imposé',
      severity: 'high',
      click: expect.stringContaining('Imposer la protection par mot de passe'),
    });
  });

  it('are changed only where a check asks for it, by its own limit', () => {
    const { result, ...input } = small();
    const policy = {
      unknownBecause: null,
      linkPasswordEnforced: true,
      linkExpiryEnforced: true,
      linkExpiryDays: 180,
      publicUpload: true,
      resharing: false,
      federation: false,
    };
    const checks = CHECKS.map(({ id }) => ({
      id,
      status: id === 'policy-public-upload' ? ('off' as const) : ('ran' as const),
      reason: null,
      reasons: [],
      findings: 0,
      bytes: 0,
      limits: { linkDays: 180 },
    }));
    const { rows, toChange } = pageView(
      { ...input, result: { ...result, policy, checks, findings: [] } },
      'en',
    ).settings;
    expect(toChange).toBe(0);
    expect(rows[1]).toMatchObject({ today: 'enforced, 180 days', word: 'as advised', severity: null });
    expect(rows[2]).toMatchObject({ advised: '–', word: 'Not run' });
  });

  it('are unknown, not fine, where the server did not tell', () => {
    const input = small();
    const html = renderPage({ ...input, result: { ...input.result, policy: null } }, templates);
    expect(html).toContain('rien ne peut en être conclu');
  });

  it('put ended exceptions first and hide private paths', () => {
    const exceptions = [
      { check: 'link-old', member: 'anna', path: '/Devis', reason: 'r', until: '2027-01-01', ended: false },
      {
        check: 'large-stale-file',
        member: 'anna',
        path: '/Privé/**',
        reason: 'r',
        until: '2026-12-01',
        ended: false,
      },
      { check: 'link-old', member: 'bert', path: '/Photos', reason: 'r', until: '2026-10-01', ended: true },
    ];
    const { rows } = pageView(small({ exceptions }), 'fr').exceptions;
    expect(rows.map(({ path, left }) => [path, left])).toEqual([
      ['/Photos', 'terminée'],
      ['un chemin privé', '8 jours'],
      ['/Devis', '39 jours'],
    ]);
  });
});

describe('privacy', () => {
  it('lets no name of a private file or folder into the page', () => {
    const html = renderPage(small(), templates) + renderPage(coopInput(118, 100), templates);
    expect(html).not.toContain('journal');
    expect(html).not.toContain('Privé');
    expect(html).not.toContain('/Secret');
    expect(html).toContain('/Devis');
  });
});

describe('hostile names', () => {
  const shares = NASTY_NAMES.map((name, at) =>
    share(String(at), name, `/${name}`, { label: name, recipient: name }),
  );
  const findings = NASTY_NAMES.map((name, at) =>
    finding(
      'link-open-forever',
      name,
      { kind: 'share', id: String(at), path: `/${name}` },
      { severity: 'high', actual: { months: 3 } },
    ),
  );
  const members = NASTY_NAMES.map((name) => member(name, { name, bytes: RULE }));
  const input = inputOf([resultOf({ members, shares, findings }, CHECKS)], { checks: CHECKS });
  const html = renderPage(
    { ...input, organisation: { ...input.organisation, name: '<b>"Coop"</b>' } },
    templates,
  );

  it('stay text in markup and data', () => {
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script/g)).toHaveLength(2);
    expect(html).not.toMatch(/<img|<svg onload|<b>/);
    expect(html).toContain('/&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e]/);
  });

  it('come back from the data as they were', () => {
    const text = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(text).not.toMatch(/[<>&\u2028\u2029]/);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(pageData(input))));
    expect(embedded('</script>&\u2028\u2029')).toBe('"\\u003c/script\\u003e\\u0026\\u2028\\u2029"');
  });
});

describe('the file', () => {
  const html = renderPage(small(), templates);

  it('allows only its own style and script, by hash', () => {
    const policy =
      /http-equiv="Content-Security-Policy" content="([^"]+)"/
        .exec(html)?.[1]
        ?.replaceAll('&#x27;', "'")
        .replaceAll('&#x3D;', '=') ?? '';
    const hash = (text: string | undefined) =>
      `sha256-${createHash('sha256')
        .update(text ?? '')
        .digest('base64')}`;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain(`style-src '${hash(/<style>(.*?)<\/style>/s.exec(html)?.[1])}'`);
    expect(policy).toContain(`script-src '${hash(/<script>(.*?)<\/script>/s.exec(html)?.[1])}'`);
    expect(policy).not.toContain('unsafe');
  });

  it('has no style attribute, no event attribute and no address but the server’s', () => {
    const markup = html.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '');
    expect(markup).not.toMatch(/\sstyle=|\son\w+=/);
    expect(markup).not.toMatch(/https?:\/\/(?!cloud\.example\.org)/);
  });

  it('holds both languages', () => {
    expect(html).toContain('<html lang="fr">');
    expect(html).toContain('<template data-language="en">');
    expect(html).toContain('Read: 2 members of 4');
  });

  it('weighs at most 1.5 MB for 1,000 members', () => {
    expect(Buffer.byteLength(renderPage(coopInput(1000, 900), templates))).toBeLessThan(1.5 * MB);
  }, 30_000);
});
