import { CHECKS } from '../../../src/checks/index.ts';
import type { Language } from '../../../src/model/member.ts';
import { because } from '../../../src/model/reasons/reason.ts';
import { reasonFields } from '../../../src/model/reasons/sentence.ts';
import type { ResultFinding, ResultMember, ResultShare } from '../../../src/model/result.ts';
import type { ReportInput } from '../../../src/report/input.ts';
import { finding, inputOf, member, RULE, resultOf, share } from '../helpers.ts';
import { MB, nearlyFull, onShare, scene, stale } from '../mail-scenes.ts';

/** A member in one state, and the mail that this state brings. */
interface Situation {
  readonly anna: Partial<ResultMember>;
  readonly findings: readonly ResultFinding[];
  readonly shares?: readonly ResultShare[];
  /** Days on which she got a mail before. */
  readonly mailedOn?: readonly string[];
  readonly version?: string;
}

const OWNER = 'anna';

function usage(megabytes: number, trash = 0): ResultMember['usage'] {
  const bytes = megabytes * MB;
  return {
    ...{ bytes, files: 840, folders: 61, trashBytes: trash * MB, trashOwnBytes: trash * MB },
    percent: (100 * bytes) / RULE,
    source: 'crawl',
  };
}

function unread(megabytes: number | null): ResultMember['usage'] {
  const bytes = megabytes === null ? null : megabytes * MB;
  return {
    ...{ bytes, files: null, folders: null, trashBytes: null, trashOwnBytes: null },
    percent: bytes === null ? null : (100 * bytes) / RULE,
    source: bytes === null ? 'none' : 'server',
  };
}

function coverage(status: ResultMember['coverage']['status'], parts: Partial<ResultMember['coverage']> = {}) {
  return { ...member(OWNER).coverage, status, ...parts };
}

/** A file that is large and of this year, which no check speaks of. */
function largest(...files: readonly (readonly [path: string, megabytes: number])[]) {
  return files.map(([path, megabytes], at) => ({ fileId: `7${at}0`, path, bytes: megabytes * MB }));
}

const months = (createdAt: string | null, old: number) => ({ actual: { createdAt, months: old } });

const SIX_LINKS = ['Devis 2024', 'Photos Lefèvre', 'Plans', 'Rushes', 'Textes', 'Maquettes'].map((name, at) =>
  share(`2${at}`, OWNER, `/Clients/${name}`, {
    fileId: `8${at}`,
    hasPassword: true,
    createdAt: `2025-0${at + 1}-14T09:00:00.000Z`,
  }),
);
const OPEN_LINKS = ['Affiche', 'Programme', 'Billetterie'].map((name, at) =>
  share(`3${at}`, OWNER, `/Festival/${name}`, {
    fileId: `9${at}`,
    createdAt: `2026-0${at + 2}-03T09:00:00.000Z`,
  }),
);

const PASSPORT = share('40', OWNER, '/Papiers/passeport.pdf', {
  ...{ type: 'mail', recipient: 'dossiers@agence.example', fileId: '400', isFolder: false },
  createdAt: '2026-02-03T09:00:00.000Z',
});
const ABROAD = share('41', OWNER, '/Résidence', {
  ...{ type: 'federated', recipient: 'lena@nuage.example', fileId: '401' },
  permissions: ['read', 'update'],
  createdAt: '2026-05-11T09:00:00.000Z',
});
const CONVERSATION = share('42', OWNER, '/Répétitions', {
  ...{ type: 'room', recipient: 'k3v9d2xq', fileId: '402', sharedBy: 'bruno' },
  createdAt: '2026-09-01T09:00:00.000Z',
});

const DROP = share('50', OWNER, '/Candidatures', {
  permissions: ['create'],
  fileId: '500',
  createdAt: '2026-08-20T09:00:00.000Z',
});
const REQUEST = share('51', OWNER, '/Pièces à fournir', {
  ...{ type: 'mail', fileRequest: true, recipients: ['a@client.example', 'b@client.example'], fileId: '501' },
  permissions: ['create'],
  hasPassword: true,
  expires: '2026-12-31',
});

const TEAM = share('60', OWNER, '/Équipe', {
  ...{ type: 'group', recipient: 'CAPE', fileId: '600' },
  permissions: ['read', 'update', 'create', 'delete', 'share'],
});
const WIDE = share('61', OWNER, '/Atelier', { fileId: '601', hasPassword: true, expires: '2026-12-20' });
const BY_BRUNO = share('62', OWNER, '/Atelier/Presse', {
  ...{ fileId: '602', sharedBy: 'bruno', hasPassword: true, expires: '2026-12-20' },
});
const LEFT = share('63', OWNER, '/Compta', { type: 'user', recipient: 'denis', fileId: '603' });

const OLD_ALBUM = share('70', OWNER, '/Album', {
  ...{ fileId: '700', hasPassword: true, expires: '2027-01-10' },
  createdAt: '2024-05-04T09:00:00.000Z',
});
const OPEN_DOOR = share('80', OWNER, '/Tarifs', { fileId: '800' });

const ARCHIVE = finding(
  'archive-or-installer',
  OWNER,
  { kind: 'file', id: '90', path: '/Outils/installateur.zip' },
  { severity: 'low', actual: { sizeBytes: 70 * MB }, bytes: 70 * MB, since: '2026-08-23' },
);

const SITUATIONS = {
  'full-nothing-old': {
    anna: {
      usage: usage(2170, 420),
      largest: largest(
        ['/Films/captation juin.mov', 610],
        ['/Films/captation mai.mov', 580],
        ['/Projets/maquette.psd', 240],
        ['/Projets/affiche 4.psd', 118],
        ['/Sons/mix 3.wav', 96],
        ['/Sons/mix 2.wav', 90],
      ),
    },
    findings: [
      nearlyFull(OWNER, 2170 * MB, 'critical'),
      finding(
        'others-fill-my-quota',
        OWNER,
        { kind: 'folder', id: '31', path: '/Équipe/Dépôt' },
        { severity: 'info', actual: { totalBytes: 512 * MB, quotaPercent: 25 } },
      ),
    ],
  },
  'six-links-of-one-kind': {
    anna: { usage: usage(600) },
    shares: [...SIX_LINKS, ...OPEN_LINKS],
    findings: [
      ...SIX_LINKS.map((one) => onShare('link-without-expiry', one)),
      ...OPEN_LINKS.map((one) => onShare('link-open-forever', one, { severity: 'high' })),
    ],
  },
  'passport-by-mail': {
    anna: { usage: usage(320) },
    shares: [PASSPORT, ABROAD, CONVERSATION],
    findings: [
      onShare('mail-share-without-password', PASSPORT),
      finding(
        'external-domain',
        OWNER,
        { kind: 'share', id: '41', path: '/Résidence' },
        { severity: 'low', actual: { recipient: 'lena@nuage.example', domain: 'nuage.example' } },
      ),
    ],
  },
  'one-folder-open': {
    anna: { usage: usage(700) },
    shares: [OPEN_DOOR],
    findings: [onShare('link-open-forever', OPEN_DOOR, { severity: 'high' })],
    version: '32.0.1',
  },
  'file-drops': {
    anna: { usage: usage(900) },
    shares: [DROP, REQUEST],
    findings: [
      onShare('link-drop-open', DROP),
      onShare('link-open-forever', DROP, { severity: 'high', fingerprint: 'x' }),
    ],
  },
  'not-granted': {
    anna: {
      usage: unread(1950),
      coverage: coverage('not-granted', reasonFields([because('member.not-granted')])),
    },
    findings: [nearlyFull(OWNER, 1950 * MB, 'high')],
  },
  'access-refused': {
    anna: {
      usage: unread(null),
      coverage: coverage(
        'failed',
        reasonFields([
          because('request.answered-because', {
            request: 'PROPFIND',
            status: 401,
            advice: [because('advice.unauthorised')],
          }),
        ]),
      ),
    },
    findings: [],
  },
  'read-in-part': {
    anna: {
      usage: { ...unread(1500) },
      coverage: coverage('partial', { unreadable: ['/Archives/2019'] }),
    },
    findings: [
      stale(OWNER, '1', '/Films/stage 2021.mov', 420),
      stale(OWNER, '2', '/Films/bout à bout.mov', 260),
    ],
  },
  'small-things-of-a-quarter': { anna: { usage: usage(287) }, findings: [ARCHIVE] },
  'still-useful': {
    anna: { usage: usage(1200) },
    shares: [OLD_ALBUM],
    findings: [
      onShare('link-old', OLD_ALBUM, { ...months(OLD_ALBUM.createdAt, 30), since: '2026-01-23' }),
      stale(OWNER, '5', '/Films/été.mov', 900, { since: '2026-01-23' }),
      stale(OWNER, '6', '/Films/automne.mov', 60, { since: '2026-11-23' }),
    ],
    mailedOn: ['2026-08-23', '2026-09-23', '2026-10-23'],
  },
  'yearly-hello': { anna: { usage: usage(410) }, findings: [], mailedOn: ['2025-11-20'] },
  'over-the-rule': {
    anna: {
      usage: usage(2600),
      quota: { bytes: RULE, unlimited: true, source: 'rule' },
      largest: largest(['/Archives/tout.zip', 900]),
    },
    findings: [nearlyFull(OWNER, 2600 * MB, 'critical'), stale(OWNER, '3', '/Archives/2020.zip', 300)],
  },
  'shared-with-many': {
    anna: { usage: usage(800) },
    shares: [TEAM, WIDE, BY_BRUNO, LEFT],
    findings: [
      onShare('group-share-wide', TEAM, { actual: { members: 41 } }),
      onShare('link-wide', WIDE, { severity: 'high', actual: { files: 512, totalBytes: 700 * MB } }),
      onShare('link-by-someone-else', BY_BRUNO, { actual: { maker: 'bruno', createdAt: null } }),
      onShare('share-with-the-departed', LEFT, { severity: 'low', actual: { recipient: 'denis' } }),
    ],
  },
} satisfies Readonly<Record<string, Situation>>;

/** Situations of one member, beside the three of `scene`. */
const IN_SCENE = ['typical', 'worst', 'thanked'] as const;
export type SituationId = keyof typeof SITUATIONS | (typeof IN_SCENE)[number];
export const SITUATION_IDS: readonly SituationId[] = [
  ...IN_SCENE,
  // The keys of the table are its type's keys.
  ...(Object.keys(SITUATIONS) as (keyof typeof SITUATIONS)[]),
];

/** Whose mail a situation brings, and what it is made of. */
export function situation(
  id: SituationId,
  language: Language,
): { readonly input: ReportInput; readonly member: string } {
  if (id === 'typical' || id === 'worst' || id === 'thanked') return { input: scene(language), member: id };
  const { anna, findings, shares = [], mailedOn = [], version }: Situation = SITUATIONS[id];
  const others = [
    member('bruno', { name: 'Bruno Petit' }),
    member('denis', { name: 'Denis Roy', enabled: false }),
  ];
  const result = resultOf(
    {
      members: [member(OWNER, { name: 'Anna Rivière', ...anna }), ...others],
      shares: [...shares],
      findings: [...findings],
    },
    CHECKS,
  );
  const server = { ...result.run.server, ...(version === undefined ? {} : { version }) };
  const sentAt = mailedOn.map((day) => Date.parse(`${day}T09:00:00Z`));
  const input = inputOf([{ ...result, run: { ...result.run, server } }], {
    checks: CHECKS,
    retention: { amount: 24, unit: 'months' },
    mailed: new Map(sentAt.length === 0 ? [] : [[OWNER, { sentAt, thanksAt: [] }]]),
    contacts: new Map([[OWNER, { mail: 'anna@example.org', language, antenna: 'Tours' }]]),
    referents: [{ group: 'Tours', name: 'La personne référente', mail: 'nextcloud-tours@example.org' }],
  });
  const organisation = { ...input.organisation, name: 'La coopérative', language };
  return { input: { ...input, organisation }, member: OWNER };
}
