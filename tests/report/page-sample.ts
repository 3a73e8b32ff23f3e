import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'rolldown';
import configs from '../../.config/rolldown.config.ts';
import { CHECKS } from '../../src/checks/index.ts';
import { because } from '../../src/model/reasons/reason.ts';
import { reasonFields } from '../../src/model/reasons/sentence.ts';
import type { ResultFinding, ResultMember, ResultShare } from '../../src/model/result.ts';
import type { MemberPoint, ReportInput } from '../../src/report/input.ts';
import { type CompiledTemplates, compileTemplates } from '../../src/report/templates.ts';
import { finding, inputOf, member, RULE, resultOf, STARTED, share } from './helpers.ts';

const MB = 1024 ** 2;
const GB = 1024 ** 3;
const DAY = 86_400_000;
const ANTENNAS = ['Tours', 'Nantes', 'Orléans'] as const;
const PLACES = [
  'Devis clients',
  'Équipe vidéo',
  'Compta',
  'Chantiers',
  'Expo printemps',
  'Recettes',
  'Site web',
  'Marché de Noël',
  'Réponses appels d’offres',
  'Plaquette',
  'Ateliers',
  'Formation',
  'Livraisons',
  'Presse',
  'Photos',
] as const;
const THINGS = [
  '2025',
  'Rushs à valider',
  'RIB coopérative.pdf',
  'Rue des Halles',
  'Visuels presse',
  'Fiche technique.pdf',
  'Maquettes v1',
  'Plans des stands',
  '2024',
  'Brouillons',
  'Inscriptions automne.ods',
  'Supports 2023',
  'Mariage de juin/Photos retouchées haute définition/Sélection finale',
  'Calendrier public',
  'Catalogue',
] as const;

const [, script] = configs;
const bundle = await build({ ...script, write: false });

/** The templates as they lie in the folder, and the page's script as the build would bundle it now. */
export function pageTemplates(): CompiledTemplates {
  const folder = join(import.meta.dirname, '../../templates');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /\.\w+$/.test(name),
  );
  const texts = names.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const);
  return compileTemplates(new Map([...texts, ['page/script.js', bundle.output[0].code]]));
}

/** A generator that gives the same numbers for the same seed. */
function dice(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function pick<Item>(items: readonly [Item, ...Item[]], at: number): Item {
  return items[at % items.length] ?? items[0];
}

/** A believable cooperative with that many members and shares that lead outside, over 12 runs. */
export function coopInput(members: number, items: number, seed = 7): ReportInput {
  const roll = dice(seed);
  const people = Array.from({ length: members }, (_, at) => person(at, roll));
  const shares = Array.from({ length: items }, (_, at) => link(at, people, roll));
  const findings = [
    ...shares.flatMap((one) => onShare(one, roll)),
    ...people.flatMap((one) => inSpace(one, roll)),
    ...serverFindings(people),
  ];
  const result = resultOf({ members: people, shares, findings }, CHECKS);
  const checks = result.checks.map((check) =>
    check.id === 'external-domain' || check.id === 'member-outside-groups'
      ? {
          ...check,
          status: 'not-run' as const,
          ...reasonFields([because('check.no-domains')]),
          findings: 0,
        }
      : check,
  );
  const now = { ...result, checks };
  const before = {
    ...now,
    run: { ...now.run, id: 11, startedAt: '2026-10-23T03:12:00.000Z' },
    shares: shares.slice(Math.ceil(items * 0.05)),
    members: people.map((one) => lighter(one, roll)),
  };
  const base = inputOf([before, now], { checks: CHECKS });
  return { ...base, history: trend(base), contacts: contactsOf(people), exceptions: EXCEPTIONS };
}

const EXCEPTIONS: ReportInput['exceptions'] = [
  {
    check: 'link-without-password',
    member: 'membre-052',
    path: '/Presse/Affiche 2025.pdf',
    reason: 'affichage public',
    until: '2026-10-31',
    ended: true,
  },
  {
    check: 'link-old',
    member: 'membre-023',
    path: '/Calendrier public',
    reason: 'agenda du site',
    until: '2026-12-15',
    ended: false,
  },
  {
    check: 'link-without-password',
    member: 'membre-101',
    path: '/Plaquette/Version imprimée.pdf',
    reason: 'document public',
    until: '2027-06-30',
    ended: false,
  },
  {
    check: 'quota-not-the-rule',
    member: null,
    path: null,
    reason: 'vidéo et photo',
    until: '2027-09-30',
    ended: false,
  },
];

function person(at: number, roll: (below: number) => number): ResultMember {
  const id = `membre-${String(at + 1).padStart(3, '0')}`;
  const quota = at % 31 === 7 ? 5 * GB : RULE;
  const share = at % 13 === 4 ? 90 + roll(14) : at % 9 === 3 ? 80 + roll(10) : 8 + roll(72);
  const bytes = Math.floor((quota * share) / 100);
  const usage = {
    bytes,
    files: 40 + roll(2000),
    folders: 9 + roll(90),
    trashBytes: roll(300) * MB,
    trashOwnBytes: 0,
    percent: (100 * bytes) / quota,
    source: 'crawl' as const,
  };
  const told = {
    ...usage,
    files: null,
    folders: null,
    trashBytes: null,
    trashOwnBytes: null,
    source: 'server' as const,
  };
  const base = { quota: { bytes: quota, unlimited: false, source: 'server' as const }, usage };
  const coverage = { strategy: 'none' as const, right: null, requests: 3, unreadable: [] };
  if (at % 58 === 28)
    return member(id, {
      ...base,
      usage: told,
      coverage: { ...coverage, status: 'not-granted', ...reasonFields([because('member.not-granted')]) },
    });
  if (at === 92)
    return member(id, {
      ...base,
      usage: told,
      coverage: {
        ...coverage,
        status: 'failed',
        ...reasonFields([
          because('request.answered', { request: 'PROPFIND /remote.php/dav/files/x', status: 500 }),
        ]),
      },
    });
  if (at === 40)
    return member(id, {
      ...base,
      enabled: false,
      coverage: { ...coverage, status: 'disabled', ...reasonFields([because('member.disabled')]) },
    });
  return member(id, {
    ...base,
    coverage: {
      status: at % 4 === 0 ? 'read' : 'unchanged',
      ...reasonFields([]),
      strategy: 'search',
      right: 'own',
      requests: 3,
      unreadable: [],
    },
  });
}

function link(at: number, people: readonly ResultMember[], roll: (below: number) => number): ResultShare {
  const owner = people[roll(people.length)]?.id ?? 'membre-001';
  const thing = pick(THINGS, roll(THINGS.length));
  const kind = roll(20);
  return share(
    String(1000 + at),
    owner,
    `/${pick(PLACES, roll(PLACES.length))}/${thing}${at > 200 ? ` ${at}` : ''}`,
    {
      isFolder: !/\.\w+$/.test(thing),
      type: kind === 0 ? 'mail' : kind === 1 ? 'group' : 'link',
      recipient: kind === 0 ? 'client@example.net' : kind === 1 ? 'Équipe vidéo' : null,
      hasPassword: roll(10) < 6,
      expires:
        roll(10) < 6
          ? new Date(Date.parse(STARTED) + (10 + roll(300)) * DAY).toISOString().slice(0, 10)
          : null,
      permissions:
        roll(12) === 0 ? ['read', 'update', 'create', 'delete'] : roll(14) === 0 ? ['create'] : ['read'],
      createdAt: new Date(Date.parse(STARTED) - roll(900) * DAY).toISOString(),
      label: roll(3) === 0 ? 'pour le client' : '',
    },
  );
}

function onShare(one: ResultShare, roll: (below: number) => number): readonly ResultFinding[] {
  const subject = { kind: 'share' as const, id: one.id, path: one.path };
  const state =
    roll(12) === 0 ? ('new' as const) : roll(25) === 0 ? ('excepted' as const) : ('open' as const);
  const since = ['2025-12-23', '2026-03-23', '2026-06-23', '2026-10-23'][roll(4)] ?? '2026-10-23';
  const say = (check: string, severity: ResultFinding['severity'], actual: ResultFinding['actual'] = {}) =>
    finding(check, one.owner, subject, {
      severity,
      actual: { ...exampleOf(check), ...actual },
      state,
      since: state === 'new' ? '2026-11-23' : since,
    });
  if (one.type === 'mail') return one.hasPassword ? [] : [say('mail-share-without-password', 'medium')];
  if (one.type === 'group') return [say('group-share-wide', 'medium')];
  const editable = one.permissions.includes('update');
  const found: ResultFinding[] = [];
  if (editable && !one.hasPassword) found.push(say('link-editable-open', 'critical'));
  if (!one.hasPassword)
    found.push(
      one.expires === null ? say('link-open-forever', 'high') : say('link-without-password', 'medium'),
    );
  else if (one.expires === null) found.push(say('link-without-expiry', 'medium'));
  if (/RIB/.test(one.path) && !one.hasPassword) found.push(say('link-sensitive', 'high'));
  if (Date.parse(one.createdAt ?? '') < Date.parse(STARTED) - 365 * DAY)
    found.push(say('link-old', 'medium'));
  return found;
}

/** The parameters that the texts of a check use. */
function exampleOf(check: string): ResultFinding['actual'] {
  const known = CHECKS.find(({ id }) => id === check);
  const entries = Object.entries(known !== undefined && 'example' in known ? known.example : {});
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'object' && value !== null ? [...value] : value]),
  );
}

function inSpace(
  { id, usage, coverage }: ResultMember,
  roll: (below: number) => number,
): readonly ResultFinding[] {
  if (usage.source !== 'crawl' || coverage.status === 'disabled') return [];
  const percent = usage.percent ?? 0;
  const file = (check: string, severity: ResultFinding['severity'], megabytes: number) =>
    finding(
      check,
      id,
      { kind: 'file', id: `${id}-${check}-${roll(1e6)}`, path: `/Privé/${id}/secret ${check}.mov` },
      { severity, bytes: megabytes * MB, actual: exampleOf(check) },
    );
  const own = { kind: 'member' as const, id, path: null };
  const found: ResultFinding[] = [];
  if (percent >= 80)
    found.push(
      finding('quota-nearly-full', id, own, {
        severity: percent >= 100 ? 'critical' : percent >= 90 ? 'high' : 'medium',
        actual: exampleOf('quota-nearly-full'),
      }),
    );
  if (percent >= 92 && percent < 100)
    found.push(
      finding('quota-full-soon', id, own, { severity: 'info', actual: exampleOf('quota-full-soon') }),
    );
  for (let at = 0; at < 1 + roll(4) && percent > 50; at += 1)
    found.push(file('large-stale-file', 'medium', 60 + roll(200)));
  if (percent > 70) found.push(file('archive-or-installer', 'low', 50 + roll(90)));
  if (roll(6) === 0) found.push(file('probable-duplicate', 'low', 5 + roll(40)));
  return found;
}

function serverFindings(people: readonly ResultMember[]): readonly ResultFinding[] {
  const server = { kind: 'server' as const, id: 'server', path: null };
  const account = (check: string, severity: ResultFinding['severity'], at: number) => {
    const id = people[at % people.length]?.id ?? '';
    return finding(
      check,
      id,
      { kind: 'member', id, path: null },
      { severity, audience: 'admin', actual: exampleOf(check), state: at % 5 === 0 ? 'new' : 'open' },
    );
  };
  return [
    finding('policy-link-password', null, server, {
      severity: 'high',
      audience: 'admin',
      actual: exampleOf('policy-link-password'),
    }),
    finding('policy-link-expiry', null, server, {
      severity: 'high',
      audience: 'admin',
      actual: { enforced: false, linkDays: 0 },
    }),
    finding('policy-public-upload', null, server, {
      severity: 'medium',
      audience: 'admin',
      actual: exampleOf('policy-public-upload'),
    }),
    finding('policy-resharing', null, server, {
      severity: 'low',
      audience: 'admin',
      actual: exampleOf('policy-resharing'),
    }),
    account('departed-with-data', 'high', 40),
    account('dormant-account', 'medium', 55),
    account('dormant-account', 'medium', 17),
    account('dormant-account', 'medium', 62),
    account('member-without-mail', 'low', 47),
    account('quota-not-the-rule', 'low', 7),
    account('quota-not-the-rule', 'low', 38),
    finding(
      'link-open-forever',
      'membre-003',
      { kind: 'share', id: '1', path: '/Ancien/Lien fermé' },
      { severity: 'high', state: 'fixed', actual: exampleOf('link-open-forever') },
    ),
    finding(
      'link-old',
      'membre-003',
      { kind: 'share', id: '2', path: '/Ancien/Autre' },
      { state: 'fixed', actual: exampleOf('link-old') },
    ),
    finding(
      'large-stale-file',
      'membre-003',
      { kind: 'file', id: '3', path: '/Privé/parti.mov' },
      { state: 'fixed', bytes: 300 * MB, actual: exampleOf('large-stale-file') },
    ),
  ];
}

function lighter(one: ResultMember, roll: (below: number) => number): ResultMember {
  const bytes = Math.floor((one.usage.bytes ?? 0) * (0.93 + roll(12) / 100));
  return { ...one, usage: { ...one.usage, bytes, percent: (100 * bytes) / (one.quota.bytes ?? 1) } };
}

/** Twelve runs that lead to the last one: a little less used, more open links and more to free each month back. */
function trend({ history }: ReportInput): ReportInput['history'] {
  const last = history.at(-1);
  if (last === undefined) return history;
  return Array.from({ length: 12 }, (_, at) => {
    const ago = 11 - at;
    if (ago === 0) return last;
    const members = [...last.members].map(([id, own], place): [string, MemberPoint] => {
      const moreLinks = place < ago * 2 ? 1 : 0;
      const { neither, ...others } = own.links;
      return [
        id,
        {
          ...own,
          usedBytes: own.usedBytes === null ? null : Math.floor(own.usedBytes * (1 - ago * 0.012)),
          percent: own.percent === null ? null : own.percent * (1 - ago * 0.012),
          freeableBytes: Math.floor(own.freeableBytes * (1 + ago * 0.03)),
          links: { neither: neither + moreLinks, ...others },
        },
      ];
    });
    return {
      ...last,
      id: at + 1,
      at: Date.UTC(2026, 10 - ago, 23, 3, 12),
      status: ago === 4 ? ('partial' as const) : ('complete' as const),
      members: new Map(members),
    };
  });
}

function contactsOf(people: readonly ResultMember[]): ReportInput['contacts'] {
  return new Map(
    people.map(({ id }, at) => [
      id,
      {
        mail: `${id}@example.org`,
        language: 'fr',
        antenna: pick(ANTENNAS, at % 7 < 3 ? 0 : at % 7 < 5 ? 1 : 2),
      },
    ]),
  );
}
