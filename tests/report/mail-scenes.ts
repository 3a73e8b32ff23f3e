import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CHECKS } from '../../src/checks/index.ts';
import type { Language } from '../../src/model/member.ts';
import { because, type Reason } from '../../src/model/reasons/reason.ts';
import { reasonFields } from '../../src/model/reasons/sentence.ts';
import type { ResultFinding, ResultMember, ResultShare, RunResult } from '../../src/model/result.ts';
import { usageOver } from '../../src/report/figures/usage-over.ts';
import type { Contact, DeliveryReport, ReportInput } from '../../src/report/input.ts';
import { compileTemplates } from '../../src/report/templates.ts';
import { finding, inputOf, member, NASTY_NAMES, RULE, resultOf, share } from './helpers.ts';

export const MB = 1024 ** 2;
const FOLDER = resolve(import.meta.dirname, '../../templates');

/** The templates of the program, read from their folder. */
function ownTemplates(): ReadonlyMap<string, string> {
  const names = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.includes('.'),
  );
  return new Map(names.map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]));
}

export const templates = compileTemplates(
  new Map([...ownTemplates()].filter(([name]) => name.startsWith('mail/'))),
);

/** A large file that nobody has touched. */
export function stale(
  owner: string,
  id: string,
  path: string,
  megabytes: number,
  parts: Partial<ResultFinding> = {},
): ResultFinding {
  const actual = {
    sizeBytes: megabytes * MB,
    unchangedSinceAt: '2025-04-02T09:11:00.000Z',
    months: 19,
  };
  return finding(
    'large-stale-file',
    owner,
    { kind: 'file', id, path },
    { actual, bytes: megabytes * MB, ...parts },
  );
}

/** A finding on a share, of one of the checks of Sharing. */
export function onShare(
  check: string,
  { id, owner, path, createdAt, isFolder }: ResultShare,
  parts: Partial<ResultFinding> = {},
): ResultFinding {
  return finding(check, owner, { kind: 'share', id, path }, { actual: { createdAt, isFolder }, ...parts });
}

export function nearlyFull(owner: string, bytes: number, severity: 'medium' | 'high' | 'critical') {
  const actual = { usedBytes: bytes, quotaBytes: RULE, usedPercent: (100 * bytes) / RULE };
  return finding('quota-nearly-full', owner, { kind: 'member', id: owner, path: null }, { actual, severity });
}

/** Mails that were held, and one in each state of those not handed over. */
export const TROUBLE: DeliveryReport = {
  held: [
    { kind: 'unread', failed: 60, readable: 112, limit: 20 },
    { kind: 'address', member: 'typical' },
  ],
  undelivered: [
    { member: 'anna', state: 'refused', reply: '550 5.1.1 <anna@example.org>: no such user' },
    { member: 'bruno', state: 'deferred', reply: '451 4.7.1 try again later' },
    { member: 'chloe', state: 'doubtful', reply: 'the connection broke' },
    { member: 'worst', state: 'queued', reply: null },
  ],
};

function at(result: RunResult, month: string, id: number): RunResult {
  const run = {
    ...result.run,
    id,
    startedAt: `${month}-23T03:12:00.000Z`,
    finishedAt: `${month}-23T03:12:41.000Z`,
  };
  return { ...result, run };
}

const devis = share('11', 'typical', '/Devis 2023', { fileId: '47110' });
const plaquette = share('12', 'typical', '/Communication/plaquette.pdf', {
  fileId: '47210',
  isFolder: false,
  createdAt: '2026-01-12T09:00:00.000Z',
  expires: '2027-06-30',
});
const livraison = share('13', 'typical', '/livraison client.zip', {
  fileId: '47310',
  isFolder: false,
  createdAt: '2026-11-03T09:00:00.000Z',
  hasPassword: true,
  expires: '2026-12-15',
});
const mariage = share('15', 'typical', '/Photos/Mariage', {
  fileId: '48900',
  hasPassword: true,
  createdAt: '2025-05-04T09:00:00.000Z',
});
const team = share('14', 'typical', '/Vidéos', { type: 'group', recipient: 'Vidéo', fileId: '48000' });
/** Closed since last month. */
const ancien = share('10', 'typical', '/Ancien', { fileId: '47400', hasPassword: true });
const clients = share('40', 'thanked', '/Clients', { fileId: '61000' });
const USED = 1844 * MB;

/** The typical member of the pictures: nearly full, one open door, a link closed since last month. */
function typicalFindings(): readonly ResultFinding[] {
  const owner = 'typical';
  return [
    nearlyFull(owner, USED, 'high'),
    finding(
      'quota-full-soon',
      owner,
      { kind: 'member', id: owner, path: null },
      { severity: 'info', actual: { fullOn: '2027-01-15', bytesPerMonthBytes: 120 * MB, runs: 4 } },
    ),
    onShare('link-open-forever', devis, { severity: 'high' }),
    onShare('link-old', devis, { actual: { createdAt: devis.createdAt, months: 14 } }),
    onShare('link-old', mariage, {
      actual: { createdAt: mariage.createdAt, months: 18 },
      since: '2026-08-23',
    }),
    onShare('link-open-forever', plaquette, { severity: 'high', state: 'excepted' }),
    stale(owner, '48213', '/Vidéos/rush chantier 12.mp4', 640, { sharedWith: ['Vidéo'] }),
    finding(
      'file-dominates-quota',
      owner,
      { kind: 'file', id: '48213', path: '/Vidéos/rush chantier 12.mp4' },
      { actual: { sizeBytes: 640 * MB, quotaPercent: 31.25 }, bytes: 640 * MB, sharedWith: ['Vidéo'] },
    ),
    finding(
      'stale-folder',
      owner,
      { kind: 'folder', id: '48300', path: '/Salon 2022' },
      {
        severity: 'low',
        actual: { totalBytes: 240 * MB, files: 41, newestOn: '2022-10-03' },
        bytes: 240 * MB,
        since: '2026-08-23',
      },
    ),
    finding(
      'archive-or-installer',
      owner,
      { kind: 'file', id: '48400', path: '/Sites/sauvegarde site.zip' },
      { severity: 'low', actual: { sizeBytes: 150 * MB }, bytes: 150 * MB },
    ),
    finding(
      'probable-duplicate',
      owner,
      { kind: 'file', id: '48500', path: '/Musique/concert mars.wav' },
      {
        severity: 'low',
        actual: { copies: 2, sizeBytes: 90 * MB, otherPaths: ['/Archives/concert mars.wav'] },
        bytes: 90 * MB,
      },
    ),
    ...Array.from({ length: 12 }, (_, at) =>
      stale(owner, `4860${at}`, `/Photos/2021/mariage-${at}.mov`, 50 - at, { since: '2026-11-23' }),
    ),
    finding(
      'trash-heavy',
      owner,
      { kind: 'member', id: owner, path: null },
      { severity: 'info', actual: { trashBytes: 310 * MB, trashOwnBytes: 310 * MB } },
    ),
    onShare('link-without-expiry', ancien, { state: 'fixed' }),
  ];
}

/** Everything wrong at once, with the nastiest names there are. */
function worstShares(): readonly ResultShare[] {
  return NASTY_NAMES.map((name, at) =>
    share(`3${at}`, 'worst', `/${name.replaceAll('/', '∕')}`, {
      fileId: `5${at}`,
      permissions: at % 3 === 0 ? ['read', 'update', 'delete'] : ['read'],
      expires: at % 4 === 0 ? '2027-01-31' : null,
      createdAt: `2024-0${1 + (at % 9)}-11T09:00:00.000Z`,
    }),
  );
}

function worstFindings(shares: readonly ResultShare[]): readonly ResultFinding[] {
  return [
    nearlyFull('worst', RULE + 90 * MB, 'critical'),
    ...shares.map((one) =>
      one.permissions.includes('delete')
        ? onShare('link-editable-open', one, { severity: 'critical', since: '2026-06-23' })
        : onShare('link-open-forever', one, { severity: 'high' }),
    ),
    ...shares.map((one, at) =>
      stale('worst', one.fileId, one.path, 120 - at * 4, {
        sharedWith: ['typical', 'quiet', 'CAPE', 'Vidéo', 'elsa'],
      }),
    ),
    ...NASTY_NAMES.map((name, at) =>
      finding(
        'link-by-someone-else',
        'worst',
        { kind: 'share', id: `3${at}`, path: null },
        { actual: { maker: name, createdAt: '2026-05-02T07:00:00.000Z' } },
      ),
    ),
  ];
}

/** What was said to the thanked member last month, and is settled now. */
function settledFindings(state: 'open' | 'fixed'): readonly ResultFinding[] {
  return [
    onShare('link-open-forever', clients, { severity: 'high', state }),
    stale('thanked', '61001', '/Films/stage 2020.mov', 900, { state }),
  ];
}

/**
 * Four members in one language: one with nothing to say, a typical one, the worst, and one who has done everything
 * since last month.
 */
export function scene(language: Language): ReportInput {
  const shares = worstShares();
  const findings = [...typicalFindings(), ...worstFindings(shares), ...settledFindings('fixed')];
  const usage = (bytes: number, files: number) => ({
    ...{ bytes, files, folders: 40, trashBytes: 0, trashOwnBytes: 0, percent: (100 * bytes) / RULE },
    source: 'crawl' as const,
  });
  const members = (typicalBytes: number, thankedBytes: number) => [
    member('quiet', { name: 'Anna Rivière', bytes: 300 * MB }),
    member('typical', {
      name: 'Ulysse Auger',
      usage: { ...usage(typicalBytes, 1204), trashBytes: 310 * MB, trashOwnBytes: 310 * MB },
    }),
    member('thanked', { name: 'Elsa Morin', bytes: thankedBytes }),
    member('worst', { name: '\u202egnp.exe\u202c <b>Zoé</b>', usage: usage(RULE + 90 * MB, 31_000) }),
  ];
  const mine = [devis, plaquette, livraison, mariage, team];
  const now = resultOf(
    { members: members(USED, 700 * MB), shares: [...mine, ...shares], findings: [...findings] },
    CHECKS,
  );
  const months = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10'];
  const before = months.map((month, index) =>
    at(
      {
        ...now,
        members: members(USED - 120 * MB, (2040 - 35 * index) * MB),
        shares: [...now.shares, ancien, clients],
        findings: [...settledFindings('open')],
      },
      month,
      7 + index,
    ),
  );
  const [first = now, ...rest] = before;
  const results = [first, ...rest, now] as const;
  const overTime = usageOver();
  for (const result of results) overTime.see(result);
  const input = inputOf(results, {
    checks: CHECKS,
    retention: { amount: 24, unit: 'months' },
    usage: overTime.byMember,
  });
  const contacts = [...input.contacts].map(([id, contact]) => [id, { ...contact, language }] as const);
  return {
    ...input,
    contacts: new Map(contacts),
    organisation: {
      ...input.organisation,
      name: 'La coopérative',
      language,
      replyTo: 'nextcloud@example.org',
    },
    referents: [{ group: 'Tours', name: 'La personne référente', mail: 'nextcloud-tours@example.org' }],
  };
}

function coverage(status: ResultMember['coverage']['status'], reason: Reason): ResultMember['coverage'] {
  return { ...member('').coverage, status, ...reasonFields([reason]) };
}

/** `scene` for admins and referents: also members who were not read, each for another reason, and one who left. */
export function teamScene(language: Language): ReportInput {
  const input = scene(language);
  const failure = because('request.answered', { request: 'PROPFIND', status: 500 });
  const unread = [
    member('gaston', {
      name: 'Gaston Roux',
      coverage: coverage('not-granted', because('member.not-granted')),
    }),
    member('hugo', { name: 'Hugo Blanc', coverage: coverage('not-granted', because('member.declined')) }),
    member('ines', {
      name: 'Inès Faure',
      coverage: coverage('not-granted', because('member.never-logged-in')),
    }),
    member('jules', { name: 'Jules Petit', coverage: coverage('failed', failure) }),
    member('karim', { name: 'Karim Leroy', coverage: coverage('failed', failure) }),
    member('lea', {
      name: 'Léa Garnier',
      enabled: false,
      coverage: coverage('disabled', because('member.disabled')),
    }),
  ];
  const left = finding(
    'departed-with-data',
    'lea',
    { kind: 'member', id: 'lea', path: null },
    { severity: 'high', audience: 'admin', actual: { usedBytes: 700 * MB, shares: 2 } },
  );
  const { members, shares, findings } = input.result;
  const result = resultOf(
    { members: [...members, ...unread], shares, findings: [...findings, left] },
    CHECKS,
  );
  const contacts = [...input.contacts, ...unread.map(({ id }) => [id, contactOf(id, language)] as const)];
  return {
    ...{ ...input, result, contacts: new Map(contacts) },
    period: { ...input.period, result },
  };
}

function contactOf(id: string, language: Language): Contact {
  return { mail: `${id}@example.org`, language, antenna: 'Tours' };
}
